"""How much memory, or time of the processor, the processes of one program take."""

from __future__ import annotations

from ghost_kernel.knowledge import looks, services, things
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import code, size, span

HELPS = (
    "MEMORY CPU USAGE OCCUPY HOW_MUCH PROCESS PROGRAM SERVICE SHOW CHECK RUNNING HOG SIZE BIG HERE "
    "MACHINE USE TOTAL TIME"
)
NEVER = "HOW WHY KILL STOP PORT FILE DISK INSTALL CONTENT MODULE FREE MOST SORT"


@skill(
    frame("thing", "MEMORY|CPU", "OCCUPY|USAGE|HOW_MUCH|HOG|USE", helps=HELPS, never=NEVER, prior=0.02),
    frame("thing", "MEMORY|CPU", helps=HELPS, never=NEVER, prior=-0.02),
    frame("pid", "MEMORY|CPU", helps=HELPS, never=NEVER, prior=0.02),
)
def answer(asked: Asked) -> str | None:
    """The sum of its processes."""
    say, machine = asked.say, asked.machine
    number = asked.first("pid")
    name = asked.thing
    if number is None and not things.is_name(machine, name):
        told = _rows(asked, name)
        if not told:
            return None
    rows = _rows(asked, name) if number is None else [
        row for row in _every(asked) if looks.number(row, "pid") == number.value
    ]  # fmt: skip
    shown = code(name if number is None else str(number.value))
    if not rows:
        return say(f"No process of {shown} runs.", f"没有 {shown} 的进程在运行。")
    pids = ", ".join(str(looks.number(row, "pid")) for row in rows[:8])
    memory, used = sum(looks.number(row, "memory") for row in rows), sum(looks.number(row, "cpu_ms") for row in rows)
    many = say(f"{len(rows)} process{'es' if len(rows) > 1 else ''}", f"{len(rows)} 个进程")
    if asked.has("CPU") and not asked.has("MEMORY"):
        spent = span(used / 1000, asked.is_chinese)
        return say(
            f"{shown} has used {spent} of the processor's time since it began ({many}, pid {pids}).",
            f"{shown} 启动以来用了 {spent} 的处理器时间（{many}，进程号 {pids}）。",
        )
    return say(
        f"{shown} holds **{size(memory)}** of memory ({many}, pid {pids}).",
        f"{shown} 占用 **{size(memory)}** 内存（{many}，进程号 {pids}）。",
    )


def _every(asked: Asked) -> list[dict[str, object]]:
    seen = looks.look(asked.machine, "processes", why=asked.say("look at the processes", "查看进程"))
    return seen.rows if seen is not None else []


def _rows(asked: Asked, name: str) -> list[dict[str, object]]:
    for one in things.names(name)[:2]:
        seen = looks.look(asked.machine, "processes", one[: services.COMM], why=f"processes of {one}")
        rows = [row for row in seen.rows if services.is_of(row, one)] if seen is not None else []
        if rows:
            return rows
    return []


_ROW = '{"pid":7,"user":"ann","cpu_ms":9000,"memory":1048576,"name":"vim","command":"vim notes"}\n'
EXAMPLES = [
    Example("how much memory does vim use", ["1.0 MiB", "pid 7"], programs=["vim"],
            probes={"ghost look processes vim --json": _ROW}),
    Example("vim 占用多少内存", "1.0 MiB", programs=["vim"], probes={"ghost look processes vim --json": _ROW}),
    Example("how much memory is free", silent=True, programs=["vim"]),
]  # fmt: skip
