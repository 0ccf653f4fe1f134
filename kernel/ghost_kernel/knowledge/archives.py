"""What a file is by its first bytes, and which program packs, unpacks or prints that kind.

Magic numbers are those of file(1)'s database; the end of a name says nothing about what is inside.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x1f\x9d", "compress"),
    (b"LZIP", "lzip"),
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
)
USTAR = slice(257, 262)
MOST_READ = 4_000_000  # bytes in which the names of members are looked for
# kind: programs that unpack one file in its place, that print it, and that search it
ONE_FILE = {
    "gzip": ("gunzip", "zcat", "zgrep", "zless"),
    "bzip2": ("bunzip2", "bzcat", "bzgrep", "bzless"),
    "xz": ("unxz", "xzcat", "xzgrep", "xzless"),
    "zstd": ("unzstd", "zstdcat", "zstdgrep", "zstdless"),
    "compress": ("uncompress", "zcat", "zgrep", "zless"),
}
LETTERS = {"gzip": "z", "bzip2": "j", "xz": "J", "compress": "Z"}  # tar's own


def kind(machine: Machine, path: str) -> str:
    """What the file is: a key of ONE_FILE, 'tar', 'zip', '7z', 'rar', … or '' for anything else."""
    return _kind(machine.head(path))


def _kind(data: bytes) -> str:
    for magic, name in MAGIC:
        if data.startswith(magic):
            return name
    return "tar" if data[USTAR] == b"ustar" else ""


def _inside(data: bytes, size: int) -> bytes:
    """The first bytes of what is compressed in `data`; empty when that cannot be known."""
    outer = _kind(data)
    try:
        if outer == "gzip":
            import zlib

            return zlib.decompressobj(31).decompress(data, size)
        if outer == "bzip2":
            import bz2

            return bz2.BZ2Decompressor().decompress(data, size)
        if outer == "xz":
            import lzma

            return lzma.LZMADecompressor(memlimit=1 << 27).decompress(data, size)
    except Exception:  # damaged, or this Python was built without the library
        return b""
    return b""


def members(machine: Machine, path: str) -> list[str]:
    """The names inside a tar or zip archive, as far as its first megabytes tell."""
    data = machine.head(path, MOST_READ)
    outer = _kind(data)
    if outer == "zip":
        return _zip_members(data)
    return _tar_members(data if outer == "tar" else _inside(data, MOST_READ))


def _tar_members(data: bytes) -> list[str]:
    """Walks the 512-byte headers: name at 0, size in octal at 124, prefix at 345 (tar(5), ustar)."""
    found = []
    at = 0
    while at + 512 <= len(data) and data[at + USTAR.start : at + USTAR.stop] == b"ustar":
        name = data[at : at + 100].partition(b"\0")[0]
        prefix = data[at + 345 : at + 500].partition(b"\0")[0] if data[at + 263 : at + 265] == b"00" else b""
        if data[at + 156 : at + 157] in (b"0", b"\0", b"5", b"2"):
            found.append(((prefix + b"/") if prefix else b"") + name)
        try:
            size = int(data[at + 124 : at + 136].strip(b" \0") or b"0", 8)
        except ValueError:
            break
        at += 512 + (size + 511) // 512 * 512
    return [name.decode("utf-8", "replace") for name in found]


def _zip_members(data: bytes) -> list[str]:
    """The names of the local headers: PK 3 4, length of the name at 26, the name at 30 (APPNOTE 4.3.7)."""
    found = []
    at = data.find(b"PK\x03\x04")
    while 0 <= at <= len(data) - 30:
        length = int.from_bytes(data[at + 26 : at + 28], "little")
        found.append(data[at + 30 : at + 30 + length].decode("utf-8", "replace"))
        at = data.find(b"PK\x03\x04", at + 30 + length)
    return found


def holds_tar(machine: Machine, path: str) -> bool:
    """Whether a compressed file has a tar archive inside, as far as its first block tells."""
    inner = _inside(machine.head(path, 262144), 512)
    if inner:
        return _kind(inner) == "tar"
    name = path.lower()
    return ".tar" in name or name.endswith((".tgz", ".tbz", ".tbz2", ".txz", ".tzst"))
