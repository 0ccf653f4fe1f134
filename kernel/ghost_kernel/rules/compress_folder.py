"""gzip and its kind compress single files; a folder is packed with tar, into a file beside it."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

PACKS = {
    "gzip": ("-czf", ".tar.gz"),
    "pigz": ("-czf", ".tar.gz"),
    "bzip2": ("-cjf", ".tar.bz2"),
    "xz": ("-cJf", ".tar.xz"),
    "zstd": ("--zstd -cf", ".tar.zst"),
}


@rule(programs=list(PACKS), output_has=["is a directory", "directory"])
def propose(failure: Failure) -> Fix | None:
    operands = failure.stage.operands
    if len(operands) != 1 or failure.stage.has("-d", "--decompress", "-r", "--recursive", "-t", "-l"):
        return None
    path = (failure.path_of(operands[0]) or "").rstrip("/")
    letters, ending = PACKS[failure.program]
    if not failure.machine.is_folder(path) or path in ("", ".", "..", "/") or failure.machine.exists(path + ending):
        return None
    if not failure.machine.which("tar"):
        return None
    name: str | Word = path + ending
    return Fix(["tar", *letters.split(), name, operands[0]], why=f"{path} is a folder", confidence=0.85, only=True)


EXAMPLES = [
    Example(
        "gzip -9 album",
        "gzip: album is a directory -- ignored",
        "tar -czf album.tar.gz album",
        2,
        files=["album/a"],
        programs=["tar"],
    ),
    Example(
        "xz pics/",
        "xz: pics/: Is a directory, skipping",
        "tar -cJf pics.tar.xz pics/",
        1,
        files=["pics/a"],
        programs=["tar"],
    ),
    Example(
        "gzip album",
        "gzip: album is a directory -- ignored",
        None,
        2,
        files=["album/a", "album.tar.gz"],
        programs=["tar"],
    ),
    Example("gzip -d album", "gzip: album is a directory -- ignored", None, 2, files=["album/a"], programs=["tar"]),
]
