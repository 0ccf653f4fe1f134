"""tar was told the wrong compression, or the archive is no tar archive at all: its first bytes say what it is."""

from __future__ import annotations

from ghost_kernel.knowledge import archives, tar
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

SURE = 0.93
UNPACKED = {"x": "xf", "t": "tf"}
LONG = {"--gzip": "z", "--gunzip": "z", "--bzip2": "j", "--xz": "J", "--zstd": "", "--lzma": "", "--uncompress": "Z"}


@rule(programs=["tar", "bsdtar"])
def propose(failure: Failure) -> Fix | None:
    call = tar.read(failure.stage)
    if call.mode not in ("x", "t") or call.archive is None:
        return None
    path = failure.path_of(call.archive) or ""
    if not failure.machine.is_file(path):
        return None
    kind = archives.kind(failure.machine, path)
    if kind in ("zip", "7z", "rar"):
        return _other(failure, call, kind)
    if kind not in (*archives.ONE_FILE, "tar"):
        return None
    if kind != "tar" and not archives.holds_tar(failure.machine, path):
        return _single(failure, call, kind)
    why = f"{call.archive.plain} is " + ("not compressed" if kind == "tar" else f"compressed with {kind}")
    wanted = archives.LETTERS.get(kind, "")
    for word in failure.args:
        if word.plain in LONG and LONG[word.plain] != wanted:
            return Fix([one for one in failure.words if one is not word], why=why, confidence=SURE, only=True)
    if call.cluster is None:
        return None
    wrong = [one for one in call.letters if one in tar.LETTERS and one != wanted]
    if not wrong:
        return None
    text = call.cluster.plain
    new = text.replace(wrong[0], "" if wanted in text else wanted)
    return failure.swap(call.cluster, new, why=why, confidence=SURE, only=True)


def _other(failure: Failure, call: tar.Call, kind: str) -> Fix | None:
    """Another unpacker for what is no tar archive."""
    archive = call.archive
    if archive is None or call.members:
        return None
    words: list[Word | str]
    if kind == "zip":
        words = ["unzip", "-l", archive] if call.mode == "t" else ["unzip", archive]
        words += ["-d", call.folder] if call.folder else []
    elif call.folder:
        return None
    else:
        words = ["7z" if kind == "7z" else "unrar", "x" if call.mode == "x" else "l", archive]
    if not failure.machine.which(str(words[0])):
        return None
    return Fix(words, why=f"{archive.plain} is a {kind} archive", confidence=SURE, only=True)


def _single(failure: Failure, call: tar.Call, kind: str) -> Fix | None:
    """One compressed file without a tar archive inside: unpacked, and kept as tar would keep it."""
    program = archives.ONE_FILE[kind][0]
    if call.mode != "x" or call.members or call.folder or call.archive is None or not failure.machine.which(program):
        return None
    return Fix([program, "-k", call.archive], why=f"{call.archive.plain} is one compressed file", confidence=0.85)


GZ, XZ, ZIP, ZSTD = "\x1f\udc8b\x08", "\udcfd7zXZ\0\0\x04", "PK\x03\x04\x14", "(\udcb5/\udcfd"
TAR = "a" + "\0" * 256 + "ustar\x0000"
SAID = "tar: Child returned status 2\ntar: Error is not recoverable: exiting now"
EXAMPLES = [
    Example("tar -xJvf all.tgz -C out", SAID, "tar -xzvf all.tgz -C out", 2, files={"all.tgz": GZ}),
    Example("tar xzf src.tar.xz", None, "tar xJf src.tar.xz", 2, files={"src.tar.xz": XZ}),
    Example("tar -tzf a.tar.zst", SAID, "tar -tf a.tar.zst", 2, files={"a.tar.zst": ZSTD}),
    Example("tar -xzf a.tar | cat", SAID, "tar -xf a.tar | cat", 2, files={"a.tar": TAR}),
    Example("tar --extract --bzip2 --file a.tar", SAID, "tar --extract --file a.tar", 2, files={"a.tar": TAR}),
    Example("tar xvf 'a b.zip' -C out", SAID, "unzip 'a b.zip' -d out", 2, files={"a b.zip": ZIP}, programs=["unzip"]),
    Example(
        "tar xf log.gz",
        "tar: This does not look like a tar archive",
        "gunzip -k log.gz",
        2,
        files={"log.gz": GZ},
        programs=["gunzip"],
    ),
    Example("tar xzf all.tgz", "tar: a: Cannot open: Permission denied", None, 2, files={"all.tgz": GZ}),
    Example("tar czf all.tgz x", "tar: x: Cannot stat: No such file or directory", None, 2, files={"all.tgz": XZ}),
    Example("tar xzf gone.tgz", SAID, None, 2),
]
