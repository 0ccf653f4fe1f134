"""How full the file systems are, and which is in trouble."""

from __future__ import annotations

from ghost_kernel.knowledge import looks
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import code, size

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


EXAMPLES = [
    Example(
        "how much room is there on my disk",
        ["50%", "`/`"],
        probes={
            "ghost look disk --json": '{"path":"/","source":"sda","kind":"ext4","size":2000,"used":1000,"free":1000}\n'
        },
    ),
    Example("which folder is the largest", silent=True, files=["a/b"]),
]
