"""Which processor this is and how many cores it has."""

from __future__ import annotations

from ghost_kernel.knowledge import facts
from ghost_kernel.skills import Asked, Example, frame, skill

HELPS = "CPU HOW_MANY MODEL MACHINE MY HERE NAME INFO THREAD EXIST TOTAL PROCESS USE WHO"


@skill(
    frame(
        "CPU",
        "HOW_MANY|MODEL|INFO|NAME|THREAD|WHAT|WHICH|EXIST",
        helps=HELPS,
        never="USAGE MOST OCCUPY LOAD WHY HOW HOT SLOW PROGRAM MEMORY STATUS SORT",
        prior=-0.01,
    ),
    frame(
        "CPU",
        "MACHINE|MY|HERE",
        helps=HELPS,
        never="USAGE MOST OCCUPY HOG LOAD WHY HOW HOT SLOW PROGRAM MEMORY STATUS SORT",
        prior=-0.02,
    ),
    frame(
        "CPU",
        helps="CPU SHOW CHECK",
        never="USAGE MOST OCCUPY HOG LOAD WHY HOW HOT SLOW PROGRAM MEMORY STATUS SORT PROCESS",
        prior=-0.12,
    ),
)
def answer(asked: Asked) -> str | None:
    """Model and numbers."""
    threads, cores, model = facts.processors(asked.machine)
    if not threads:
        return asked.say("The processor could not be seen.", "无法查看处理器信息。")
    many = "" if threads == 1 else "s"
    inner = asked.say(f" ({cores} cores)", f"（{cores} 个物理核心）") if cores and cores != threads else ""
    of = f": {model}" if model else ""
    return asked.say(
        f"**{threads}** processor{many}{inner}{of}.", f"**{threads}** 个逻辑核心{inner}{of.replace(': ', '：')}。"
    )


_FILE = {"/proc/cpuinfo": "processor\t: 0\nmodel name\t: Fable 1\n\nprocessor\t: 1\nmodel name\t: Fable 1\n"}
EXAMPLES = [
    Example("how many cores do I have", ["**2**", "Fable 1"], files=_FILE),
    Example("cpu是什么型号", "Fable 1", files=_FILE),
    Example("what uses the cpu most", silent=True, files=_FILE),
]
