"""What lies in a folder, where its files are asked for and nothing more is said of them."""

from __future__ import annotations

from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.skills import _files as files
from ghost_kernel.telling import code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.sentence.words import Token

MOST = 40
_HELPS = "SHOW ALL FILE FOLDER HERE MY WHAT WHICH EXIST THAT YES HOME NAME"
_NEVER = (
    "HOW WHY WHO WHEN WHERE HOW_MANY HOW_MUCH BIG SMALL MOST LEAST SIZE SPACE CHANGED RECENT OLD NEW EMPTY HIDDEN "
    "CONTENT OWNER PERMISSION DELETE REMOVE MOVE COPY RENAME CREATE OPEN EDIT LOG LINK DUPLICATE NOT SORT CONFIG OCCUPY"
)


def _are_several(tokens: Sequence[Token]) -> bool:
    """`list files`, and not `show the file`."""
    return any(one.low in ("files", "folders", "directories", "文件", "目录", "文件夹") for one in tokens)


@skill(
    frame(
        "SHOW|WHAT|WHICH|EXIST",
        "FILE|FOLDER",
        "ALL|HERE|HOME|MY",
        helps=_HELPS,
        takes="path",
        never=_NEVER,
        prior=-0.12,
    ),
    frame("ALL", "FILE|FOLDER", "HERE|HOME", helps=_HELPS, takes="path", never=_NEVER, prior=-0.12),
    frame("SHOW", "FILE|FOLDER", helps=_HELPS, takes="path", never=_NEVER, only=_are_several, prior=-0.15),
    frame("SHOW", "ALL", "FILE|FOLDER", helps=_HELPS, takes="path", never=_NEVER, prior=-0.1),
)
def answer(asked: Asked) -> str | None:
    """Their names, folders first."""
    said = [one for one in asked.tokens if one.argument is not None or one.kind == "unknown"]
    if any(one.argument is None or not asked.machine.is_folder(one.argument.text) for one in said):
        return None
    root = files.folder(asked)
    only_folders = asked.has("FOLDER") and not asked.has("FILE")
    found = asked.machine.names(root)
    names = sorted(found, key=lambda one: (not found[one], one))
    if only_folders:
        names = [one for one in names if found[one]]
    line = code(f"ls -A {files.line([root])}" if root != "." else "ls -A")
    if not names:
        return asked.say(f"There are none in {code(root)} ({line}).", f"{code(root)} 里没有（{line}）。")
    rows = [f"- {code(one + ('/' if found[one] else ''))}" for one in names[:MOST]]
    if len(names) > MOST:
        rows.append(asked.say(f"- … and {len(names) - MOST} more", f"- … 还有 {len(names) - MOST} 个"))
    head = asked.say(f"{len(names)} in {code(root)} ({line}):", f"{code(root)} 里有 {len(names)} 个（{line}）：")
    return f"{head}\n\n" + "\n".join(rows)


EXAMPLES = [
    Example("list all files", ["2 in", "`a.txt`", "`src/`"], files={"a.txt": "", "src/b.c": ""}),
    Example("what files are in my home folder", ["`a.txt`", "`ls -A ~`"], files=["a.txt", "src/"], cwd="src"),
    Example("list files", "`a.txt`", files=["a.txt"]),
    Example("列出所有文件", ["2 个", "`a.txt`"], files={"a.txt": "", "src/b.c": ""}),
    Example("what files are here", "`a.txt`", files=["a.txt"]),
    Example("show me all folders here", "`src/`", lacks="a.txt", files={"a.txt": "", "src/b.c": ""}),
    Example("list all log files", silent=True, files=["a.log"]),
]
