"""What time it is here, and which day."""

from __future__ import annotations

import time

from ghost_kernel.skills import Asked, Example, frame, skill

_DAYS = "一二三四五六日"


@skill(
    frame(
        "TIME", helps="WHAT WHICH SHOW YES MACHINE HERE THAT TIME NOW MY", takes="age",
        never="HOW WHY HOW_LONG UPTIME BOOT FILE CHANGED PROCESS LOG TIMER PUBLIC COMMAND SET RUN",
    ),
)  # fmt: skip
def answer(asked: Asked) -> str | None:
    """The local time, the day of the week and the zone."""
    if any(one.kind == "age" and one.text.lower() not in ("today", "今天", "今日") for one in asked.tokens):
        return None
    now = time.localtime()
    zone = time.strftime("%Z", now)
    return asked.say(
        time.strftime("It is %H:%M on %A, %Y-%m-%d", now) + f" ({zone}).",
        time.strftime("现在是 %Y-%m-%d %H:%M，星期", now) + f"{_DAYS[now.tm_wday]}（{zone}）。",
    )


EXAMPLES = [
    Example("what time is it", says="It is "),
    Example("今天几号", says="现在是 "),
    Example("how long has this machine been up", silent=True),
]
