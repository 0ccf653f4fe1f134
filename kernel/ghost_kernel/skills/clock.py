"""What time it is here, and which day."""

from __future__ import annotations

import time

from ghost_kernel.skills import Asked, Example, frame, skill

_DAYS = "一二三四五六日"


@skill(
    frame("TIME", "thing", helps="WHEN WHAT WHICH SHOW YES THAT TIME HERE", prior=-0.02,
          never="HOW WHY HOW_LONG UPTIME BOOT FILE CHANGED PROCESS LOG TIMER SET RUN COMMAND LAST"),
    frame("WHICH|WHAT", "TIME", "SET", helps="YES THAT MACHINE HERE MY TIME", never="HOW WHY TIMER FILE RUN"),
    frame(
        "TIME", helps="WHEN WHAT WHICH SHOW YES MACHINE HERE THAT TIME MY", takes="age",
        never="HOW WHY HOW_LONG UPTIME BOOT FILE CHANGED PROCESS LOG TIMER PUBLIC COMMAND SET RUN",
    ),
)  # fmt: skip
def answer(asked: Asked) -> str | None:
    """The local time, the day of the week and the zone."""
    if any(one.kind == "age" and one.text.lower() not in ("today", "今天", "今日") for one in asked.tokens):
        return None
    for one in asked.tokens:
        if one.kind == "unknown":
            return _elsewhere(asked, one.text)
    now = time.localtime()
    zone = time.strftime("%Z", now)
    return asked.say(
        time.strftime("It is %H:%M on %A, %Y-%m-%d", now) + f" ({zone}).",
        time.strftime("现在是 %Y-%m-%d %H:%M，星期", now) + f"{_DAYS[now.tm_wday]}（{zone}）。",
    )


_PLACES = ("Europe", "Asia", "America", "Africa", "Australia", "Pacific", "Atlantic", "Indian", "Etc")
_CITIES = {"东京": "Tokyo", "北京": "Shanghai", "上海": "Shanghai", "香港": "Hong_Kong", "台北": "Taipei",
           "首尔": "Seoul",
           "新加坡": "Singapore", "伦敦": "London", "巴黎": "Paris", "柏林": "Berlin", "莫斯科": "Moscow",
           "纽约": "New_York",
           "洛杉矶": "Los_Angeles", "悉尼": "Sydney"}  # fmt: skip


def _elsewhere(asked: Asked, place: str) -> str | None:
    """The time at a place that the database of zones knows."""
    import datetime
    import zoneinfo

    city = _CITIES.get(place, place.strip().title().replace(" ", "_"))
    for area in _PLACES:
        try:
            now = datetime.datetime.now(zoneinfo.ZoneInfo(f"{area}/{city}"))
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            continue
        return asked.say(
            f"In {place} it is {now:%H:%M} on {now:%A, %Y-%m-%d} ({now:%Z}).",
            f"{place}现在是 {now:%Y-%m-%d %H:%M}（{now:%Z}）。",
        )
    return None


EXAMPLES = [
    Example("which time zone is this machine set to", says="It is "),
    Example("what time is it", says="It is "),
    Example("今天几号", says="现在是 "),
    Example("how long has this machine been up", silent=True),
]
