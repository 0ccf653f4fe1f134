"""Two ends said at once, and days by the calendar: `between 2 and 5 MB`, `from one to three weeks ago`, `since March`.

Each reader gives arguments of the kinds `size` and `age`, as arguments.py does for one end; an age is counted in
seconds before now, so that a day of the calendar is one as well.
"""

from __future__ import annotations

import re
import time

from ghost_kernel.sentence import numbers
from ghost_kernel.sentence.numbers import CHINESE, NUMBER, SPAN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    # Kind, start, end, text, value, sign: what an Argument is made of.
    Part = tuple[str, int, int, str, int, str]

DAY = 86400
_FLAGS = re.I | re.A
_UNIT = r"(?:[kmgt]i?b?(?![A-Za-z0-9])|bytes?\b|兆字?节?|字节|(?:kilo|mega|giga|tera)bytes?\b|megs?\b|gigs?\b)"
_TWO_SIZES = (
    rf"(?:between|from|in\s+the\s+range(?:\s+of)?|介于|在|从)?\s*(?<![A-Za-z0-9.])(?P<low>\d+(?:\.\d+)?|{CHINESE})\s*"
    rf"(?P<first>{_UNIT})?\s*(?P<mid>and|to|through|up\s+to|-|–|~|到|至|和|与)\s*"
    rf"(?P<high>\d+(?:\.\d+)?|{CHINESE})\s*(?P<second>{_UNIT})(?:\s*之间|\s*范围)?"
)
# The unit may be left out of one of two ends: `bigger than 1 MB but smaller than 10`.
_BARE_END = (
    rf"(?P<n1>\d+(?:\.\d+)?)\s*(?P<u>{_UNIT})\s*(?:\w+\s+)??(?:but|and|yet|,|但是?|且|而|并且)?\s*"
    r"(?P<bare>(?P<less>(?:smaller|less|under|below)(?:\s+than)?|小于|不到|少于)|(?:(?:bigger|larger|more|over|above)"
    rf"(?:\s+than)?|大于|超过))\s*(?P<n2>\d+(?:\.\d+)?)(?![\w.%])(?!\s*(?:{_UNIT}|{SPAN}|files?\b))"
)
_THAN = rf"比\s*(?P<n>\d+(?:\.\d+)?|{CHINESE})\s*(?P<u>{_UNIT})\s*(?:还|更|要)?\s*(?P<way>大|小)"
_TWO_AGES = (
    rf"(?:between|from|介于|在|从)?\s*(?P<low>{NUMBER})\s*(?P<first>{SPAN})?\s*(?:之?前|以前|ago)?\s*"
    rf"(?:and|to|-|–|~|到|至|和)\s*(?P<high>{NUMBER})\s*(?P<second>{SPAN})\s*(?:ago\b|old\b|之?前|以前)(?:之间)?"
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAYS = "mon tue wed thu fri sat sun".split()
_HAN_DAYS = {char: at for at, char in enumerate("一二三四五六日")} | {"天": 6}
_DATE = (
    r"(?:(?P<y1>(?:19|20)\d\d)[-/.](?P<m1>\d{1,2})(?:[-/.](?P<d1>\d{1,2}))?"
    rf"|(?:(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?\b(?P<m2>{_MONTH})\b\.?"
    r"(?:\s+(?P<d3>\d{1,2})(?:st|nd|rd|th)?(?!\d))?(?:,?\s+(?P<y2>(?:19|20)\d\d))?"
    r"|(?P<y3>(?:19|20)\d\d)\s*年(?:\s*(?P<m3>\d{1,2})\s*月)?(?:\s*(?P<d4>\d{1,2})\s*[日号])?"
    r"|(?P<m4>\d{1,2})\s*月(?:\s*(?P<d5>\d{1,2})\s*[日号])"
    r"|\b(?P<w>mon|tues?|wednes|thurs?|fri|satur|sun)day\b|(?:上?周|星期|礼拜)(?P<hw>[一二三四五六日天])"
    r"|(?P<y4>(?:19|20)\d\d)(?![\w:.-]))"
)
_DATED = (
    rf"(?P<word>\b(?:since|after|from|later\s+than|newer\s+than|before|until|till|prior\s+to|older\s+than|in|on"
    rf"|during)\b|自从?|从)?\s*(?:the\s+|last\s+)?{_DATE}\s*(?P<after>(?:以|之)?[后前来]|起|开始|以来)?"
)
_ABOUT_FILES = re.compile(
    r"\b(?:file|photo|picture|image|video|document|log|report|folder|script)s?\b|文件|照片|图片", _FLAGS
)
_LATER = frozenset("since after from later newer 自 自从 从".split())
_EARLIER = frozenset("before until till prior older".split())


def found(text: str, has_number: bool, has_time: bool) -> Iterator[Part]:
    """All of them that stand in the text."""
    if has_number:
        yield from _sizes(text)
    if has_number and has_time:
        yield from _ages(text)
    yield from _dates(text)


def _sizes(text: str) -> Iterator[Part]:
    for match in re.finditer(_TWO_SIZES, text, _FLAGS):
        low = numbers.size(match["low"], match["first"] or match["second"])
        high = numbers.size(match["high"], match["second"])
        if low is None or high is None or not low < high:
            continue
        middle = match.start("mid")
        yield "size", match.start(), middle, match["low"], low, "+"
        yield "size", middle, match.end(), match["high"] + match["second"], high, "-"
    for match in re.finditer(_BARE_END, text, _FLAGS):
        amount = numbers.size(match["n2"], match["u"])
        if amount is not None:
            sign = "-" if match["less"] else "+"
            yield "size", match.start("bare"), match.end(), match["n2"] + match["u"], amount, sign
    for match in re.finditer(_THAN, text, _FLAGS):
        amount = numbers.size(match["n"], match["u"])
        if amount is not None:
            yield "size", *match.span(), match["n"] + match["u"], amount, "+" if match["way"] == "大" else "-"


def _ages(text: str) -> Iterator[Part]:
    for match in re.finditer(_TWO_AGES, text, _FLAGS):
        low = numbers.span(match["low"], match["first"] or match["second"])
        high = numbers.span(match["high"], match["second"])
        if low and high and low != high:
            middle = match.start("high")
            yield "age", match.start(), middle, match["low"], min(low, high), "+"
            yield "age", middle, match.end(), match["high"], max(low, high), "-"


def _dates(text: str) -> Iterator[Part]:
    low = text.lower()
    if not any(one in low for one in [*_MONTHS, "day", "年", "月", "周", "星期", "礼拜", "19", "20"]):
        return
    now = time.time()
    for match in re.finditer(_DATED, text, _FLAGS):
        first = (match["word"] or "").lower().split(" ")[0]
        after = match["after"] or ""
        is_later = first in _LATER or after.endswith(("后", "来", "起", "开始"))
        is_earlier = first in _EARLIER or after.endswith("前")
        # A bare year or month is a number or a name as well: `2024`, `may`.
        is_bare = match["y4"] or (match["m2"] and not (match["d2"] or match["d3"] or match["y2"]))
        if (
            first == "from"
            and not after
            and not re.match(r"\s*(?:on|onwards?|till|until|to)\b", text[match.end() :], re.I)
        ):
            is_later = False  # `photos from 2023`
        if is_bare and not (
            is_later or is_earlier or (first in ("in", "during", "from") and _ABOUT_FILES.search(text))
        ):
            continue
        ends = _ends(match, now)
        if ends is None or now < ends[0]:
            continue
        begin, end = (int(now - one) for one in ends)
        if is_later:
            yield "age", *match.span(), match.group().strip(), begin, "-"
        elif is_earlier:
            yield "age", *match.span(), match.group().strip(), begin, "+"
        else:  # in that time
            middle = match.start() + 1
            yield "age", match.start(), middle, match.group().strip(), begin, "-"
            if end > 0:
                yield "age", middle, match.end(), match.group().strip(), end, "+"


def _ends(match: re.Match[str], now: float) -> tuple[float, float] | None:
    """When what a date names begins and ends; None where there is no such day."""
    today = time.localtime(now)
    name = match["w"] or match["hw"]
    if name:
        wanted = _WEEKDAYS.index(name[:3].lower()) if match["w"] else _HAN_DAYS[name]
        back = (today.tm_wday - wanted) % 7 or 7
        start = time.mktime((today.tm_year, today.tm_mon, today.tm_mday - back, 0, 0, 0, 0, 0, -1))
        return start, start + DAY
    year_said = match["y1"] or match["y2"] or match["y3"] or match["y4"]
    month_said = match["m1"] or match["m3"] or match["m4"]
    month = int(month_said) if month_said else _MONTHS.index(match["m2"][:3].lower()) + 1 if match["m2"] else 0
    day_said = match["d1"] or match["d2"] or match["d3"] or match["d4"] or match["d5"]
    day = int(day_said) if day_said else 0
    if month > 12 or day > 31:
        return None
    year = int(year_said) if year_said else today.tm_year
    if not year_said and (month, day or 1) > (today.tm_mon, today.tm_mday):
        year -= 1
    start = time.mktime((year, month or 1, day or 1, 0, 0, 0, 0, 0, -1))
    if day:
        return start, start + DAY
    following = (year, month + 1, 1) if month else (year + 1, 1, 1)
    return start, time.mktime((*following, 0, 0, 0, 0, 0, -1))
