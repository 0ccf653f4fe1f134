"""The largest files or folders below a place, or what takes up its room."""

from __future__ import annotations

from ghost_kernel.knowledge import filesearch, weighing
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.skills import _describing as describing
from ghost_kernel.skills import _files as files
from ghost_kernel.telling import code

USUAL = 10
LEAST_SHOWN = 3
_BESIDE = (
    "EXPLAIN EFFECT THAT WHAT WHICH WHY SHOW FIND FILE FOLDER SPACE SIZE BIG SMALL MOST OCCUPY USAGE "
    "HERE DISK FULL SORT WHO ALL CHECK EXIST PROGRAM"
    " HOME WHERE TAKE_ROOM HOG IMAGES VIDEOS SOUNDS PAPERS CODE LOG ARCHIVE CLEAN LEAST TOTAL HOW_MUCH FREE NEED"
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
    names = [one for one in wanted.names if one.startswith("*.")]
    seen = weighing.weigh(asked.machine.resolve(root), names)
    if not seen.children:
        return asked.say(f"{code(root)} holds no files.", f"{code(root)} 里没有文件。")
    count = asked.count(USUAL)
    if has_folders or has_both:
        return _folders(asked, root, seen, count if has_folders else USUAL, has_both)
    if asked.has("SMALL", "LEAST") and not asked.has("BIG", "MOST"):
        entries, whole = filesearch.walk(_only_names(root, names), asked.machine)
        ordered = files.largest([one for one in entries if not one.is_folder])[::-1]
        head = asked.say(f"The smallest below {code(root)}:", f"{code(root)} 下最小的：")
    else:
        short, whole = _short(root), seen.is_whole
        ordered = [filesearch.Entry(short + one.path, one.size, one.changed, False) for one in seen.largest]
        head = asked.say(f"The largest files below {code(root)}:", f"{code(root)} 下最大的文件：")
    if not ordered:
        return asked.say(f"{code(root)} holds no files.", f"{code(root)} 里没有文件。")
    return f"{_bound(asked, root, whole, is_files=True)}{head}\n\n{files.listed(asked, ordered[: max(count, 1)])}"


def _only_names(root: str, names: list[str]) -> filesearch.Wanted:
    every = filesearch.Wanted(root)
    every.names = names
    return every


def _short(root: str) -> str:
    return "" if root == "." else root.rstrip("/") + "/"


def _folders(asked: Asked, root: str, seen: weighing.Weighed, count: int, has_both: bool) -> str:
    """What lies right in the root, each with all that is below it."""
    every = seen.children
    if not has_both:
        every = [one for one in every if one.is_folder] or every
    total = sum(one.size for one in seen.children)
    lines = []
    ordered = sorted(every, key=lambda one: (-one.size, one.name))[:count]
    # What takes less than a hundredth is no answer, unless there is little else.
    heavy = [one for at, one in enumerate(ordered) if at < LEAST_SHOWN or one.size * 100 >= total]
    for one in heavy:
        # A share of what nobody has added up is none.
        share = f" ({one.size * 100 // max(total, 1)} %)" if seen.is_whole else ""
        least = "" if one.is_whole else asked.say("at least ", "至少 ")
        name = code(_short(root) + one.name + ("/" if one.is_folder else ""))
        lines.append(f"- {name} {least}{files.size(one.size)}{share}")
    if not seen.is_whole:
        return _bound(asked, root, False) + "\n".join(lines)
    head = asked.say(f"{code(root)} holds {files.size(total)}:", f"{code(root)} 一共 {files.size(total)}：")
    return f"{head}\n\n" + "\n".join(lines)


def _bound(asked: Asked, root: str, whole: bool, is_files: bool = False) -> str:
    """Said first, where what follows is not the whole."""
    if whole:
        return ""
    add = f"du -xhd1 {files.line([root])} | sort -h"
    line = code(f"find {files.line([root])} -xdev -type f -printf '%s %p\\n' | sort -n | tail" if is_files else add)
    return asked.say(
        f"There is more below {code(root)} than could be looked at in a moment, so this is not certain. "
        f"{line} takes its time and looks at all of it.\n\n",
        f"{code(root)} 下的文件太多，没有全部看完，下面的结果不确定。{line} 会慢慢全部看完。\n\n",
    )


EXAMPLES = [
    Example(
        "which are the largest files in here",
        ["`b.bin` (3.0 KiB)", "`a.bin`"],
        files={"a.bin": "x" * 1000, "b.bin": "x" * 3072},
    ),
    Example("哪个目录占空间最多", "`films/`", files={"films/one": "x" * 5000, "notes/two": "x"}),
    Example(
        "what takes up the most space in my home folder",
        ["`~/films/`", "`~` holds"],
        files={"films/one": "x" * 5000, "src/a.c": "x"},
        cwd="src",
    ),
    Example("我的家目录哪个文件夹最大", "`~/films/`", files={"films/one": "x" * 5000, "src/a.c": "x"}, cwd="src"),
    Example("which process takes the most memory", silent=True, files=["a.bin"]),
]
