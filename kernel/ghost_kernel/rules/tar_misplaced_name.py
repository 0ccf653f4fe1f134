"""tar's f has no name, the wrong one, or takes the next letter for one: the name of the archive follows f directly."""

from __future__ import annotations

from ghost_kernel.knowledge import archives, tar
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

NEAR_F = "dgrtcv"  # the keys around f
ENDINGS = (".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst", ".tzst")


@rule(programs=["tar"])
def propose(failure: Failure) -> Fix | None:
    call = tar.read(failure.stage)
    cluster = call.cluster
    if cluster is None or cluster.value is None:
        return None
    text, letters = cluster.plain, call.letters
    if call.dashed and "f" in letters[:-1] and set(letters) <= set("xctvzjJkpaf"):
        return _moved(failure, cluster, letters.replace("f", "") + "f")
    if "f" not in letters and not failure.stage.has("-f", "--file"):
        return _added(failure, cluster, letters)
    if (
        not set(letters) & set(tar.MODES)
        and not call.mode
        and call.archive is not None
        and _is_archive(failure, call.archive)
    ):
        new = text.replace(letters, "x" + letters)
        return failure.swap(cluster, new, why="tar needs to know what to do; the archive exists", confidence=0.7)
    if call.mode == "c" and call.archive is not None:
        return _reversed(failure, call, cluster)
    return None


def _moved(failure: Failure, cluster: Word, letters: str) -> Fix:
    """-xfz reads z as the name of the archive."""
    return failure.swap(cluster, "-" + letters, why="the name must follow f", confidence=0.95, only=True)


def _added(failure: Failure, cluster: Word, letters: str) -> Fix | None:
    """No f at all: tar reads or writes a tape or a pipe."""
    names = [word for word in failure.args if word is not cluster and not word.is_option]
    modes = [one for one in letters if one in tar.MODES]
    if not names or not modes:
        return None
    if modes[0] in "xt" and not _is_archive(failure, names[0]):
        return None
    if modes[0] == "c" and (
        not names[0].plain.endswith(ENDINGS)
        or len(names) < 2
        or failure.machine.exists(failure.path_of(names[0]) or "")
    ):
        return None
    if modes[0] not in "xtc":
        return None
    last = letters[-1]
    extra = len(modes) > 1 and last in NEAR_F and last != modes[0]
    new = ("-" if cluster.plain[0] == "-" else "") + (letters[:-1] if extra else letters) + "f"
    return failure.swap(cluster, new, why="the name of the archive needs f before it", confidence=0.93, only=True)


def _reversed(failure: Failure, call: tar.Call, cluster: Word) -> Fix | None:
    """The folder stands where the archive should: the two have changed places, or the archive was left out."""
    archive = call.archive
    if archive is None or archive.value is None or not failure.machine.is_folder(archive.value):
        return None
    if (
        len(call.members) == 1
        and call.members[0].plain.endswith(ENDINGS)
        and not failure.machine.exists(failure.path_of(call.members[0]) or "")
    ):
        member = call.members[0]
        words: list[Word | str] = [
            archive if one is member else member if one is archive else one for one in failure.words
        ]
        return Fix(words, why="the archive comes before what goes in", confidence=0.95, only=True)
    bare = archive.value.rstrip("/")
    if call.members or not bare or bare in (".", "..") or call.folder is not None:
        return None
    name = bare.rpartition("/")[2] + {"z": ".tar.gz", "j": ".tar.bz2", "J": ".tar.xz"}.get(
        next((one for one in call.letters if one in "zjJ"), ""), ".tar"
    )
    if failure.machine.exists(name):
        return None
    words = [item for one in failure.words for item in ((name, one) if one is archive else (one,))]
    return Fix(words, why="the archive needs a name of its own", confidence=0.75)


def _is_archive(failure: Failure, word: Word) -> bool:
    path = failure.path_of(word) or ""
    kind = archives.kind(failure.machine, path)
    return kind == "tar" or (kind in archives.ONE_FILE and archives.holds_tar(failure.machine, path))


GZ = "\x1f\udc8b\x08"
EXAMPLES = [
    Example(
        "tar -xfz all.tgz",
        "tar: z: Cannot open: No such file or directory",
        "tar -xzf all.tgz",
        2,
        files={"all.tgz": GZ},
    ),
    Example("tar -cfvz new.tgz src", "tar: new.tgz: Cannot stat", "tar -cvzf new.tgz src", 2, files=["src/"]),
    Example(
        "tar xzv all.tgz",
        "tar: Refusing to read archive contents from terminal (missing -f option?)",
        "tar xzvf all.tgz",
        2,
        files={"all.tgz": GZ},
    ),
    Example(
        "tar -xzr all.tgz",
        "tar: You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option",
        "tar -xzf all.tgz",
        2,
        files={"all.tgz": GZ},
    ),
    Example(
        "tar -vf all.tgz",
        "tar: You must specify one of the '-Acdtrux' options",
        "tar -xvf all.tgz",
        2,
        files={"all.tgz": GZ},
    ),
    Example("tar czf lib lib.tgz", "tar: lib: Cannot open: Is a directory", "tar czf lib.tgz lib", 2, files=["lib/"]),
    Example(
        "tar -czf lib/",
        "tar: Cowardly refusing to create an empty archive",
        "tar -czf lib.tar.gz lib/",
        2,
        files=["lib/"],
    ),
    Example(
        "tar cz out.tgz lib",
        "tar: Refusing to write archive contents to terminal (missing -f option?)",
        "tar czf out.tgz lib",
        2,
        files=["lib/"],
    ),
    Example("tar -czf lib", "tar: Cowardly refusing to create an empty archive", None, 2),
    Example("tar xz notes", "gzip: stdin: unexpected end of file", None, 2, files=["notes"]),
    Example("tar xf all.tgz", "tar: Error is not recoverable", None, 2, files={"all.tgz": GZ}),
]
