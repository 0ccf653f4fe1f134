"""Wordings that many tools share without sharing a parser, put together from a few words.

    A   unknown OPTION: word        adjective, noun, word
    B   option 'word' not found     noun, word, end
    C   'word' is not a COMMAND     word, link, noun

Asked last. A word is believed when it is in quotes, begins with a dash, or stands alone behind a colon.
"""

from __future__ import annotations

from ghost_kernel.messages import complaint as of
from ghost_kernel.messages.pattern import BLANK, ENDS, Match, Pattern, back, begins, forward
from ghost_kernel.messages.text import QUOTES

NOUNS: dict[str, str] = {
    **dict.fromkeys(("option", "options", "flag", "switch", "parameter", "predicate", "keyword"), of.UNKNOWN_OPTION),
    **dict.fromkeys(
        ("command", "subcommand", "sub-command", "verb", "operation", "action", "applet", "builtin"),
        of.UNKNOWN_COMMAND,
    ),
    **dict.fromkeys(
        (
            "task target recipe script package formula cask module toolchain unit service container image volume "
            "network remote branch tag revision host user group database table feature plugin profile session role "
            "resource workspace project environment context namespace pod bucket topic component job step rule "
            "interface device class template theme extension repository server cluster stack preset locale timezone "
            "encoder decoder codec filter terminal field lane machine repo"
        ).split(),
        of.UNKNOWN_NAME,
    ),
    **dict.fromkeys(("value", "choice", "mode", "format", "level", "encoding", "signal"), of.INVALID_VALUE),
    **dict.fromkeys(("argument", "arguments", "operand"), of.UNEXPECTED_ARGUMENT),
    **dict.fromkeys(("file", "directory", "folder", "path"), of.NO_SUCH_FILE),
}  # fmt: skip
# Words that may stand in front of a noun.
SKIPPED = frozenset("command-line commandline command line cli global long short extra the input output sort".split())
ADJECTIVES = (
    "unknown", "unrecognized", "unrecognised", "invalid", "illegal", "unsupported", "no such", "nonexistent", "bad",
    "unexpected", "undefined", "could not find", "couldn't find",
)  # fmt: skip
ENDINGS = (
    " not found", " does not exist", " is not defined", " is unknown", " could not be found", " not recognized",
    " is not recognized", " was not recognized", " is not supported", " is invalid", " is not available",
    " was not found", " doesn't exist", " is ambiguous", " is not known",
)  # fmt: skip
LINKS = (
    " is not a ", " is not an ", " isn't a ", " is no ", ": unknown ", ": invalid ", ": unrecognized ", ": no such ",
    ": not a ", ": illegal ",
)  # fmt: skip
LINKED = frozenset((of.UNKNOWN_OPTION, of.UNKNOWN_COMMAND, of.UNKNOWN_NAME, of.INVALID_VALUE))
WRONG = ("invalid", "illegal", "bad")  # of a thing: its name is no name
FURTHER = frozenset(("specification", "name", "number"))  # may follow a noun without being one
VALID = frozenset("valid known recognized recognised supported legal registered defined".split())


class Adjective:
    """Wording A."""

    kind = ""

    def __init__(self, key: str) -> None:
        self.key = key

    def match(self, line: str, low: str) -> Match | None:
        """The noun and the word behind the adjective."""
        at = low.find(self.key)
        if at < 0 or (at and low[at - 1].isalnum()):
            return None
        kind, pos = _noun(low, at + len(self.key))
        if not kind:
            return None
        if kind == of.UNKNOWN_NAME and self.key in WRONG:
            kind = of.INVALID_VALUE
        option = kind == of.UNKNOWN_OPTION and low[pos:].lstrip(" :'\"`‘")[:1] == "-"
        if not option and not _opens(line, at):
            return None
        sure = low.startswith((":", " --"), pos)
        while pos < len(line) and (line[pos] in BLANK or line[pos] == ":"):
            pos += 1
        if line.startswith("-- ", pos):
            pos += 3
        return _named(kind, line, low, pos, sure)


class Ending:
    """Wording B."""

    kind = ""

    def __init__(self, key: str) -> None:
        self.key = key

    def match(self, line: str, low: str) -> Match | None:
        """The word in front of the ending, and the noun in front of the word."""
        at = low.find(self.key)
        if at <= 0:
            return None
        begin, word = back(line, at)
        quoted = begin < at and line[begin] in QUOTES
        head = low[:begin].rstrip(BLANK) if quoted else low[:at]
        pieces = head.rsplit(None, 1 if quoted else 2)
        if not pieces:
            return None
        if quoted:
            noun, start = pieces[-1], len(head) - len(pieces[-1])
        elif len(pieces) >= 2:
            noun, word, start = pieces[-2], line[at - len(pieces[-1]) : at], at - len(pieces[-1]) - 1 - len(pieces[-2])
            if not (word[:1] == "-" and len(word) > 1) and not _opens(line, max(0, start)):
                return None
        else:
            return None
        kind = NOUNS.get(noun.lstrip("("), "")
        if not kind or not word or len(word.split()) > 3 or not _opens(line, max(0, start), 30):
            return None
        if kind == of.UNEXPECTED_ARGUMENT and self.key != " is invalid":
            return None
        found = Match()
        found.kind = of.AMBIGUOUS if self.key == " is ambiguous" else kind
        found.words, found.end = [word], at + len(self.key)
        return found


class Link:
    """Wording C."""

    kind = ""

    def __init__(self, key: str) -> None:
        self.key = key

    def match(self, line: str, low: str) -> Match | None:
        """The word in front of the link and the noun behind it."""
        at = low.find(self.key)
        if at <= 0:
            return None
        begin, word = back(line, at)
        if not word or len(word.split()) > 1 or not _opens(line, begin) or word.lower() in ("there", "this", "it"):
            return None
        if self.key[0] == ":" and not begin and word[0] != "-":
            return None  # the program's name
        behind = low[at + len(self.key) :].split(None, 4)
        for place, piece in enumerate(behind[:4]):
            name = piece.strip(ENDS + "()'\"`")
            kind = NOUNS.get(name, "")
            colon = self.key[0] == ":"
            if kind in LINKED and (place == 0 or colon or behind[0] in VALID or kind == of.UNKNOWN_COMMAND):
                if colon and [one for one in behind[place + 1 :] if one not in FURTHER]:
                    return None
                found = Match()
                found.kind, found.words, found.end = kind, [word], at + len(self.key)
                return found
        return None


def _opens(line: str, at: int, slack: int = 0) -> bool:
    """Whether a message begins here, and not a place in a source file: `main.c:4:5: …`."""
    head = line[:at]
    for piece in head.split()[:2]:
        name, colon, number = piece.partition(":")
        if colon and number[:1].isdigit() and "." in name:
            return False
    return begins(line, at) or (slack > 0 and len(head) <= slack and head.isascii() and "(" not in head)


def _noun(low: str, pos: int) -> tuple[str, int]:
    """The kind of the noun that follows, and the place behind it."""
    other = False  # one word of any kind may stand in front: `unknown compiler option`
    for _ in range(3):
        start = pos
        while start < len(low) and low[start] == " ":
            start += 1
        end = start
        while end < len(low) and (low[end].isalpha() or low[end] == "-"):
            end += 1
        word = low[start:end].rstrip("-")
        end = start + len(word)
        if not word:
            return "", pos
        after = low[end : end + 12].lstrip()
        if word in NOUNS and not (word in SKIPPED and after.split(" ")[0].strip(":'\"`") in NOUNS):
            return NOUNS[word], end
        if other and word == "type":
            return of.INVALID_VALUE, end
        if word not in SKIPPED:
            if other or after.split(" ")[0].strip(":") not in (*NOUNS, "type"):
                return "", pos
            other = True
        pos = end
    return "", pos


def _named(kind: str, line: str, low: str, pos: int, sure: bool) -> Match | None:
    if pos >= len(line):
        return None
    quoted = line[pos] in QUOTES
    end, word = forward(line, low, pos, "")
    if end < 0 or not word or (not quoted and word in FURTHER):
        return None
    dashed = word[0] == "-" and len(word) > 1
    rest = line[end:].strip(BLANK)
    if not quoted:
        if not dashed and not sure and rest.strip(ENDS):
            return None
        if not dashed and rest and rest[0] not in ".,;(?[":
            more = rest.split()
            if kind != of.UNKNOWN_COMMAND or len(more) > 2 or not sure:
                return None
            word, end = " ".join([word, *more]).rstrip(ENDS), len(line)
        if not dashed and not sure and (kind == of.NO_SUCH_FILE or (kind == of.UNEXPECTED_ARGUMENT and rest)):
            return None
    found = Match()
    found.kind, found.words, found.end = kind, [word], end
    return found


PATTERNS = [
    Pattern(of.UNKNOWN_COMMAND, "there is no {word} command"),
    *[Adjective(key) for key in ADJECTIVES],
    *[Ending(key) for key in ENDINGS],
    *[Link(key) for key in LINKS],
    Pattern(of.INVALID_VALUE, "^invalid {any}: {quoted}$"),
    Pattern(of.INVALID_VALUE, "^invalid date {quoted}"),
    Pattern(of.INVALID_VALUE, "^unrecognized operand {quoted}"),
]
