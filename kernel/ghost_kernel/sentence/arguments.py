"""What a sentence is about, as far as it can be told by its shape: quoted words, paths, ports, sizes, times, counts.

Each reader takes a stretch of the text for itself; what is left is words, see words.py.
"""

from __future__ import annotations

import re

from ghost_kernel.sentence import numbers, spans
from ghost_kernel.sentence.numbers import CHINESE, ENGLISH, NUMBER, SPAN


class Lazy:
    """A pattern that is compiled at its first use: all of them at once would take more time than a sentence has.

    Letters are those of ASCII, so that a word ends where Chinese begins.
    """

    __slots__ = ("_text", "_flags", "_made")

    def __init__(self, text: str, flags: int = 0) -> None:
        self._text = text
        self._flags = flags | re.A
        self._made: re.Pattern[str] | None = None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As re's."""
        if self._made is None:
            self._made = re.compile(self._text, self._flags)
        return self._made.finditer(text)


# What a text must hold for a kind of pattern to be worth trying, in small letters.
_OF_TIME = (
    "sec min hour hr day week month year now ago morning evening afternoon "
    "秒 分 时 钟头 天 日 周 星期 礼拜 月 年 刚 午 早 晚"
).split()
_OF_KIND = (
    "file document image picture script source code program 文件 文档 图片 脚本 日志 压缩包 后缀 格式 结尾 源码".split()
)
_NUMERALS = frozenset("0123456789零一二三四五六七八九十百千万两〇几俩")


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

HAN = r"\u3400-\u9fff"


class Argument:
    """A stretch of the text with what it stands for."""

    __slots__ = ("kind", "start", "end", "text", "value", "sign")

    def __init__(self, kind: str, start: int, end: int, text: str, value: int = 0, sign: str = "") -> None:
        self.kind = kind  # quoted, url, path, port, size, age, count, extension, pid, number
        self.start = start
        self.end = end
        self.text = text
        self.value = value  # a port, bytes, seconds, a number
        self.sign = sign  # '+' more than, '-' less than; of an age: '-' newer than, '+' older than


_QUOTED = Lazy(r"`([^`]+)`|\"([^\"]+)\"|(?<![A-Za-z0-9])'([^']+)'(?![A-Za-z0-9])")
_URL = Lazy(r"\bhttps?://[^\s" + HAN + r"]+", re.I)
_PATH = Lazy(
    r"(?<![A-Za-z0-9_.@:/~-])((?:~|\.{1,2})?/[^\s\"'`,;:?!()" + HAN + r"]*|~(?=[\s,?!.]|$|[" + HAN + r"])"
    r"|\.\.(?=[\s,?!]|$)|[A-Za-z0-9_][\w.+@-]*/[^\s\"'`,;:?!()" + HAN + r"]*)"
)
# A name with an ending of a file: `main.rs`, `.bashrc`, `docker-compose.yml`.
_FILE = Lazy(
    r"(?<![A-Za-z0-9_./*@-])(\.?[A-Za-z0-9_][\w+@-]*(?:\.[\w+@-]+)*"
    r"\.(?:rs|py|pyc|js|ts|tsx|jsx|c|h|cc|cpp|hpp|go|rb|java|kt|php|sh|bash|zsh|fish|nu|pl|lua|sql|md|txt|log|cfg|conf|ini"
    r"|json|jsonl|toml|yaml|yml|xml|html|css|csv|tsv|pdf|doc|docx|xls|xlsx|ppt|pptx|jpg|jpeg|png|gif|svg|webp|mp3|mp4|mkv"
    r"|avi|mov|wav|flac|zip|tar|gz|tgz|bz2|xz|zst|7z|rar|deb|rpm|iso|img|so|lock|env|bak|tmp|out|old|orig|swp|list|key|pem"
    r"|db|sqlite|sqlite3|ipynb|tex|patch|diff|d|o|a|exe|dll|jar|war|whl|egg)"
    r"|\.[a-z][\w-]*(?:rc|profile|history|config|aliases|ignore|login|logout))(?![A-Za-z0-9_])"
)
_ENDINGS_OF_TWO = frozenset("tar.gz tar.xz tar.bz2 tar.zst tar.lz4 sql.gz log.gz".split())
_GLOB = Lazy(r"(?<![\w/])\*?\.([A-Za-z0-9]{1,8})(?=\s*(?:files?\b|[\s,?!" + HAN + r"]|$))")
_NAMED_PORT = Lazy(
    r"(?:\bports?\b|端口号?|口)\s*(?:number|no\.?|号|:|#|=|为|是)?\s*(\d{1,5})(?!\d|\s*(?:[kmgt]i?b\b))", re.I
)
_PORT_AFTER = Lazy(r"(?<![\d.:])(\d{1,5})\s*(?:号|这个|/)?\s*(?:端口|\bports?\b|\btcp\b|\budp\b|(?<=\d)号口)", re.I)
_HEARD_PORT = Lazy(r"\b(?:listen(?:s|ing)?|bound|binds?|binding)\s+(?:on|to|at)\s+(\d{2,5})\b", re.I)
_ON_PORT = Lazy(
    r"\b(?:(?:whatever|what|who|which|something|anything|whoever)(?:'?s)?|(?:thing|process|service|server|program)"
    r"(?=[^,.?!]* on \d{3,5}\s*(?:$|[?.!,]|and\b|please\b|now\b)))\s+"
    r"(?:(?:that|is|of|sits|sitting|runs|running|up|there|listens|listening)\s+)*on\s+(\d{2,5})\b",
    re.I,
)
_COLON_PORT = Lazy(r"(?:\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0)|(?<![\w:])):(\d{2,5})\b")
_PID = Lazy(r"\bpids?\s*(?:number|no\.?|:|#|=)?\s*(\d{1,7})\b|\b(?:process|进程号?)\s*#?(\d{2,7})\b", re.I)
_PROCESS_NUMBER = Lazy(
    r"(?:\bprocess|\bproc|进程)(?:'s|的)?\s*(?P<all>(?:ids?|number|num|no\.?|nr\.?|号码?|编号|#)\s*"
    r"(?:is|of|号|:|#|=|为|是|叫)?\s*#?(?P<n>\d{1,7}))"
    r"(?![\w.])",
    re.I,
)
_OF_ID = Lazy(r"(?P<all>\bid\s*(?:is|of|:|#|=|为|是)?\s*#?(?P<n>\d{1,7}))(?![\w.])", re.I)
_MORE = (
    r"(?:no|not)\s+(?:smaller|less)|larger|bigger|greater|more|over|above|at\s+least|exceed(?:s|ing)?|beyond|upwards\s+of"
    r"|大于|超过|大过|多于|至少|高于|超出|不小于|不低于|>=?"
)
_LESS = (
    r"(?:no|not)\s+(?:larger|bigger|more|greater|over)|smaller|less|under|below|at\s+most|fewer|up\s+to|within"
    r"|小于|不到|少于|不超过|最多|低于|不大于|<=?"
)
_SIZE = Lazy(
    rf"(?:(?P<more>{_MORE})|(?P<less>{_LESS}))?\s*(?:than|then|了)?\s*(?<![A-Za-z0-9.])(?P<n>\d+(?:\.\d+)?|{CHINESE}"
    rf"|(?:{ENGLISH})(?=\s+(?:kilo|mega|giga|tera|meg|gig|[kmgt]i?b\b)))\s*"
    rf"(?:个)?(?P<u>[kmgt]i?b?(?![A-Za-z0-9])|bytes?\b|兆字?节?|字节|(?:kilo|mega|giga|tera)bytes?\b|megs?\b|gigs?\b)"
    rf"\s*(?P<after>以上|以下|以内|or\s+(?:more|larger|bigger|less|smaller))?",
    re.I,
)
_ago = r"(?P<ago>\s*(?:ago\b|之?前|以前))?"
_AGES = [
    # 'older than 30 days', 'not touched for a year', '超过三十天'
    (Lazy(
        rf"(?:older\s+than|more\s+than|over|longer\s+than|at\s+least|before|for\s+(?:more\s+than|over|at\s+least)?"
        rf"|超过|早于|大于)\s*(?P<n>{NUMBER})\s*(?P<u>{SPAN})"
        r"(?P<ago>\s*(?:ago\b|old\b|没|未|之?前|以前)?)", re.I), "+"),
    (Lazy(rf"(?:不到|不超过|不足|少于)\s*(?P<n>{NUMBER})\s*(?P<u>{SPAN})(?:\s*(?:没有?|未))?"), "-"),
    (Lazy(rf"(?P<n>{NUMBER})\s*(?P<u>{SPAN})\s*(?:多|以上)?(?P<ago>没有?|未)", re.I), "+"),
    (Lazy(
        rf"(?:in|within|during|over|from|for)?\s*(?:the\s+)?(?:last|past|previous|recent)\s+(?P<n>{NUMBER})?\s*"
        rf"(?P<u>{SPAN})\b", re.I), "-"),
    (Lazy(
        rf"(?:(?:最近|过去|近)的?|(?<![以之])前|这|之前)(?P<n>{NUMBER})?个?(?P<u>{SPAN})(?![志期常])(?:之?内|以内|里|来)?",
        re.I), "-"),
    (Lazy(rf"(?:within|in|newer\s+than|less\s+than|younger\s+than|at\s+most|no\s+(?:more|older)\s+than"
                rf"|since|最近|不到|不超过|少于|晚于)\s*(?P<n>{NUMBER})\s*(?P<u>{SPAN})"
                r"(?:\s+ago\b)?", re.I), "-"),
    (Lazy(rf"(?P<n>{NUMBER})\s*(?P<u>{SPAN})(?:之?内|以内|里)", re.I), "-"),
    (Lazy(rf"(?P<n>{NUMBER})\s*(?P<u>{SPAN})(?:\s*ago\b|之?前|以前)", re.I), "="),
]  # fmt: skip
_DAYS = [
    (Lazy(r"(?:\bsince\s+)?\byesterday\b|昨天|昨日", re.I), 2 * 86400),
    (Lazy(r"\btoday\b|今天|今日", re.I), 86400),
    (Lazy(r"\bthis\s+(?:morning|afternoon|evening)\b|今早|今晚|上午|下午", re.I), 86400),
    (Lazy(r"\bthis\s+week\b|本周|这周|这星期|这礼拜", re.I), 7 * 86400),
    (Lazy(r"\blast\s+week\b|上周|上星期|上礼拜", re.I), 14 * 86400),
    (Lazy(r"\bthis\s+month\b|本月|这个月", re.I), 31 * 86400),
    (Lazy(r"\bthis\s+year\b|今年", re.I), 365 * 86400),
    (Lazy(r"\bjust\s+now\b|\ba\s+moment\s+ago\b|刚才|刚刚|刚", re.I), 900),
]
_COUNTS = [
    Lazy(rf"\b(?:top|first|last)\s*[- ]?(?P<n>{NUMBER})\b", re.I),
    Lazy(rf"(?:前|头|后|末尾?|最后|最近的?)\s*(?P<n>\d+|{CHINESE})\s*(?:个|名|条|位|行|大|项|款|次|笔)"),
    Lazy(rf"(?P<n>{NUMBER})\s*(?=(?:biggest|largest|smallest|newest|oldest|latest|most|heaviest|recent|hungriest)\b)",
               re.I),
    Lazy(rf"(?<=的)(?P<n>\d+|{CHINESE})\s*(?:个|条|名|行|项)"),
    Lazy(r"(?:最新|最近|最后)的?(?P<n>\d+)\s*(?:个|条|行|次)?"),
    Lazy(r"\b(?P<n>\d+)\s+(?:lines?|entries|results|files?|processes|folders|directories|items)\b", re.I),
    Lazy(r"(?P<n>\d+)\s*(?:行|条)"),
]  # fmt: skip
_NUMBER = Lazy(r"(?<![\w.])\d+(?![\w.]|\s*%)")
_KINDS = {
    "python": "py", "rust": "rs", "javascript": "js", "typescript": "ts", "markdown": "md", "shell": "sh",
    "golang": "go", "ruby": "rb", "text": "txt",
    **{one: one for one in (
        "pdf log txt csv json yaml yml toml xml html css png jpg jpeg gif svg mp3 mp4 mkv avi mov wav flac zip tar gz "
        "iso deb rpm doc docx xls xlsx ppt pptx sql conf py rs js ts md sh java php ipynb bak tmp "
        "cpp webp jar so pyc class swp patch diff tex hpp tsx jsx vue scss css ini crt pem tgz xz bz2 7z rar exe dll "
        "apk epub odt ods rtf ttf otf woff db sqlite parquet lock log aac ogg webm heic tiff").split()},
}  # fmt: skip
_KIND = Lazy(
    r"(?<![\w./-])(" + "|".join(sorted(_KINDS, key=len, reverse=True)) + r")s?"
    r"(?=(?:\s*(?:,|/|\bor\b|\band\b|或者?|和)\s*[A-Za-z]{2,10})?"
    r"\s*(?:files?\b|sources?\b|code\b|programs?\b|documents?\b|images?\b|pictures?\b|scripts?\b|文件|文档|图片|脚本|日志文件|压缩包|后缀|格式|结尾|源码))",
    re.I,
)


_BARE = frozenset(
    "pdf log txt csv json yaml yml toml xml html css png jpg jpeg gif svg mp3 mp4 mkv avi mov wav flac zip iso deb rpm"
    " doc docx xls xlsx ppt pptx sql py js ts rs md ipynb webp epub tsv pyc swp tgz rar exe dll apk odt".split()
)


def ending(word: str) -> str:
    """The ending of files that a bare word names, in the plural too; empty when it names none."""
    one = word[:-1] if word.endswith("s") and word not in _BARE else word
    return one if one in _BARE else ""


def found(text: str) -> list[Argument]:
    """All arguments of a text, by place; each character belongs to at most one."""
    taken = [False] * len(text)
    every: list[Argument] = []
    for one in _all(text):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = [True] * (one.end - one.start)
            every.append(one)
    return sorted(every, key=lambda one: one.start)


def _all(text: str) -> Iterator[Argument]:
    for match in _QUOTED.finditer(text):
        inner = next(group for group in match.groups() if group is not None).strip()
        is_path = inner.startswith(("/", "~/", "./", "../")) and " " not in inner
        yield Argument("path" if is_path else "quoted", *match.span(), inner)
    low = text.lower()
    has_number = not _NUMERALS.isdisjoint(low) or any(word in numbers.NAMES for word in low.replace("-", " ").split())
    for match in _URL.finditer(text):
        yield Argument("url", *match.span(), match.group().rstrip(".,"))
    if ":" in low:
        for match in _COLON_PORT.finditer(text):
            yield Argument("port", *match.span(), match.group(1), int(match.group(1)))
    if "/" in low or "~" in low or ".." in low:
        for match in _PATH.finditer(text):
            path = match.group(1).rstrip(".") or match.group(1)
            if path != "/" or not re.search(r"\w/$", text[: match.end(1)]):
                yield Argument("path", match.start(1), match.start(1) + len(path), path)
    if "." in low:
        for match in _FILE.finditer(text):
            if match.group(1).lower() not in _ENDINGS_OF_TWO:  # a kind of file, and none by name
                yield Argument("path", *match.span(1), match.group(1))
    if "." in low:
        for match in _GLOB.finditer(text):
            yield Argument("extension", *match.span(), match.group(1).lower())
    if any(one in low for one in _OF_KIND):
        for match in _KIND.finditer(text):
            yield Argument("extension", *match.span(1), _KINDS[match.group(1).lower()])
    if has_number:
        ways = (_PROCESS_NUMBER, _OF_ID) if "proc" in low or "进程" in low else (_PROCESS_NUMBER,)
        for pattern in ways:
            for match in pattern.finditer(text):
                yield Argument("pid", *match.span("all"), match["n"], int(match["n"]))
        for match in _PID.finditer(text):
            group = 1 if match.group(1) else 2
            yield Argument("pid", *match.span(group), match.group(group), int(match.group(group)))
    if has_number:
        for pattern in (_NAMED_PORT, _PORT_AFTER, _HEARD_PORT, _ON_PORT):
            for match in pattern.finditer(text):
                if 0 < int(match.group(1)) < 65536:
                    yield Argument("port", *match.span(1), match.group(1), int(match.group(1)))
    has_time = any(one in low for one in _OF_TIME)
    for part in spans.found(text, has_number, has_time):
        yield Argument(*part)
    if has_number:
        for match in _SIZE.finditer(text):
            amount = numbers.size(match["n"], match["u"])
            after = (match["after"] or "").lower()
            is_less = bool(match["less"]) or any(one in after for one in ("less", "small", "以下", "以内"))
            is_more = bool(match["more"]) or any(one in after for one in ("more", "larg", "bigg", "以上"))
            if amount is not None:
                sign = "-" if is_less else "+" if is_more else ""
                yield Argument("size", *match.span(), match["n"] + match["u"], amount, sign)
    if has_time:
        for pattern, sign in _AGES:
            for match in pattern.finditer(text):
                seconds = numbers.span(match["n"] or "", match["u"])
                if seconds:
                    yield Argument("age", *match.span(), match.group().strip(), seconds, sign)
    if has_time:
        for pattern, seconds in _DAYS:
            for match in pattern.finditer(text):
                yield Argument("age", *match.span(), match.group(), seconds, "-")
    if has_number:
        for pattern in _COUNTS:
            for match in pattern.finditer(text):
                amount_of = numbers.value(match["n"])
                if amount_of:
                    yield Argument("count", *match.span(), match["n"], int(amount_of))
    if has_number:
        for match in _NUMBER.finditer(text):
            yield Argument("number", *match.span(), match.group(), int(match.group()))
