"""An archive is of another kind than the command says: what its first bytes tell decides."""

from __future__ import annotations

from ghost_kernel.knowledge import contents
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

TO_STDOUT = {"gzip": "zcat", "bzip2": "bzcat", "xz": "xzcat", "zstd": "zstdcat", "lz4": "lz4cat"}
UNPACK = {"gzip": "gunzip", "bzip2": "bunzip2", "xz": "unxz", "zstd": "unzstd", "zip": "unzip"}
GREP = {"gzip": "zgrep", "bzip2": "bzgrep", "xz": "xzgrep", "zstd": "zstdgrep"}
LETTERS = {"gzip": "z", "bzip2": "j", "xz": "J"}
PACKED = ("gzip", "bzip2", "xz", "zstd", "tar", "compress", "lz4", "lzip")


@rule(
    programs=["tar", "gunzip", "gzip", "bunzip2", "bzip2", "unxz", "xz", "unzip", "zcat", "bzcat", "xzcat", "zgrep", "unzstd", "zstd", "zstdcat", "bsdtar", "jar"],
    output_has=["not in gzip format", "not a bzip2 file", "not recognized", "does not look like a tar", "unknown suffix", "end-of-central-directory",
                "cannot find zipfile directory", "unsupported format", "error is not recoverable", "not a zip", "unknown format", "compressed"],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    archive = next((word for word in failure.args if failure.machine.is_file(failure.path_of(word) or "")), None)
    if archive is None:
        return None
    path = failure.path_of(archive) or ""
    kind = contents.kind(failure.machine, path)
    name = failure.program
    if name in ("tar", "bsdtar"):
        return _tar(failure, archive, kind)
    if name in ("zcat", "bzcat", "xzcat", "zstdcat") and kind in TO_STDOUT and TO_STDOUT[kind] != name:
        return _other(failure, TO_STDOUT[kind], kind)
    if name == "zgrep" and kind in GREP and GREP[kind] != name:
        return _other(failure, GREP[kind], kind)
    if name in ("gunzip", "bunzip2", "unxz", "unzip", "unzstd") or (name in ("gzip", "bzip2", "xz", "zstd") and failure.stage.has("-d")):
        if (kind in PACKED and ".tar" in path) or kind == "tar" or (kind == "gzip" and path.endswith(".tgz") and name != "gunzip"):
            return _untar(failure, archive)
        if kind in UNPACK and UNPACK[kind] != name and not name.startswith(kind):
            rest = [word for word in failure.args if not word.is_option or kind != "zip"]
            return Fix([UNPACK[kind], *[word for word in rest if word.plain not in ("-d", "-k", "-q")]], why=f"it is {kind}", confidence=0.85, origin="local")
    return None


def _other(failure: Failure, program: str, kind: str) -> Fix:
    return failure.swap(failure.words[0], program, why=f"the file is {kind}", confidence=0.88, origin="local")


def _untar(failure: Failure, archive: Word) -> Fix | None:
    target: list[str | Word] = []
    args = failure.args
    if failure.program == "unzip" and "-d" in [word.plain for word in args[:-1]]:
        target = ["-C", args[[word.plain for word in args].index("-d") + 1]]
    elif any(word is not archive and not word.is_option for word in args):
        return None
    return Fix(["tar", "-xf", archive, *target], why="it is a tar archive", confidence=0.85, origin="local")


def _tar(failure: Failure, archive: Word, kind: str) -> Fix | None:
    """The compression's letter is put right; what is no tar archive at all goes to the program for it."""
    letters = failure.args[0]
    cluster = letters.plain.lstrip("-")
    if letters.plain[:2] == "--" or not cluster.isalpha() or "c" in cluster or letters.value is None:
        return None
    if kind == "zip":
        return _unzip(failure, archive, cluster)
    wanted = LETTERS.get(kind, "")
    given = [char for char in cluster if char in "zjJZ"]
    if (not given and wanted) or given == [wanted] or kind not in (*LETTERS, "tar", "zstd"):
        return None
    dash = letters.plain[: len(letters.plain) - len(cluster)]
    bare = "".join([wanted if char == given[0] else char for char in cluster if char not in given[1:]])
    return failure.swap(letters, dash + bare, why=f"the archive is {kind}", confidence=0.9, origin="local")


def _unzip(failure: Failure, archive: Word, cluster: str) -> Fix | None:
    rest = [word for word in failure.args[1:] if word is not archive]
    if "t" in cluster and not rest:
        return Fix(["unzip", "-l", archive], why="it is a zip archive", confidence=0.85, origin="local")
    if "x" not in cluster:
        return None
    if not rest:
        return Fix(["unzip", archive], why="it is a zip archive", confidence=0.88, origin="local")
    if len(rest) == 2 and rest[0].plain == "-C":
        return Fix(["unzip", archive, "-d", rest[1]], why="it is a zip archive", confidence=0.85, origin="local")
    return None


GZIP, XZ, ZIP = "\udc1f\udc8b".replace("\udc1f", "\x1f"), "\udcfd7zXZ\0", "PK\x03\x04"
EXAMPLES = [
    Example("tar -xvjf a.tar", "bzip2: (stdin) is not a bzip2 file.\ntar: Error is not recoverable", "tar -xvzf a.tar", 2, files={"a.tar": GZIP}),
    Example("tar xzf a.tgz -C x", "gzip: stdin: not in gzip format\ntar: Error is not recoverable", "tar xJf a.tgz -C x", 2, files={"a.tgz": XZ}),
    Example("tar xf a.dat", "tar: This does not look like a tar archive", "unzip a.dat", 2, files={"a.dat": ZIP}),
    Example("gunzip b.zip", "gzip: b.zip: unknown suffix -- ignored", "unzip b.zip", 2, files={"b.zip": ZIP}),
    Example("unzip a.tar.gz -d x", "End-of-central-directory signature not found.", "tar -xf a.tar.gz -C x", 9, files={"a.tar.gz": GZIP}),
    Example("xzcat a", "xzcat: a: File format not recognized", "zcat a", files={"a": GZIP}),
    Example("tar xf a.tar", "tar: This does not look like a tar archive", None, 2, files={"a.tar": "hello"}),
]
