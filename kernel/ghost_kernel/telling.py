"""Numbers and names as answers write them: sizes, spans of time, code in Markdown, lists of bounded length.

English or Chinese is chosen by the one who asks; nothing here looks anything up.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

UNITS = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")
MOST_CHARS = 160  # of one name or command in an answer


def size(count: float) -> str:
    """Bytes: `1.5 GiB`."""
    at = 0
    while count >= 1024 and at < len(UNITS) - 1:
        count /= 1024
        at += 1
    return f"{count:.0f} {UNITS[at]}" if at == 0 or count >= 100 else f"{count:.1f} {UNITS[at]}"


def span(seconds: float, chinese: bool = False) -> str:
    """A length of time in its two largest parts: `3 days 4 hours`."""
    seconds = max(0, int(seconds))
    parts = []
    for unit, han, length in (
        ("day", "天", 86400),
        ("hour", "小时", 3600),
        ("minute", "分钟", 60),
        ("second", "秒", 1),
    ):
        count, seconds = divmod(seconds, length)
        if count:
            parts.append(f"{count} {han}" if chinese else f"{count} {unit}{'' if count == 1 else 's'}")
    return " ".join(parts[:2]) or ("0 秒" if chinese else "0 seconds")


def ago(seconds: float, chinese: bool = False) -> str:
    """How long ago, by its largest part."""
    for unit, han, length in (("day", "天", 86400), ("hour", "小时", 3600), ("minute", "分钟", 60)):
        count = int(seconds // length)
        if count:
            return f"{count} {han}前" if chinese else f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "刚刚" if chinese else "just now"


def visible(text: str) -> str:
    """The text in one line, with what would end it, steer a terminal or hide other letters as an escape.

    Whoever chose a file's name chose it for those who read it, in a terminal or behind a pipe.
    """
    return text if text.isprintable() else "".join([one if one.isprintable() else _escape(one) for one in text])


def _escape(char: str) -> str:
    if char == "\n":
        return "\\n"
    if char == "\t" or (char.isspace() and char > "\x9f" and char not in "\u2028\u2029"):
        return " "
    return f"\\u{{{ord(char):x}}}"


def short(text: str, most: int = MOST_CHARS) -> str:
    """The text in one line of bounded length, without what a terminal would obey."""
    plain = visible(text.strip())
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def code(text: str, most: int = MOST_CHARS) -> str:
    """The text as code within a line of Markdown, whatever stands in it."""
    plain = short(text, most)
    if "`" not in plain:
        return f"`{plain}`" if plain else "``"
    fence = "`" * (max(len(run) for run in _runs(plain)) + 1)
    return f"{fence} {plain} {fence}"


def _runs(text: str) -> list[str]:
    found, here = [], ""
    for char in text:
        if char == "`":
            here += char
        elif here:
            found.append(here)
            here = ""
    return [*found, here]


def block(text: str, most: int = 40) -> str:
    """Lines as a block of code, at most so many of them; the last ones are kept."""
    lines = [line if line.isprintable() else "\t".join(map(visible, line.split("\t"))) for line in text.splitlines()]
    kept = lines[-most:]
    fence = "```"
    while any(fence in line for line in kept):
        fence += "`"
    return "\n".join([fence, *kept, fence])


def listed(names: Sequence[str], most: int = 10, chinese: bool = False) -> str:
    """Names behind each other, and how many more there are."""
    text = ("、" if chinese else ", ").join(names[:most])
    more = len(names) - most
    if more > 0:
        text += f" 等共 {len(names)} 个" if chinese else f" and {more} more"
    return text


def bullets(lines: Sequence[str]) -> str:
    """A list of Markdown."""
    return "\n".join(f"- {line}" for line in lines)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown; bars in cells are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(short(cell).replace("|", "\\|") for cell in row) + " |" for row in lines)
