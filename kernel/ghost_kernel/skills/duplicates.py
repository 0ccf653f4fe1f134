"""Which files hold the same, below a place. No line that deletes is offered: which to keep is the person's choice."""

from __future__ import annotations

import os

from ghost_kernel.knowledge import filesearch
from ghost_kernel.machine import holds_secrets, ordinary
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.skills import _describing as describing
from ghost_kernel.skills import _files as files
from ghost_kernel.telling import code

MOST_GROUPS = 10
MOST_BYTES = 400_000_000  # read at most, over all files
PIECE = 1 << 16
_HELPS = (
    "DUPLICATE SAME COPY FILE FOLDER HERE FIND SHOW CHECK EXIST ALL WHICH WHAT CONTENT YES HOW_MANY SPACE HOG OCCUPY "
    "TAKE_ROOM THAT DELETE REMOVE CLEAN IMAGES VIDEOS SOUNDS PAPERS MORE_THAN_ONCE WHERE MY EXPLAIN DIFFERENCE NAME"
)
_NEVER = "PROCESS PORT PACKAGE COMMAND HOW LINES WORDS VERSION MOVE RENAME CREATE"


@skill(
    frame(
        "DUPLICATE|SAME|MORE_THAN_ONCE",
        "FILE|extension|IMAGES|VIDEOS|SOUNDS|PAPERS|CONTENT|FOLDER",
        helps=_HELPS,
        takes="extension path",
        never=_NEVER,
        prior=-0.01,
    ),
    frame("DUPLICATE|MORE_THAN_ONCE", helps=_HELPS, takes="extension path", never=_NEVER, prior=0.02),
)
def answer(asked: Asked) -> str | None:
    """The groups, what wastes most first."""
    named = [one for one in files.there(asked) if not asked.machine.is_folder(one)]
    if len(named) > 1 or any(one.kind == "path" and not files.place(asked, one.text) for one in asked.tokens):
        return None
    wanted = filesearch.Wanted(files.folder(asked))
    described = describing.wanted(asked)
    wanted.names = [one for one in described.names if one.startswith("*.")] if described is not None else []
    wanted.kind, wanted.without = "f", list(filesearch.TOOLS)
    entries, whole = filesearch.walk(wanted, asked.machine)
    groups, unread = _groups(asked, [one for one in entries if one.size > 0])
    if named:
        groups = [one for one in groups if named[0] in [each.path for each in one]]
    root = code(wanted.root)
    line = f"find {files.line([wanted.root])} -type f -size +0 -exec sha256sum {{}} + | sort | uniq -w64 -D"
    partly = "" if whole and not unread else asked.say(" (not all of it was read)", "（没有全部读完）")
    if not groups:
        return asked.say(
            f"No two files below {root} hold the same{partly}.\n\n{code(line)}",
            f"{root} 下没有内容相同的文件{partly}。\n\n{code(line)}",
        )
    rows = [
        "- " + ", ".join(code(one.path) for one in group) + asked.say(f" ({files.size(group[0].size)} each)",
                                                                      f"（各 {files.size(group[0].size)}）")
        for group in groups[:MOST_GROUPS]
    ]  # fmt: skip
    if len(groups) > MOST_GROUPS:
        more = len(groups) - MOST_GROUPS
        rows.append(asked.say(f"- … and {more} more groups", f"- … 还有 {more} 组"))
    room = files.size(sum((len(one) - 1) * one[0].size for one in groups))
    head = asked.say(
        f"{len(groups)} groups of files hold the same; all but one of each take {room}{partly}:",
        f"有 {len(groups)} 组文件内容相同，多余的占 {room}{partly}：",
    )
    kept = ""
    if asked.has("DELETE", "REMOVE", "CLEAN"):
        kept = asked.say("\n\nNothing was deleted: say which to keep.", "\n\n什么都没有删：要留哪个由你决定。")
    return f"{head}\n\n" + "\n".join(rows) + f"{kept}\n\n{code(line)}"


def _groups(asked: Asked, entries: list[filesearch.Entry]) -> tuple[list[list[filesearch.Entry]], bool]:
    """Files that hold the same, and whether some could not be read or were left out."""
    by_size: dict[int, list[filesearch.Entry]] = {}
    seen: set[tuple[int, int]] = set()
    for one in entries:
        try:
            told = os.lstat(asked.machine.resolve(one.path))
        except OSError:
            continue
        if (told.st_dev, told.st_ino) not in seen:  # a hard link is no second file
            seen.add((told.st_dev, told.st_ino))
            by_size.setdefault(one.size, []).append(one)
    found: list[list[filesearch.Entry]] = []
    left, unread = MOST_BYTES, False
    for size, group in sorted(by_size.items(), reverse=True):
        if len(group) < 2:
            continue
        if size * len(group) > left:
            unread = True
            continue
        left -= size * len(group)
        by_sum: dict[bytes, list[filesearch.Entry]] = {}
        for one in group:
            sum_ = _sum(asked.machine.resolve(one.path))
            if sum_:
                by_sum.setdefault(sum_, []).append(one)
            else:
                unread = True
        found += [same for same in by_sum.values() if len(same) > 1]
    return sorted(found, key=lambda one: (-(len(one) - 1) * one[0].size, one[0].path)), unread


def _sum(path: str) -> bytes:
    """A digest of the content; empty where it is not read."""
    import hashlib

    if holds_secrets(path):
        return b""
    digest = hashlib.sha256()
    try:
        with ordinary(path) as file:
            while piece := file.read(PIECE):
                digest.update(piece)
    except OSError:
        return b""
    return digest.digest()


EXAMPLES = [
    Example(
        "which files in here are alike", ["`a.txt`, `b.txt`", "1 B"], lacks="c.txt",
        files={"a.txt": "x", "b.txt": "x", "c.txt": "y"},
    ),
    Example("有没有内容重复的文件", "`a.txt`, `b.txt`", files={"a.txt": "x", "b.txt": "x", "c.txt": "y"}),
    Example("list all duplicates", "No two files", files={"a.txt": "x", "c.txt": "y"}),
    Example("are a.txt and b.txt the same", silent=True, files={"a.txt": "x", "b.txt": "x"}),
    Example("duplicate a.txt as b.txt", silent=True, files={"a.txt": "x"}),
]  # fmt: skip
