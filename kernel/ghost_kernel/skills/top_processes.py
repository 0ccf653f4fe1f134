"""Which processes use most of the processor or of the memory."""

from __future__ import annotations

import time

from ghost_kernel.knowledge import looks
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import size, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

HELPS = (
    "FULL HOG PROCESS PROGRAM SERVICE MOST BIG USAGE OCCUPY USE "
    "WHO MY MACHINE HERE SORT RUNNING CPU MEMORY ALL SLOW LOAD THREAD"
)
NEVER = "KILL STOP HOW DISK HOW_MUCH TOTAL FILE FOLDER"
BETWEEN = 0.4  # seconds between two looks at the processor's time
MANY = 1000


@skill(
    frame(
        "CPU",
        "MOST|OCCUPY|HOG|PROCESS|PROGRAM|SORT|WHO",
        helps=HELPS,
        takes="count",
        never=NEVER + " HOW_MANY",
    ),
    frame(
        "MEMORY",
        "MOST|OCCUPY|HOG|PROCESS|PROGRAM|SORT|WHO|BIG",
        helps=HELPS,
        takes="count",
        never=NEVER + " FREE",
        prior=0.02,
    ),
    frame(
        "MEMORY",
        "MOST|OCCUPY|HOG",
        "PROCESS|PROGRAM|WHO|WHAT|WHICH",
        helps=HELPS,
        takes="count",
        never=NEVER + " FREE",
        prior=0.01,
    ),
    frame("PROCESS", "MOST|BIG", helps=HELPS, takes="count", never="KILL STOP HOW DISK FILE FOLDER"),
    frame(
        "SLOW",
        "WHY|WHAT|MACHINE",
        helps="MY MACHINE HERE WHY WRONG CPU MEMORY MOST OCCUPY USAGE HOG PROGRAM PROCESS WHO CREATE MODEL THAT",
        never="NETWORK DISK FILE",
    ),
)
def answer(asked: Asked) -> str | None:
    """A table of the first few."""
    count = asked.count(5)
    if asked.has("MEMORY") and not asked.has("CPU"):
        return _memory(asked, count)
    text = _cpu(asked, count)
    if text is not None and asked.has("MEMORY", "SLOW"):
        memory = _memory(asked, count)
        text = f"{text}\n\n{memory}" if memory else text
    return text


def _memory(asked: Asked, count: int) -> str | None:
    say = asked.say
    seen = looks.look(asked.machine, "processes", "--by", "memory", "-n", str(count), why="what uses most memory")
    if seen is None or not seen.rows:
        return say("What uses the memory could not be seen.", "无法查看进程的内存占用。")
    first = seen.rows[0]
    lines = [
        [
            looks.text(row, "name"),
            str(looks.number(row, "pid")),
            looks.text(row, "user"),
            size(looks.number(row, "memory")),
        ]
        for row in seen.rows
    ]
    head = say("program|pid|user|memory", "程序|进程号|用户|内存").split("|")
    top = say(
        f"**{looks.text(first, 'name')}** uses most memory: {size(looks.number(first, 'memory'))}.",
        f"占用内存最多的是 **{looks.text(first, 'name')}**：{size(looks.number(first, 'memory'))}。",
    )
    return top + "\n\n" + table(head, lines)


def _cpu(asked: Asked, count: int) -> str | None:
    """By what was used between two looks; where there is only one, by all time used since each was started."""
    say = asked.say
    looked = _shares(asked.machine)
    if looked is None:
        return say("What uses the processor could not be seen.", "无法查看进程的 CPU 占用。")
    rows, shares = looked
    if any(share >= 1.0 for share in shares.values()):
        rows = sorted(rows, key=lambda row: -shares.get(looks.number(row, "pid"), 0.0))[:count]
        rows = [row for row in rows if shares.get(looks.number(row, "pid"), 0.0) > 0] or rows[:1]
        first = rows[0]
        share = shares.get(looks.number(first, "pid"), 0.0)
        top = say(
            f"**{looks.text(first, 'name')}** uses most of the processor now: {share:.0f} % of a core.",
            f"现在占用 CPU 最多的是 **{looks.text(first, 'name')}**：单核的 {share:.0f}%。",
        )
        lines = [_row(row, f"{shares.get(looks.number(row, 'pid'), 0.0):.0f} %") for row in rows]
    else:
        rows = rows[:count]
        first = rows[0]
        top = say(
            "Hardly anything uses the processor (CPU) now. "
            f"Since its start **{looks.text(first, 'name')}** has used most.",
            f"现在 CPU 基本空闲。自启动以来用得最多的是 **{looks.text(first, 'name')}**。",
        )
        lines = [_row(row, f"{looks.number(row, 'cpu_ms') / 1000:.0f} s") for row in rows]
    head = say("program|pid|user|processor", "程序|进程号|用户|CPU").split("|")
    return top + "\n\n" + table(head, lines)


def _row(row: looks.Row, used: str) -> list[str]:
    return [looks.text(row, "name"), str(looks.number(row, "pid")), looks.text(row, "user"), used]


def _shares(machine: Machine) -> tuple[list[looks.Row], dict[int, float]] | None:
    """The processes by the time they have used in all, and per cent of a core that each uses now."""
    first = looks.look(machine, "processes", "--by", "cpu", "-n", str(MANY), why="what uses the processor")
    if first is None or not first.rows:
        return None
    begun = time.monotonic()
    if not machine.root:  # examples see no real machine, and wait for nothing
        time.sleep(BETWEEN)
    second = looks.look(machine, "processes", "--by", "cpu", "-n", str(MANY + 1), why="what uses the processor now")
    passed = time.monotonic() - begun
    if second is None or not second.rows or machine.root:
        return first.rows, {}
    before = {looks.number(row, "pid"): looks.number(row, "cpu_ms") for row in first.rows}
    shares = {}
    for row in second.rows:
        pid = looks.number(row, "pid")
        if pid in before:
            shares[pid] = (looks.number(row, "cpu_ms") - before[pid]) / (passed * 10)
    return second.rows, shares


_ROW = '{"pid":7,"user":"ann","cpu_ms":9000,"memory":1073741824,"name":"render","command":"render x"}\n'
EXAMPLES = [
    Example(
        "what uses the most memory?",
        ["render", "1.0 GiB"],
        probes={"ghost look processes --by memory -n 5 --json": _ROW},
    ),
    Example("哪个进程最耗cpu", "render", probes={"ghost look processes --by cpu -n 1000 --json": _ROW}),
    Example("how much memory is free", silent=True),
]
