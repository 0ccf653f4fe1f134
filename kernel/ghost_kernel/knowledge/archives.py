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
HEAD = 4096  # bytes read to look inside; a compressed block may be longer, then nothing is known
# kind: programs that unpack one file in its place, that print it, and that search it
ONE_FILE = {
    "gzip": ("gunzip", "zcat", "zgrep", "zless"),
    "bzip2": ("bunzip2", "bzcat", "bzgrep", "bzless"),
    "xz": ("unxz", "xzcat", "xzgrep", "xzless"),
    "zstd": ("unzstd", "zstdcat", "zstdgrep", "zstdless"),
    "compress": ("uncompress", "zcat", "zgrep", "zless"),
}
PACKERS = {"gzip": "gzip", "bzip2": "bzip2", "xz": "xz", "zstd": "zstd"}
LETTERS = {"gzip": "z", "bzip2": "j", "xz": "J", "compress": "Z"}  # tar's own


def kind(machine: Machine, path: str) -> str:
    """What the file is: a key of ONE_FILE, 'tar', 'zip', '7z', 'rar', … or '' for anything else."""
    return _kind(machine.head(path))


def _kind(data: bytes) -> str:
    for magic, name in MAGIC:
        if data.startswith(magic):
            return name
    return "tar" if data[USTAR] == b"ustar" else ""


def holds_tar(machine: Machine, path: str) -> bool:
    """Whether a compressed file has a tar archive inside, as far as its first block tells."""
    data = machine.head(path, 262144)
    outer = _kind(data)
    try:
        if outer == "gzip":
            import zlib

            inner = zlib.decompressobj(31).decompress(data, 512)
        elif outer == "bzip2":
            import bz2

            inner = bz2.BZ2Decompressor().decompress(data, 512)
        elif outer == "xz":
            import lzma

            inner = lzma.LZMADecompressor(memlimit=1 << 27).decompress(data, 512)
        else:
            inner = b""
    except Exception:  # damaged, or this Python was built without the library
        inner = b""
    if inner:
        return _kind(inner) == "tar"
    name = path.lower()
    return ".tar" in name or name.endswith((".tgz", ".tbz", ".tbz2", ".txz", ".tzst"))
