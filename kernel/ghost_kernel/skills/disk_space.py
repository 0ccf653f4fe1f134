"""How full the file systems are, and which is in trouble."""

from __future__ import annotations

import os

from ghost_kernel.knowledge import looks
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import code, size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.sentence.arguments import Argument

NEARLY = 90  # per cent
VIRTUAL = frozenset("tmpfs devtmpfs proc sysfs cgroup cgroup2 overlay squashfs ramfs efivarfs".split())
MOST = 8
_HELPS = (
    "EXPLAIN EFFECT THAT WHAT WHICH HOW_MUCH CHECK SHOW SPACE DISK FREE FULL USAGE MY MACHINE HERE STATUS "
    "SIZE BIG TOTAL EXIST OCCUPY YES ALL MOST NOT WHY HOW ROOT NEED HOW_MANY DOWNLOAD NEW HIGH LOAD"
)
_NEVER = "INODE PYTHON CLEAN TAKE_ROOM HOG MEMORY CPU FILE PROCESS FOLDER PORT DELETE SWAP INSTALL"


@skill(
    frame(
        "DISK",
        "FULL|FREE|SPACE|USAGE|HOW_MUCH|STATUS|SIZE|OCCUPY|CHECK|SHOW",
        helps=_HELPS,
        takes="path size",
        never=_NEVER,
    ),
    frame("SPACE", "FREE|HOW_MUCH|HOW_MANY|FULL", helps=_HELPS, takes="path size", never=_NEVER),
    frame("size", "FREE|FULL", "DISK|HERE|MACHINE|DOWNLOAD|SPACE", helps=_HELPS, takes="size number", never=_NEVER),
    frame("size", "FREE", "EXIST|YES|CHECK", helps=_HELPS, takes="size number path", never=_NEVER, prior=-0.03),
    frame("FULL|FREE", "MACHINE", helps=_HELPS, takes="path size", never=_NEVER + " PROCESS LOAD", prior=-0.05),
    frame("SPACE", "MACHINE|MY", helps=_HELPS, takes="path size", never=_NEVER + " MOST BIG SORT", prior=-0.02),
    frame("USAGE|FULL|FREE", "path", helps=_HELPS, takes="path", never=_NEVER + " MOST BIG SORT", prior=0.04),
    frame("FULL|FREE", "path", helps=_HELPS, takes="path", never=_NEVER, prior=-0.05),
    frame("DISK", helps=_HELPS, takes="path", never=_NEVER + " WHY", prior=-0.05),
)
def answer(asked: Asked) -> str | None:
    """Each real file system, the fullest first."""
    if asked.path and asked.machine.exists(asked.path) and not asked.machine.is_folder(asked.path):
        return None  # how large a file is, is no question about the disk
    if asked.has("HOW") and any(one.low in ("mount", "mounting", "挂载", "unmount", "卸载") for one in asked.tokens):
        return None  # how that is done
    seen = looks.look(asked.machine, "disk", why=asked.say("look at the disks", "查看磁盘"))
    if seen is None:
        return None
    rows: dict[str, looks.Row] = {}
    for row in seen.rows:
        if looks.text(row, "kind") in VIRTUAL or not looks.number(row, "size") or row.get("read_only"):
            continue
        source = looks.text(row, "source")
        known = rows.get(source)
        if known is None or len(looks.text(row, "path")) < len(looks.text(known, "path")):
            rows[source] = row
    every = sorted(rows.values() or seen.rows, key=lambda row: -_full(row))
    if not every:
        return asked.say("No file system could be seen.", "没有看到文件系统。")
    lines = [_told(asked, row) for row in every[:MOST]]
    wanted = asked.first("size")
    if wanted is not None and not asked.has("WHICH", "HOW_MUCH"):
        return _enough(asked, wanted, _where(asked, seen.rows)) + "\n\n" + "\n".join(lines)
    worst = every[0]
    if _full(worst) >= NEARLY:
        place = looks.text(worst, "path")
        head = asked.say(f"{code(place)} is nearly full.", f"{code(place)} 快满了。")
        tail = asked.say(
            f"\n\n{code(f'ghost look disk {place}')} shows what takes the room.",
            f"\n\n{code(f'ghost look disk {place}')} 可以看出什么占了空间。",
        )
    else:
        head, tail = asked.say("Nothing is nearly full.", "没有快满的磁盘。"), ""
    return head + "\n\n" + "\n".join(lines) + tail


def _where(asked: Asked, rows: list[looks.Row]) -> looks.Row:
    """The file system of the folder that is named, or of this one."""
    place = os.path.realpath(asked.machine.resolve(asked.path if asked.machine.exists(asked.path) else "."))
    root = os.path.realpath(asked.machine.root) if asked.machine.root else ""
    inside = (place[len(root) :] if root and place.startswith(root) else place).rstrip("/") + "/"
    above = [row for row in rows if inside.startswith(looks.text(row, "path").rstrip("/") + "/")]
    return max(above or rows, key=lambda row: len(looks.text(row, "path")))


def _enough(asked: Asked, wanted: Argument, row: looks.Row) -> str:
    """Whether so much is free there: yes or no first."""
    free, place = looks.number(row, "free"), code(looks.text(row, "path"))
    is_so = free < wanted.value if wanted.sign == "-" else free >= wanted.value
    left = size(abs(free - wanted.value))
    more = asked.say(
        f"{left} more than that" if free >= wanted.value else f"{left} less than that",
        f"多出 {left}" if free >= wanted.value else f"还差 {left}",
    )
    yes = asked.say("**Yes**", "**够**") if is_so else asked.say("**No**", "**不够**")
    return asked.say(f"{yes}: {size(free)} are free on {place}, {more}.", f"{yes}：{place} 剩余 {size(free)}，{more}。")


def _full(row: looks.Row) -> int:
    used, free = looks.number(row, "used"), looks.number(row, "free")
    return -(-used * 100 // (used + free)) if used + free else 0


def _told(asked: Asked, row: looks.Row) -> str:
    free, total = size(looks.number(row, "free")), size(looks.number(row, "size"))
    place = code(looks.text(row, "path"))
    return asked.say(
        f"- {place}: {_full(row)}% used, {free} free of {total}",
        f"- {place}：已用 {_full(row)}%，剩余 {free}，共 {total}",
    )


_ROOM = {
    "ghost look disk --json": (
        '{"path":"/","source":"sda","kind":"ext4","size":107374182400,"used":53687091200,"free":53687091200}\n'
        '{"path":"/boot","source":"sdb","kind":"ext4","size":107374182400,"used":1,"free":107374182399}\n'
    )
}
EXAMPLES = [
    Example(
        "how much room is there on my disk",
        ["50%", "`/`"],
        probes={
            "ghost look disk --json": '{"path":"/","source":"sda","kind":"ext4","size":2000,"used":1000,"free":1000}\n'
        },
    ),
    Example("is there enough space for 100GB?", "**No**: 50.0 GiB are free on `/`", probes=_ROOM),
    Example("磁盘够不够放 20GB", "**够**", probes=_ROOM),
    Example("do I have 20 GB free?", ["**Yes**", "more than that"], probes=_ROOM),
    Example("which folder is the largest", silent=True, files=["a/b"]),
]
