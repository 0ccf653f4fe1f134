"""Nushell's own errors, read out of the boxes it draws: code, message, the places of the line it points at, help.

Both of its themes are read, the drawn one and the one of plain letters, whatever the width of the terminal: what is
wrapped is put together again, and a label is told by the column of its anchor. A place is one of the line only where
the code that is shown is the line's; in a file of its own an error points at nothing here.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

BEGIN = "Error: "
SIGNS = ("×", "x", "!", "⚠", "‼")
GUTTERS = ("│", "|", "·", ":")
STEMS = ("╰──", "`--", "╰─", "`-")
UNDER = frozenset("─^")
ANCHORS = frozenset("┬|▲")
SPAN = UNDER | ANCHORS
MOST_LINES = 400
MOST_REPORTS = 8


class Label:
    """A place that is pointed at: offsets into the line, None where it is not of this line; and what is said of it."""

    __slots__ = ("start", "end", "text", "anchor", "row")

    def __init__(self, start: int | None, end: int, text: str, anchor: int, row: int) -> None:
        self.start = start
        self.end = end
        self.text = text
        self.anchor = anchor
        self.row = row

    def __repr__(self) -> str:
        return f"Label({self.start}, {self.end}, {self.text!r})"


class Report:
    """One error: `code` without its `nu::`, such as `shell::column_not_found`."""

    __slots__ = ("code", "message", "labels", "help")

    def __init__(self, code: str) -> None:
        self.code = code
        self.message = ""
        self.labels: list[Label] = []
        self.help = ""

    @property
    def kind(self) -> str:
        """The last part of the code."""
        return self.code.rpartition("::")[2]

    @property
    def place(self) -> Label | None:
        """The first place in the line that is pointed at, as the line goes."""
        here = [one for one in self.labels if one.start is not None]
        return min(here, key=lambda one: one.start or 0) if here else None

    def said(self, text: str) -> Label | None:
        """The place of which this is said."""
        return next((one for one in self.labels if text in one.text), None)

    def __repr__(self) -> str:
        return f"Report({self.code!r}, {self.message!r}, {self.labels!r}, {self.help!r})"


def read(output: str, line: str) -> list[Report]:
    """The errors in what was printed, in their order; warnings are left out."""
    found: list[Report] = []
    if "nu::" not in output:
        return found
    rows = output.splitlines()[-MOST_LINES:]
    at = 0
    while at < len(rows) and len(found) < MOST_REPORTS:
        text = rows[at].strip()
        at += 1
        if not text.startswith(BEGIN) or "nu::" not in text:
            continue
        end = at
        while end < len(rows) and not rows[end].startswith((BEGIN, "Warning: ")):
            end += 1
        found.append(_report(text[len(BEGIN) :].strip().removeprefix("nu::"), rows[at:end], line))
        at = end
    return found


def _report(code: str, rows: list[str], line: str) -> Report:
    report = Report(code)
    message: list[str] = []
    at = 0
    while at < len(rows):
        text = rows[at].strip()
        if message and (not text or text[0] not in "│|" or "─[" in text or "-[" in text):
            break
        if message or (text[:1] in SIGNS and text[1:2] in (" ", "")):
            message.append(text[1:].strip())
        at += 1
    report.message = " ".join(message)
    box = at
    while at < len(rows):
        text = rows[at].strip()
        at += 1
        if text[:6] == "help: ":
            parts = [text[6:]]
            while at < len(rows) and rows[at].strip() and rows[at][:1].isspace():
                parts.append(rows[at].strip())
                at += 1
            report.help = " ".join(parts)
            break
    report.labels = list(_labels(rows[box:], line.split("\n")))
    return report


def _labels(rows: list[str], lines: list[str]) -> Iterator[Label]:
    """The labels of a box."""
    starts = [0]
    for one in lines:
        starts.append(starts[-1] + len(one) + 1)
    row, gutter, code = -1, -1, ""
    spans: list[tuple[int, int, int]] = []  # columns from, to, and of the anchor
    for raw in rows:
        text = raw.strip()
        number, rest = _numbered(text)
        if number > 0 and rest:
            gutter = raw.index(rest[0], raw.index(str(number)) + len(str(number)))
            code, row, spans = raw[gutter + 2 :].rstrip(), number - 1, []
            continue
        if row < 0 or not text or text[0] not in "·:" or len(raw) <= gutter or raw[gutter] not in "·:":
            if text[:4] in ("╰───", "`---") or text[:6] == "help: ":
                return
            continue
        marks = raw[gutter + 2 :]
        stem = min((marks.find(one) for one in STEMS if one in marks), default=-1)
        if stem < 0:
            if SPAN.issuperset(marks.replace(" ", "")):
                spans += _spans(marks) if not spans else []
            continue
        said = marks[stem:].lstrip("╰`─-").strip()
        near = next((one for one in spans if one[2] == stem), None) or next(
            (one for one in spans if one[0] <= stem < one[1]), (stem, stem + 1, stem)
        )
        same = 0 <= row < len(lines) and _shown(lines[row]).rstrip() == code
        if not same:
            yield Label(None, 0, said, stem, row)
            continue
        begin = starts[row] + _offset(lines[row], near[0])
        yield Label(begin, starts[row] + _offset(lines[row], near[1]), said, stem, row)


def _numbered(text: str) -> tuple[int, str]:
    """The number of a row of code and the rest from its gutter on; 0 where it is none."""
    head, _, rest = text.partition(" ")
    rest = rest.lstrip()
    if head.isascii() and head.isdigit() and len(head) < 6 and rest[:1] in ("│", "|"):
        return int(head), rest
    return 0, ""


def _spans(marks: str) -> list[tuple[int, int, int]]:
    """The underlined spans of a row of marks. Where two touch, they are told apart by their anchors."""
    found: list[tuple[int, int, int]] = []
    at = 0
    while at < len(marks):
        if marks[at] not in SPAN:
            at += 1
            continue
        end = at
        while end < len(marks) and marks[end] in SPAN:
            end += 1
        anchors = [place for place in range(at, end) if marks[place] in ANCHORS] or [at]
        begin = at
        for number, anchor in enumerate(anchors):
            last = number + 1 == len(anchors)
            # An anchor stands in the middle of its span, as many marks behind it as in front, or one fewer.
            stop = end if last else min(max(anchor + 1, anchor + (anchor - begin)), anchors[number + 1])
            found.append((begin, stop, anchor))
            begin = stop
        at = end
    return found


def _shown(text: str) -> str:
    """The text as a box shows it."""
    return text.replace("\t", "    ") if "\t" in text else text


def _offset(text: str, column: int) -> int:
    """The place in a text that is shown at a column: wide characters take two, combining ones none."""
    if text.isascii() and "\t" not in text:
        return min(column, len(text))
    import unicodedata

    width = 0
    for place, char in enumerate(text):
        if width >= column:
            return place
        if char == "\t":
            width += 4
        elif not unicodedata.combining(char):
            width += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return len(text)
