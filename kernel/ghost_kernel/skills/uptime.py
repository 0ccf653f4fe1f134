"""How long this machine has been running, and since when."""

from __future__ import annotations

import time

from ghost_kernel.knowledge import facts
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import span

HELPS = "NEWER MACHINE MY HERE RUNNING BOOT LAST REBOOT TIME WHEN HOW_LONG UPTIME RESTART START RECENT"


@skill(
    frame("UPTIME", helps=HELPS, never="PROCESS SERVICE WHY PROGRAM FILE LOAD"),
    frame(
        "HOW_LONG",
        "RUNNING|BOOT|MACHINE|START|ONLINE",
        helps=HELPS + " ONLINE",
        never="PROCESS SERVICE WHY PROGRAM FILE",
    ),
    frame(
        "WHEN", "MACHINE", "RUNNING", helps="MACHINE MY HERE TIME UPTIME", never="BOOT PROCESS SERVICE WHY PROGRAM FILE"
    ),
    frame(
        "WHEN|LAST",
        "BOOT|REBOOT|START",
        helps=HELPS.replace(" RUNNING", ""),
        never="RUN PROCESS SERVICE WHY PROGRAM FILE ENABLED COMMAND LOG",
    ),
)
def answer(asked: Asked) -> str | None:
    """The time since the start."""
    seconds = facts.uptime(asked.machine)
    if seconds is None:
        return asked.say("How long it has been up could not be seen.", "无法查看开机时间。")
    since = time.strftime("%Y-%m-%d %H:%M", time.localtime(time.time() - seconds))
    return asked.say(
        f"Up for **{span(seconds)}**, since {since}.", f"已开机 **{span(seconds, True)}**（自 {since} 起）。"
    )


_FILE = {"/proc/uptime": "90061.5 1000\n"}
EXAMPLES = [
    Example("how long has this machine been running?", "1 day 1 hour", files=_FILE),
    Example("running since when / how long up", "1 day 1 hour", files=_FILE),
    Example("开机多久了", "1 天 1 小时", files=_FILE),
    Example("what starts at boot", silent=True, files=_FILE),
]
