"""An archive or compressed file is of another kind than the program unpacks: its first bytes say which."""

from __future__ import annotations

from ghost_kernel.knowledge import archives
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

UNPACK, PRINT, SEARCH, PAGE, LIST = range(5)
# program: what it unpacks, and what for
DOES = {
    "gunzip": ("gzip", UNPACK), "bunzip2": ("bzip2", UNPACK), "unxz": ("xz", UNPACK), "unzstd": ("zstd", UNPACK),
    "uncompress": ("compress", UNPACK), "unzip": ("zip", UNPACK), "unrar": ("rar", UNPACK), "7z": ("7z", UNPACK),
    "zcat": ("gzip", PRINT), "gzcat": ("gzip", PRINT), "bzcat": ("bzip2", PRINT), "xzcat": ("xz", PRINT),
    "zstdcat": ("zstd", PRINT), "zgrep": ("gzip", SEARCH), "bzgrep": ("bzip2", SEARCH), "xzgrep": ("xz", SEARCH),
    "zless": ("gzip", PAGE), "bzless": ("bzip2", PAGE), "xzless": ("xz", PAGE),
}  # fmt: skip
PACKS = {"gzip": "gzip", "bzip2": "bzip2", "xz": "xz", "zstd": "zstd"}
ENDINGS = {
    "gzip": (".gz", ".tgz", ".z", ".Z"), "bzip2": (".bz2", ".tbz2", ".bz", ".tbz"), "xz": (".xz", ".txz"),
    "zstd": (".zst", ".tzst"), "compress": (".Z", ".taz"),
}  # fmt: skip
PLAIN = {PRINT: "cat", SEARCH: "grep", PAGE: "less"}
KEPT = frozenset("-v -k -f -q -c -t --keep --verbose --force --quiet --stdout".split())
SURE = 0.92


@rule(programs=[*DOES, *PACKS])
def propose(failure: Failure) -> Fix | None:
    expected, task = _task(failure)
    if not expected:
        return None
    files = [word for word in failure.stage.operands if failure.machine.is_file(failure.path_of(word) or "")]
    if task == SEARCH and len(files) == len(failure.stage.operands):
        files = files[1:]
    if not files or (
        task != SEARCH and len(files) < len(failure.stage.operands) and expected not in ("zip", "7z", "rar")
    ):
        return None
    kinds = {archives.kind(failure.machine, failure.path_of(word) or "") for word in files}
    kind = kinds.pop()
    if kinds or kind == expected or (kind == "compress" and expected == "gzip"):
        return None
    words = _words(failure, files, expected, task, kind)
    if not words or not failure.machine.which(str(words[0])):
        return None
    return Fix(words, why=f"{files[0].plain} is {_called(kind)}", confidence=SURE, origin="rule", only=True)


def _task(failure: Failure) -> tuple[str, int]:
    """What the program expects here, and what it is to do; ('', …) where it packs."""
    expected, task = DOES.get(failure.program, ("", UNPACK))
    if failure.program in PACKS and failure.stage.has("-d", "--decompress", "--uncompress"):
        expected = PACKS[failure.program]
    if expected in archives.ONE_FILE and task == UNPACK and failure.stage.has("-c", "--stdout"):
        task = PRINT
    if expected in ("zip", "rar", "7z") and (failure.stage.has("-l") or [w.plain for w in failure.args[:1]] == ["l"]):
        task = LIST
    return expected, task


def _words(failure: Failure, files: list[Word], expected: str, task: int, kind: str) -> list[Word | str]:
    """The command that does the same for this kind."""
    if task in PLAIN:
        if kind in archives.ONE_FILE:
            name = archives.ONE_FILE[kind][task]
        elif not kind and _is_text(failure, files[0]):
            name = PLAIN[task]
        else:
            return []
        drop = ("-d", "-c", "-dc", "-cd") if failure.program in PACKS or failure.program in archives.ONE_FILE else ()
        return [name, *[word for word in failure.args if word.plain not in drop]]
    if len(files) != 1:
        return (
            [archives.ONE_FILE[kind][0], *_options(failure), *files]
            if kind in archives.ONE_FILE and task == UNPACK
            else []
        )
    file = files[0]
    listing: list[Word | str] = []
    into = _folder(failure) if expected in ("zip", "rar", "7z") else None
    target: list[Word | str] = []
    if kind == "zip":
        listing = ["-l"] if task == LIST else []
        target = ["-d", into] if into else []
        return ["unzip", *listing, file, *target]
    if kind in ("7z", "rar"):
        return ["7z" if kind == "7z" else "unrar", "l" if task == LIST else "x", file] if not into else []
    if kind == "tar" or (kind in archives.ONE_FILE and _holds_tar(failure, file, expected)):
        target = ["-C", into] if into else []
        return ["tar", "tf" if task == LIST else "xf", file, *target]
    if kind not in archives.ONE_FILE or into or task == LIST:
        return []
    keep: list[Word | str] = ["-k"] if expected in ("zip", "rar", "7z") else []  # these leave the archive where it is
    if _named(file, kind):
        return [archives.ONE_FILE[kind][0], *_options(failure), *keep, file]
    return ["tar", "xf", file] if archives.holds_tar(failure.machine, failure.path_of(file) or "") else []


def _holds_tar(failure: Failure, file: Word, expected: str) -> bool:
    """Whether a tar is to be unpacked as one: by unzip always, by gunzip only where its own kind is no help."""
    return expected in ("zip", "rar", "7z") and archives.holds_tar(failure.machine, failure.path_of(file) or "")


def _named(file: Word, kind: str) -> bool:
    """Whether the unpacker takes the name: it wants its own ending."""
    return file.plain.endswith(ENDINGS.get(kind, ()))


def _options(failure: Failure) -> list[Word]:
    return [word for word in failure.args if word.plain in KEPT]


def _folder(failure: Failure) -> Word | None:
    """The folder to unpack into, of unzip -d."""
    for place, word in enumerate(failure.args[:-1]):
        if word.plain == "-d":
            return failure.args[place + 1]
    return None


def _is_text(failure: Failure, file: Word) -> bool:
    data = failure.machine.head(failure.path_of(file) or "")
    return bool(data) and b"\0" not in data


def _called(kind: str) -> str:
    return {"": "plain text", "tar": "a tar archive", "zip": "a zip archive"}.get(kind, kind)


GZ, XZ, ZIP, BZ = "\x1f\udc8b\x08", "\udcfd7zXZ\0\0\x04", "PK\x03\x04\x14", "BZh91AY"
TAR = "a" + "\0" * 256 + "ustar\x0000"
EXAMPLES = [
    Example(
        "gunzip set.zip",
        "gzip: set.zip: not in gzip format",
        "unzip set.zip",
        files={"set.zip": ZIP},
        programs=["unzip"],
    ),
    Example(
        "unzip -q all.tgz -d out",
        "  End-of-central-directory signature not found.",
        "tar xf all.tgz -C out",
        files={"all.tgz": GZ},
        programs=["tar"],
    ),
    Example("unzip -l all.tar", None, "tar tf all.tar", files={"all.tar": TAR}, programs=["tar"]),
    Example(
        "bunzip2 -v a.gz",
        "bunzip2: a.gz is not a bzip2 file.",
        "gunzip -v a.gz",
        files={"a.gz": GZ},
        programs=["gunzip"],
    ),
    Example(
        "xz -d a.bz2",
        "xz: a.bz2: File format not recognized",
        "bunzip2 a.bz2",
        files={"a.bz2": BZ},
        programs=["bunzip2"],
    ),
    Example(
        "zcat a.xz | head",
        "gzip: a.xz: not in gzip format",
        "xzcat a.xz | head",
        files={"a.xz": XZ},
        programs=["xzcat"],
    ),
    Example("zcat notes", "gzip: notes: not in gzip format", "cat notes", files={"notes": "hello\n"}, programs=["cat"]),
    Example(
        "zgrep word a.xz", "gzip: a.xz: not in gzip format", "xzgrep word a.xz", files={"a.xz": XZ}, programs=["xzgrep"]
    ),
    Example(
        "gunzip pack.tar",
        "gzip: pack.tar: unknown suffix -- ignored",
        "tar xf pack.tar",
        files={"pack.tar": TAR},
        programs=["tar"],
    ),
    Example("gunzip a.gz", "gzip: a.gz: unexpected end of file", None, files={"a.gz": GZ}, programs=["gunzip"]),
    Example("gzip a.xz b", "gzip: b: No such file or directory", None, files={"a.xz": XZ}, programs=["xz"]),
    Example("gunzip set.zip", "gzip: set.zip: not in gzip format", None, files={"set.zip": ZIP}),
]
