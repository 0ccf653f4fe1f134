"""When something is to be done again and again, as a table of cron takes it (crontab(5))."""

from __future__ import annotations

import re

NIGHTLY = "0 3 * * *"  # what a person means who says no more
_NUMBERS = {word: at for at, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve".split())
}  # fmt: skip
_HAN = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_DAYS = ("sunday monday tuesday wednesday thursday friday saturday".split(), "日一二三四五六")
_N = r"(\d{1,2}|[a-z]+)"
_H = r"(\d{1,2}|十[一二]?|[一二两三四五六七八九])"
_EVERY = re.compile(rf"every\s+{_N}\s+(minute|hour)s?\b", re.I | re.A)
_EVERY_HAN = re.compile(rf"每隔?\s*{_H}\s*个?(分钟|小时)")
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2})(?::(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?(?![\d:])", re.I | re.A)
_HALF = re.compile(rf"\b(half|quarter)\s+(past|to)\s+{_N}\b", re.I | re.A)
_WORDED = re.compile(rf"\bat\s+{_N}(?:\s*o'?clock)?\b", re.I | re.A)
_CLOCK_HAN = re.compile(
    rf"(早上|上午|凌晨|中午|下午|晚上|夜里|夜间)?\s*{_H}\s*(?:点|(?<=[\u3400-\u9fff]\d)[:：]|(?<=[\u3400-\u9fff]\d\d)[:：])\s*(半|\d{{1,2}})?"
)


def _number(text: str) -> int | None:
    low = text.lower()
    if low.isdigit():
        return int(low)
    if low in _HAN:
        return _HAN[low]
    if low[:1] == "十" and low[1:] in _HAN:
        return 10 + _HAN[low[1:]]
    return _NUMBERS.get(low)


def cron(text: str) -> str:
    """The five fields; 3 at night where the sentence says no time."""
    if found := _EVERY.search(text) or _EVERY_HAN.search(text):
        count = _number(found[1])
        if count:
            return f"*/{count} * * * *" if found[2] in ("minute", "分钟") else f"0 */{count} * * *"
    low = text.lower()
    if re.search(r"every minute|每分钟", low):
        return "* * * * *"
    if re.search(r"every half(?: an)? hour|每半个?小时", low):
        return "*/30 * * * *"
    if re.search(r"every hour|\bhourly\b|每小时|每个小时", low):
        return "0 * * * *"
    hour, minute = _time(low)
    return f"{minute} {hour} {_days(low)}"


def _days(low: str) -> str:
    if re.search(r"week ?days?\b|working days?|monday to friday|工作日|周一到周五", low):
        return "* * 1-5"
    if re.search(r"(?:every|once a|each) month|\bmonthly\b|每个?月", low):
        return "1 * *"
    english, han = _DAYS
    for at, name in enumerate(english):
        if re.search(rf"\b{name}s?\b", low):
            return f"* * {at}"
    if found := re.search(r"(?:周|星期)([日天一二三四五六])", low):
        return f"* * {han.index(found[1].replace('天', '日'))}"
    return "* * 1" if re.search(r"(?:every|once a|each) week|\bweekly\b|每周|每个?星期", low) else "* * *"


def _time(low: str) -> tuple[int, int]:
    if found := _HALF.search(low):
        hour = _number(found[3])
        if hour is not None:
            minutes = 30 if found[1] == "half" else 15
            hour, minutes = (hour, minutes) if found[2] == "past" else (hour - 1, 60 - minutes)
            return _of_day(hour, low), minutes
    if found := _CLOCK_HAN.search(low):
        hour = _number(found[2])
        if hour is not None:
            late = found[1] in ("下午", "晚上", "夜里", "夜间") and 0 < hour < 12
            early = found[1] in ("夜里", "夜间") and hour < 6
            minute = 30 if found[3] == "半" else int(found[3] or 0)
            return (hour + 12 if late and not early else hour) % 24, minute % 60
    if "midnight" in low or "午夜" in low or "半夜" in low:
        return 0, 0
    if re.search(r"\bnoon\b|中午", low):
        return 12, 0
    for found in _CLOCK.finditer(low):
        hour, minute = int(found[1]), int(found[2] or 0)
        if (found[2] or found[3]) and hour < 24 and minute < 60:
            return _of_day(hour, low, (found[3] or "").replace(".", "")), minute
    if found := _WORDED.search(low):
        hour = _number(found[1])
        if hour is not None and hour < 24:
            return _of_day(hour, low), 0
    return (8, 0) if re.search(r"\bmornings?\b|早上|早晨", low) else (3, 0)


def _of_day(hour: int, low: str, half: str = "") -> int:
    """The hour of 24: `am` and `pm` say it, or the part of the day."""
    if half:
        return hour % 12 + (12 if half == "pm" else 0)
    late = re.search(r"\b(?:afternoons?|evenings?)\b", low)
    return hour + 12 if late and 0 < hour < 12 else hour % 24
