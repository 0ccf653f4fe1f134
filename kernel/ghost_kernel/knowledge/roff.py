"""The source of a manual page as lines of plain text, each with what it is: a heading, the head of an entry, text."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

HEADING, SUBHEADING, TAG, FIRST, TEXT = "heading", "subheading", "tag", "first", "text"
_FONTS = ("B", "I", "BR", "RB", "BI", "IB", "IR", "RI", "SM", "SB")
_JOINING = ("BR", "RB", "BI", "IB", "IR", "RI")
_SIGNS = {"hy": "-", "aq": "'", "cq": "'", "oq": "'", "lq": '"', "rq": '"', "dq": '"', "bu": "*", "en": "-", "em": "-"}
_MOVES = frozenset("hvwlLDoxSHXZ")  # what stands in quotes behind these moves the pen
_MDOC_SKIP = frozenset(
    "Ar Cm Ic Op Oo Oc Xo Xc Pa Ev Va Li Ns Nm No Em Sy Brq Bro Brc Pq Po Pc Sm off on Dq Sq Ql".split()
)
MOST_LENGTH = 2000


class Line:
    """One line of text. `command` is the subcommand that the line names by a macro."""

    __slots__ = ("sort", "raw", "command", "_bold", "_text")

    def __init__(self, sort: str, raw: str, command: str = "", bold: str = "") -> None:
        self.sort = sort
        self.raw = raw
        self.command = command
        self._bold = bold
        self._text: str | None = None

    @property
    def text(self) -> str:
        """As a reader sees it; most lines are never looked at, so it is made when asked for."""
        if self._text is None:
            self._text = clean(self.raw)
        return self._text

    def bold(self, word: str) -> bool:
        """Whether the word was not set as a placeholder."""
        return f"\\fI{word}" not in self._bold and f"\\f[I]{word}" not in self._bold


def lines(text: str, most: int) -> Iterator[Line]:
    """The lines of a page; comments and layout are left out."""
    tag = False  # the next line is the head of an entry
    first = False  # the next line begins a paragraph
    at = 0
    for _ in range(most):
        if at >= len(text):
            return
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        raw = text[at : min(end, at + MOST_LENGTH)]
        at = end + 1
        if raw[:1] not in (".", "'"):
            yield Line(TAG if tag else FIRST if first else TEXT, raw, "", raw)
            tag, first = False, False
            continue
        name, _, rest = raw[1:].strip().partition(" ")
        if name[:2] == '\\"' or not name:
            continue
        if name in ("de", "de1", "am", "ig"):  # what a macro does, up to two dots
            at = _body_end(text, at, rest.split()[name != "ig" :][:1])
            continue
        if name in ("SH", "Sh"):
            tag, first = False, True
            yield Line(HEADING, _unquoted(rest))
        elif name in ("SS", "Ss"):
            tag = False
            yield Line(SUBHEADING, _unquoted(rest))
        elif name in ("TP", "TQ"):
            tag = True
        elif name == "IP":
            words = _split(rest)
            if words:
                yield Line(TAG, words[0], "", raw)
        elif name in ("HP",):
            tag = True
        elif name in ("PP", "P", "LP", "sp", "RS", "RE", "Pp", "br", "nf", "fi", "in", "ti"):
            first = name not in ("RS", "RE", "in", "ti")
        elif name in _FONTS:
            words = _split(rest)
            said = "".join(words) if name in _JOINING else " ".join(words)
            marked = "\\fI" + said if name in ("I", "IR") else said
            yield Line(TAG if tag else FIRST if first else TEXT, said, "", marked)
            tag, first = False, False
        elif name == "It":
            yield Line(TAG, *_mdoc(rest))
        elif name in ("Op", "Fl", "Cm", "Ar", "Ic"):
            yield Line(TEXT, *_mdoc(f"{name} {rest}"))
        elif name == "Nm" and rest:
            yield Line(TEXT, *_mdoc(rest))


def _body_end(text: str, at: int, named: list[str]) -> int:
    """The place behind a macro's body, which ends with two dots or a name; where no end is, it has none."""
    mark = f"\n.{named[0] if named else '.'}"
    end = text.find(mark, at - 1)
    return at if end < 0 else end + len(mark)


def _mdoc(text: str) -> tuple[str, str]:
    """A line of mdoc macros as text, and the first subcommand it names."""
    said: list[str] = []
    command = ""
    macro = ""
    for word in text.split():
        if word in ("Fl", "Cm", "Ic", "Ar") or word in _MDOC_SKIP:
            if word == "Ns" or (macro == "Fl" and word in _MDOC_SKIP and said and said[-1] == "-"):
                pass
            macro = word if word in ("Fl", "Cm", "Ic", "Ar") else macro if word in ("Ns", "No") else ""
            continue
        plain = clean(word)
        if macro == "Fl" and plain[:1] not in ("|", ",", "[", "]", "="):
            if len(plain) > 1 and plain[0] != "-" and not said and text.startswith("Op"):
                said += ["-" + letter for letter in plain] if plain.isalnum() else ["-" + plain]
            else:
                said.append("-" + plain)
        else:
            said.append(plain)
            if macro in ("Cm", "Ic") and not command and not (said[:-1] and said[0][:1] == "-"):
                command = plain
    return " ".join(said).replace(" ,", ","), command


def clean(text: str) -> str:
    """The text without roff's escapes."""
    if "\\" not in text:
        return text.strip()
    found: list[str] = []
    at, size = 0, len(text)
    while at < size:
        stop = text.find("\\", at)
        if stop < 0:
            found.append(text[at:])
            break
        found.append(text[at:stop])
        char = text[stop + 1 : stop + 2]
        at = stop + 2
        if char == "f" or char == "F":
            at = _name_end(text, at)
        elif char == "-":
            found.append("-")
        elif char == "(":
            found.append(_SIGNS.get(text[at : at + 2], ""))
            at += 2
        elif char == "[":
            end = text.find("]", at)
            end = size if end < 0 else end
            found.append(_SIGNS.get(text[at:end], ""))
            at = end + 1
        elif char == "s":
            at += 1 if text[at : at + 1] in "+-" else 0
            at += 1
        elif char in ("*", "n"):
            at = _name_end(text, at)
        elif char in _MOVES and text[at : at + 1] == "'":
            end = text.find("'", at + 1)
            at = size if end < 0 else end + 1
        elif char == '"':
            break
        elif char in ("e", "\\"):
            found.append("\\")
        elif char in (" ", "~", "0"):
            found.append(" ")
        elif char == "'":
            found.append("'")
    return "".join(found).strip()


def _name_end(text: str, at: int) -> int:
    """The place behind a name of a font or string: one letter, `(xx` or `[name]`."""
    char = text[at : at + 1]
    if char == "(":
        return at + 3
    if char == "[":
        end = text.find("]", at)
        return len(text) if end < 0 else end + 1
    return at + 1


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == '"' == text[-1] else text


def _split(text: str) -> list[str]:
    """The arguments of a macro; quotes keep blanks inside."""
    if '"' not in text:
        return text.replace("\\ ", "\\~").split()
    found: list[str] = []
    at, size = 0, len(text)
    while at < size:
        if text[at] == " ":
            at += 1
            continue
        if text[at] == '"':
            end = text.find('"', at + 1)
            end = size if end < 0 else end
            found.append(text[at + 1 : end])
            at = end + 1
        else:
            end = text.find(" ", at)
            end = size if end < 0 else end
            found.append(text[at:end])
            at = end
    return found
