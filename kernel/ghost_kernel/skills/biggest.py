"""The largest files or folders below a place, or what takes up its room."""

from __future__ import annotations

from ghost_kernel.knowledge import filesearch
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.skills import _describing as describing
from ghost_kernel.skills import _files as files
from ghost_kernel.telling import code

USUAL = 10
LEAST_SHOWN = 3
_BESIDE = (
    "EXPLAIN EFFECT THAT WHAT WHICH WHY SHOW FIND FILE FOLDER SPACE SIZE BIG SMALL MOST OCCUPY USAGE "
    "HERE DISK FULL SORT WHO ALL CHECK EXIST PROGRAM"
    " WHERE TAKE_ROOM HOG IMAGES VIDEOS SOUNDS PAPERS CODE LOG ARCHIVE CLEAN LEAST TOTAL HOW_MUCH FREE NEED"
)
_TAKES = "path count quoted extension thing"
_NEVER = "MEMORY CPU PROCESS PORT PACKAGE HOW SERVICE RECENT CHANGED DELETE INSTALLED"


@skill(
    frame(
        "BIG|MOST|SMALL|LEAST",
        "FILE|FOLDER|extension|SPACE|IMAGES|VIDEOS|HERE|path",
        helps=_BESIDE,
        takes=_TAKES,
        never=_NEVER,
        prior=0.02,
    ),
    frame(
        "WHAT|WHICH|WHY|WHO",
        "OCCUPY|BIG|FULL|USAGE",
        "SPACE|FOLDER|HERE|path",
        helps=_BESIDE,
        takes=_TAKES,
        never=_NEVER,
        prior=0.02,
    ),
    frame("BIG|SPACE", "FOLDER|path", helps=_BESIDE, takes=_TAKES, never=_NEVER, prior=-0.1),
    frame("WHAT|WHICH", "BIG|MOST", "FILE|FOLDER", "path|thing", helps=_BESIDE, takes=_TAKES, never=_NEVER, prior=0.02),
    frame("TAKE_ROOM|HOG|OCCUPY", "SPACE|DISK|HERE|FOLDER|path", helps=_BESIDE, takes=_TAKES, never=_NEVER, prior=0.02),
)
def answer(asked: Asked) -> str | None:
    """The heaviest first, with sizes."""
    if asked.all("size") or asked.all("age"):
        return None
    if files.strange(asked):
        return None
    root = files.folder(asked)
    if any(one.kind == "path" and not asked.machine.is_folder(one.text) for one in asked.tokens):
        return None
    has_folders = asked.has("FOLDER") and not asked.has("FILE")
    has_both = asked.has("TAKE_ROOM", "HOG", "SPACE", "OCCUPY", "USAGE", "FULL", "WHY", "HOG") and not asked.has("FILE")
    if has_folders and asked.has("BIG", "MOST") and not asked.has("WHY"):
        has_both = False
    wanted = describing.wanted(asked) or filesearch.Wanted()
    wanted.root, wanted.kind = root, ""
    entries, whole = filesearch.walk(_only_names(wanted), asked.machine)
    if not entries:
        return asked.say(f"{code(root)} holds no files.", f"{code(root)} 里没有文件。")
    count = asked.count(USUAL)
    if has_folders or has_both:
        return _folders(asked, root, entries, count if has_folders else USUAL, has_both, whole)
    plain = [one for one in entries if not one.is_folder]
    ordered = files.largest(plain)
    if asked.has("SMALL", "LEAST") and not asked.has("BIG", "MOST"):
        ordered = ordered[::-1]
        head = asked.say(f"The smallest below {code(root)}:", f"{code(root)} 下最小的：")
    else:
        head = asked.say(f"The largest files below {code(root)}:", f"{code(root)} 下最大的文件：")
    return f"{head}\n\n{files.listed(asked, ordered[: max(count, 1)])}{_bound(asked, whole)}"


def _only_names(wanted: filesearch.Wanted) -> filesearch.Wanted:
    every = filesearch.Wanted(wanted.root)
    every.names = [one for one in wanted.names if one.startswith("*.")]
    return every


def _folders(asked: Asked, root: str, entries: list[filesearch.Entry], count: int, has_both: bool, whole: bool) -> str:
    """What lies right in the root, each with all that is below it."""
    short = "" if root == "." else root.rstrip("/") + "/"
    sums: dict[str, int] = {}
    inner: set[str] = set()
    for one in entries:
        rest = one.path[len(short) :]
        top, slash, _ = rest.partition("/")
        if one.is_folder:
            if not slash:
                inner.add(top)
            continue
        if slash:
            inner.add(top)
        sums[top] = sums.get(top, 0) + max(one.size, 0)
    every = [filesearch.Entry(short + name, amount, 0.0, name in inner) for name, amount in sums.items()]
    if not has_both:
        every = [one for one in every if one.is_folder] or every
    total = sum(sums.values())
    lines = []
    ordered = files.largest(every)[:count]
    # What takes less than a hundredth is no answer, unless there is little else.
    heavy = [one for at, one in enumerate(ordered) if at < LEAST_SHOWN or one.size * 100 >= total]
    for one in heavy:
        share = f"{one.size * 100 // max(total, 1)} %"
        lines.append(f"- {code(one.path + ('/' if one.is_folder else ''))} {files.size(one.size)} ({share})")
    head = asked.say(f"{code(root)} holds {files.size(total)}:", f"{code(root)} 一共 {files.size(total)}：")
    return f"{head}\n\n" + "\n".join(lines) + _bound(asked, whole)


def _bound(asked: Asked, whole: bool) -> str:
    if whole:
        return ""
    return asked.say("\n\nThere is more than was looked at.", "\n\n文件太多，没有全部看完。")


EXAMPLES = [
    Example(
        "which are the largest files in here",
        ["`b.bin` (3.0 KiB)", "`a.bin`"],
        files={"a.bin": "x" * 1000, "b.bin": "x" * 3072},
    ),
    Example("哪个目录占空间最多", "`films/`", files={"films/one": "x" * 5000, "notes/two": "x"}),
    Example("which process takes the most memory", silent=True, files=["a.bin"]),
]
