"""How much memory there is, how much is left, and which programs hold most of it."""

from __future__ import annotations

from ghost_kernel.knowledge import looks
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import code, short, size

SHORT_OF = 10  # per cent
FEW = 5
_HELPS = (
    "EXPLAIN EFFECT THAT ME WHAT WHICH HOW_MUCH CHECK SHOW MEMORY FREE FULL USAGE MY MACHINE STATUS "
    "SIZE TOTAL EXIST OCCUPY YES MOST PROCESS PROGRAM "
    "WHO BIG HOG WHY NOT HERE TAKE_ROOM SWAP THAT ALL SORT NEED SPACE HOW_MANY OPEN START RUN IMAGES "
    "VIDEOS RUNNING DIFFERENCE SET CONFIG "
)
_NEVER = "DISK FILE CPU PORT KILL INSTALL HOW FOLDER"


@skill(
    frame("MEMORY", helps=_HELPS, takes="count number", never=_NEVER),
    frame(
        "MEMORY",
        "MOST|HOG|OCCUPY|BIG|USAGE",
        "PROCESS|PROGRAM|WHAT|WHO|WHICH",
        helps=_HELPS,
        takes="count number",
        never=_NEVER,
    ),
    frame("SWAP", helps=_HELPS, takes="count", never=_NEVER),
)
def answer(asked: Asked) -> str | None:
    """The numbers, and where it is short or asked for, the heaviest programs."""
    seen = looks.look(asked.machine, "memory", why=asked.say("look at the memory", "查看内存"))
    if seen is None:
        return None
    told = {looks.text(row, "what"): looks.number(row, "bytes") for row in seen.rows}
    total, left = told.get("total", 0), told.get("available", 0)
    if not total:
        return None
    percent = left * 100 // total
    text = asked.say(
        f"{size(left)} of {size(total)} memory are left ({100 - percent}% used).",
        f"内存共 {size(total)}，还可用 {size(left)}（已用 {100 - percent}%）。",
    )
    if percent < SHORT_OF:
        text = asked.say("Memory is short: ", "内存紧张：") + text
    swap = told.get("swap", 0)
    if swap:
        text += asked.say(
            f" Swap: {size(swap - told.get('swap free', 0))} of {size(swap)} used.",
            f" 交换区：共 {size(swap)}，已用 {size(swap - told.get('swap free', 0))}。",
        )
    elif asked.has("SWAP"):
        text += asked.say(" There is no swap.", " 没有交换区。")
    if (
        percent < SHORT_OF
        or asked.has("PROCESS", "PROGRAM", "WHO", "MOST", "HOG", "WHY")
        or (asked.has("OCCUPY") and asked.has("WHAT"))
    ):
        text += _heaviest(asked)
    return text


def _heaviest(asked: Asked) -> str:
    count = str(asked.count(FEW))
    seen = looks.look(
        asked.machine, "processes", "--by", "memory", "-n", count, why=asked.say("look at the processes", "查看进程")
    )
    if seen is None or not seen.rows:
        return ""
    lines = [
        f"- {code(looks.text(row, 'name'))} {size(looks.number(row, 'memory'))} (pid {looks.number(row, 'pid')}, "
        f"{looks.text(row, 'user')}) {code(short(looks.text(row, 'command'), 60))}"
        for row in seen.rows
    ]
    return asked.say("\n\nMost is held by:\n\n", "\n\n占用最多的：\n\n") + "\n".join(lines)


EXAMPLES = [
    Example(
        "how much memory is free",
        "500 B of 1000 B",
        probes={"ghost look memory --json": '{"what":"total","bytes":1000}\n{"what":"available","bytes":500}\n'},
    ),
    Example("how full is the disk", silent=True),
]
