"""How busy the machine is."""

from __future__ import annotations

from ghost_kernel.knowledge import facts
from ghost_kernel.skills import Asked, Example, frame, skill

HELPS = "HIGH LOAD MACHINE MY HERE CPU HOW_MUCH STATUS BIG RUNNING USAGE INFO OCCUPY TOTAL"
NEVER = "PORT PROCESS PROGRAM WHY HOW FILE DISK MEMORY WHO"


@skill(
    frame("LOAD", helps=HELPS, never=NEVER),
    frame("CPU", "USAGE|HOW_MUCH|STATUS", helps=HELPS, never=NEVER + " HOW_MANY MODEL MOST SORT"),
)
def answer(asked: Asked) -> str | None:
    """The load against the number of processors."""
    say = asked.say
    load = facts.load(asked.machine)
    if load is None:
        return say("The load could not be seen.", "无法查看系统负载。")
    threads = facts.processors(asked.machine)[0]
    one, five, fifteen = load
    text = say(
        f"Load **{one:.2f}** (last minute), {five:.2f} (5 minutes), {fifteen:.2f} (15 minutes)",
        f"负载 **{one:.2f}**（1 分钟）、{five:.2f}（5 分钟）、{fifteen:.2f}（15 分钟）",
    )
    if not threads:
        return text + say(".", "。")
    share = one / threads
    judged = (
        say("there is room", "还有余量")
        if share < 0.7
        else say("it is busy", "比较繁忙")
        if share <= 1.1
        else say("more wants to run than can", "已超载，任务在排队")
    )
    many = "" if threads == 1 else "s"
    return text + say(f" on {threads} processor{many}: {judged}.", f"，共 {threads} 个处理器：{judged}。")


_FILE = {"/proc/loadavg": "0.10 0.20 0.30 1/100 5\n", "/proc/cpuinfo": "processor\t: 0\nprocessor\t: 1\n"}
EXAMPLES = [
    Example("what is the load average", ["0.10", "room"], files=_FILE),
    Example("系统负载高吗", ["0.10", "余量"], files=_FILE),
    Example("why is the load so high", silent=True, files=_FILE),
]
