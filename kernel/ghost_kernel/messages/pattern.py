"""Wording with gaps, matched without regular expressions: `argument {place}: invalid choice: {word} (choose {any}`.

Letters of the wording count in any case. A gap reads what stands there:

    {word}   in quotes of any kind, or up to the next blank
    {quoted} in quotes
    {file}   in quotes, or all that is left of the line
    {words}  several, up to what follows in the wording
    {place}  an option or argument, its value's name left out: `--tint <WHEN>` gives --tint
    {list}   names that are offered
    {below}  the first word of each indented line below
    {any}    anything, kept nowhere

A `^` in front says that the wording begins the line (behind `prog: ` or a label such as `error: `), a `$` at its end
that nothing follows but a full stop. Work is bounded by the line's length times TRIES.
"""

from __future__ import annotations

from ghost_kernel.messages import complaint as of
from ghost_kernel.messages.text import QUOTES, quoted, unquoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

TRIES = 3  # places in a line where the wording may begin
LONGEST_WORD = 200
ENDS = ".,;:?!"
PATHS = frozenset((of.NO_SUCH_FILE, of.PERMISSION, of.EXISTS, of.IS_FOLDER, of.NOT_FOLDER))  # may have blanks in them
BLANK = " \t\xa0"
PREFIX = 60  # characters of `prog: line 3: error: ` that may stand in front of a wording that begins the line


class Match:
    """What stood in the gaps, and where the wording ended."""

    __slots__ = ("words", "place", "offered", "end", "below", "kind")

    def __init__(self) -> None:
        self.words: list[str] = []
        self.place = ""
        self.offered: list[str] = []
        self.end = 0
        self.below = False
        self.kind = ""  # where one wording may be of several


class Pattern:
    """One wording, and the kind of complaint it is."""

    __slots__ = ("kind", "key", "parts", "first", "shut")

    def __init__(self, kind: str, wording: str) -> None:
        self.kind = kind
        self.first = wording[:1] == "^"
        self.shut = wording[-1:] == "$"
        self.parts: list[tuple[bool, str]] = []  # whether it is a gap, and its name or the letters
        for piece in wording[self.first : len(wording) - self.shut].lower().split("{"):
            name, brace, rest = piece.partition("}")
            if brace:
                self.parts.append((True, name))
            else:
                rest = piece
            if rest:
                self.parts.append((False, rest))
        self.key = max((text for gap, text in self.parts if not gap), key=len)

    def match(self, line: str, low: str) -> Match | None:
        """The first place in the line where the wording stands; `low` is the line in small letters."""
        lead = self.parts[0][0]
        text = self.parts[1][1] if lead else self.parts[0][1]
        at = low.find(text)
        for _ in range(TRIES):
            if at < 0:
                return None
            found = self._at(line, low, at, lead)
            if found is not None:
                return found
            at = low.find(text, at + 1)
        return None

    def _at(self, line: str, low: str, at: int, lead: bool) -> Match | None:
        if not lead and at and low[at - 1].isalnum():
            return None
        found = Match()
        pos = at
        place = 0
        if lead:
            begin, word = back(line, at)
            if not word or (" " in word and line[begin] not in QUOTES and self.kind not in PATHS):
                return None
            _keep(found, self.parts[0][1], word)
            place, at = 1, begin
        if self.first and not begins(line, at):
            return None
        while place < len(self.parts):
            gap, text = self.parts[place]
            place += 1
            if not gap:
                text = text if pos else text.lstrip()
                if not low.startswith(text, pos):
                    return None
                pos += len(text)
                continue
            if text == "below":
                found.below = True
                continue
            after = self.parts[place][1] if place < len(self.parts) else ""
            end = self._gap(found, text, line, low, pos, after)
            if end < 0:
                return None
            pos = end
        if self.shut and line[pos:].strip(BLANK + ENDS + ")'`\""):
            return None
        found.end = pos
        return found

    def _gap(self, found: Match, name: str, line: str, low: str, pos: int, after: str) -> int:
        """Fills one gap; the place behind it, or -1."""
        if name == "place" and after:
            end = low.find(after, pos, pos + LONGEST_WORD)
            found.place = place_of(line[pos:end].strip(BLANK)) if end >= 0 else ""
            return end if found.place else -1
        if name == "quoted" and line[pos : pos + 2].strip(BLANK)[:1] not in QUOTES:
            return -1
        if name == "file" and line[pos : pos + 1] not in QUOTES:
            found.words = [line[pos:].strip(BLANK)]
            return len(line) if found.words[0] else -1
        if name in ("word", "place", "quoted", "file"):
            end, text = forward(line, low, pos, after)
            if end < 0 or not text:
                return -1
            _keep(found, name, text)
            return end
        end = low.find(after, pos) if after else len(line)
        if end < 0:
            if name != "list":
                return -1
            end = len(line)  # a list may be cut off, or wrapped
        if name == "list":
            found.offered = listed(line[pos:end])
        elif name == "words":
            found.words = listed(line[pos:end].replace(" ", ",") if "," not in line[pos:end] else line[pos:end])
            return end if found.words else -1
        return end


def patterns(rows: Sequence[tuple[str, str]]) -> list[Pattern]:
    """The patterns of a family."""
    return [Pattern(kind, wording) for kind, wording in rows]


def listed(text: str, most: int = 80) -> list[str]:
    """The names of a list on one line: those in quotes, else what stands between commas, bars, `or` and `and`."""
    found = quoted(text)
    if not found:
        for mark in (" or ", " and ", "|", ";"):
            text = text.replace(mark, ",")
        found = [part.strip(" \t()[]{}.?!:*") for part in text.split(",")]
    return [one for one in dict.fromkeys(found) if one and len(one) <= LONGEST_WORD][:most]


def _keep(found: Match, gap: str, text: str) -> None:
    if gap == "place":
        found.place = place_of(text)
    else:
        found.words = [text]


def place_of(text: str) -> str:
    """The option or argument in a text such as `-p, --port <number>`; a long name is taken before a short one."""
    names = [part.strip("'\"`,‘’") for part in text.replace(" / ", " ").split() if part[0] not in "<[{"]
    if not names or names[0][:1] != "-":
        return unquoted(text)
    long = [name for name in names if name[:2] == "--"]
    return (long or names)[0]


def forward(line: str, low: str, pos: int, after: str) -> tuple[int, str]:
    """The word that begins here, and the place behind it."""
    while pos < len(line) and line[pos] in BLANK:
        pos += 1
    if pos >= len(line):
        return -1, ""
    shut = QUOTES.get(line[pos])
    if shut is not None:
        end = _closing(line, pos, shut, after)
        if end > pos + 1:
            return end + 1, line[pos + 1 : end].strip(BLANK)
        if end > 0:
            return -1, ""
    end = pos
    while end < len(line) and line[end] not in BLANK:
        end += 1
    if after:
        stop = low.find(after, pos, end + len(after))
        if stop < 0:
            return -1, ""
        end = min(end, stop)
        return end, line[pos:end]
    text = line[pos:end].rstrip(ENDS)
    if "(" not in text and "[" not in text:
        text = text.rstrip(")]")
    return pos + len(text), text if len(text) <= LONGEST_WORD else ""


def _closing(line: str, pos: int, shut: str, after: str) -> int:
    """The mark that closes the quotes: the one in front of what follows, where a name has such a mark in it."""
    limit = pos + LONGEST_WORD + 2
    ends = [end for end in (line.find(mark, pos + 1, limit) for mark in shut) if end > 0]
    if not ends:
        return -1
    end = min(ends)
    while end + 1 < len(line) and line[end + 1].isalnum() and line[pos + 1].isalnum():
        later = [found for found in (line.find(mark, end + 1, limit) for mark in shut) if found > 0]
        if not later:
            break
        end = min(later)
    return end


def back(line: str, at: int) -> tuple[int, str]:
    """The word that ends here, and its beginning: in quotes, or what stands behind the last `: `."""
    end = at
    while end and line[end - 1] in BLANK:
        end -= 1
    start = max(0, end - LONGEST_WORD)
    head = line[start:end]
    for mark, shut in QUOTES.items():
        if head and head[-1] in shut:
            begin = head.rfind(mark, 0, len(head) - 1)
            if begin >= 0 and (begin == 0 or not head[begin - 1].isalnum()):
                return start + begin, head[begin + 1 : -1].strip(BLANK)
    colon = head.rfind(": ")
    begin = colon + 2 if colon >= 0 else 0
    return start + begin, head[begin:].strip(BLANK)


def begins(line: str, at: int) -> bool:
    """Whether only the program's name and labels stand in front."""
    head = line[:at].rstrip(BLANK)
    if head.endswith("Error:") and head[-7:-6].isalpha():
        return False  # an exception's class: it tells of a program's code
    return not head or (len(head) <= PREFIX and (head[-1] in ":›×]>" or head[-3:] == "..." or head[-3:].isupper()))
