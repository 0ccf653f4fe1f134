"""Numbers as people write them: digits, words of English, Chinese numerals; sizes in bytes, spans in seconds."""

from __future__ import annotations

import re

_WORDS = {
    word: value
    for value, words in enumerate(
        "zero|one a an single|two couple|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
        "|fourteen|fifteen".split("|")
    )
    for word in words.split()
} | {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "hundred": 100,
    "thousand": 1000,
    "dozen": 12,
    "quarter of an": 0.25,
    "half a": 0.5,
    "half an": 0.5,
    "few": 5,
    "several": 5,
}
NAMES = frozenset(_WORDS)
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "几": 3, "俩": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10000}

ENGLISH = "|".join(sorted(_WORDS, key=len, reverse=True))
CHINESE = "(?:半|[零一二三四五六七八九十百千万两〇几俩]+)"
NUMBER = rf"(?:\d+(?:\.\d+)?|{CHINESE}|\b(?:{ENGLISH})\b)"

KIB = 1024
_UNITS = {"": 1, "b": 1, "k": KIB, "m": KIB**2, "g": KIB**3, "t": KIB**4}
_SPANS = {
    "second": 1, "sec": 1, "秒": 1, "minute": 60, "min": 60, "分": 60, "hour": 3600, "hr": 3600, "小时": 3600,
    "时": 3600, "钟头": 3600, "day": 86400, "天": 86400, "日": 86400, "week": 604800, "周": 604800, "星期": 604800,
    "礼拜": 604800, "month": 2592000, "月": 2592000, "year": 31536000, "年": 31536000,
}  # fmt: skip
SPAN = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?"
    r"|秒钟?|分钟?|个?小时|个?钟头|天(?!气)|日(?!志|期|常|历)|周|个?星期|个?礼拜|个?月|年)"
)


def value(text: str) -> float | None:
    """What a number is worth; None when it is none."""
    text = text.strip().lower()
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    if text == "半":
        return 0.5
    if text in _WORDS:
        return float(_WORDS[text])
    if not re.fullmatch(CHINESE, text):
        return None
    total, here = 0, 0
    for char in text:
        if char in _PLACES:
            total += (here or 1) * _PLACES[char]
            here = 0
        else:
            here = _DIGITS[char]
    return float(total + here)


def size(number: str, unit: str) -> int | None:
    """Bytes, of a number and its unit in any spelling."""
    found = value(number)
    if found is None:
        return None
    unit = unit.lower().strip()
    letter = {"兆": "m", "字节": "", "千": "k"}.get(unit[:2] if unit == "字节" else unit[:1], unit[:1])
    return int(found * _UNITS.get(letter, 1))


def span(number: str, unit: str) -> int | None:
    """Seconds, of a number and its unit of time."""
    found = value(number) if number.strip() else 1.0
    if found is None:
        return None
    unit = unit.lower().strip().lstrip("个")
    for key, seconds in _SPANS.items():
        if unit.startswith(key):
            return int(found * seconds)
    return None
