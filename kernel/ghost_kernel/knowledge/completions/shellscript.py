"""A shell script taken apart as far as completions need it: words with their quotes undone, and what stands between.

Both bash and zsh. Nothing is expanded or run: `$name` stays as written, what a command would print is left out. There
are no regular expressions, since importing `re` costs more than reading the usual script does.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    Token = tuple[str, str]

WORD, END = "word", ";"
MOST_TOKENS = 60_000
# Unquoted braces and commas, told apart from quoted ones until the word is expanded.
OPEN, COMMA, SHUT = "\x01", "\x02", "\x03"
_MARKS = {"{": OPEN, ",": COMMA, "}": SHUT}
_BREAK = frozenset(" \t\r\n;&|()<>`")
_SPECIAL = frozenset(" \t\r\n;&|()<>`'\"\\$#{},")
MOST_BRACES = 64


def tokens(text: str) -> list[Token]:
    """Words as ("word", text); all else as its own sign: `(`, `)`, `|`, `;;`, and `;` for any end of a command."""
    found: list[Token] = []
    at, size = 0, len(text)
    word: list[str] = []
    begun = False  # also for a word that is empty
    while at < size and len(found) < MOST_TOKENS:
        char = text[at]
        if char not in _SPECIAL:
            start = at
            at += 1
            while at < size and text[at] not in _SPECIAL:
                at += 1
            word.append(text[start:at])
            begun = True
            continue
        if char in _BREAK:
            if begun:
                found.append((WORD, "".join(word)))
                word, begun = [], False
            at = _between(text, at, found)
            continue
        if char == "#" and not begun:
            end = text.find("\n", at)
            at = size if end < 0 else end
            continue
        begun = True
        if char == "'":
            end = text.find("'", at + 1)
            end = size if end < 0 else end
            word.append(text[at + 1 : end])
            at = end + 1
        elif char == '"':
            at = _double(text, at + 1, word)
        elif char == "\\":
            if text[at + 1 : at + 2] == "\n":
                begun = bool(word)
            else:
                word.append(text[at + 1 : at + 2])
            at += 2
        elif char == "$" and text[at + 1 : at + 2] == "'":
            at += 1  # the quotes that follow are undone as plain ones are
        elif char == "$" and text[at + 1 : at + 2] == "(":
            word.append("$")  # what stands inside follows as tokens of its own
            at += 1
        elif char == "$" and text[at + 1 : at + 2] == "{":
            end = text.find("}", at)
            end = size if end < 0 else end
            word.append(text[at : end + 1])
            at = end + 1
        else:
            word.append(_MARKS.get(char, char))
            at += 1
    if begun:
        found.append((WORD, "".join(word)))
    found.append((END, "\n"))
    return found


def _between(text: str, at: int, found: list[Token]) -> int:
    """One sign between words; returns the place behind it."""
    char = text[at]
    if char in " \t\r":
        return at + 1
    if char in ";&":
        if text[at : at + 2] == ";;" or text[at : at + 2] == ";&":
            found.append((";;", ""))
            return at + 2
        found.append((END, char))
        return at + (2 if text[at : at + 2] == "&&" else 1)
    if char == "|":
        double = text[at : at + 2] == "||"
        found.append((END, "||") if double else ("|", ""))
        return at + (2 if double else 1)
    if char in "()":
        found.append((char, ""))
    elif char in "\n`":
        found.append((END, char))
    return at + 1


def _double(text: str, at: int, word: list[str]) -> int:
    """What stands in double quotes; returns the place behind them."""
    size = len(text)
    while at < size:
        stop = at
        while stop < size and text[stop] not in '"\\$`':
            stop += 1
        word.append(text[at:stop])
        if stop >= size:
            return size
        char = text[stop]
        if char == '"':
            return stop + 1
        if char == "\\":
            after = text[stop + 1 : stop + 2]
            word.append(after if after in '"\\$`' else "" if after == "\n" else "\\" + after)
            at = stop + 2
        elif char == "`":
            end = text.find("`", stop + 1)
            at = size if end < 0 else end + 1
        elif text[stop + 1 : stop + 2] == "(":
            at = _skip(text, stop + 2)
        else:
            word.append("$")
            at = stop + 1
    return size


def _skip(text: str, at: int) -> int:
    """The place behind the bracket that closes a `$(`."""
    depth, size = 1, len(text)
    while at < size and depth:
        char = text[at]
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        elif char == "\\":
            at += 1
        elif char == "'":
            end = text.find("'", at + 1)
            at = size if end < 0 else end
        at += 1
    return at


def plain(word: str) -> str:
    """The word with its braces as they were typed."""
    if OPEN in word or COMMA in word or SHUT in word:
        return word.replace(OPEN, "{").replace(COMMA, ",").replace(SHUT, "}")
    return word


def braced(word: str) -> list[str]:
    """The words that `a{b,c}` stands for; one group after the other, none inside another."""
    done = [""]
    while OPEN in word:
        head, _, rest = word.partition(OPEN)
        inner, shut, tail = rest.partition(SHUT)
        if not shut or COMMA not in inner:
            break
        done = [plain(one + head + part) for one in done for part in inner.split(COMMA)][:MOST_BRACES]
        word = tail
    return [one + plain(word) for one in done]


def literal(text: str) -> str:
    """The text without what commands in it would print."""
    if "$(" not in text and "`" not in text:
        return text
    found: list[str] = []
    at = 0
    while at < len(text):
        here = text.find("$(", at)
        tick = text.find("`", at)
        if here < 0 and tick < 0:
            found.append(text[at:])
            break
        stop = min(place for place in (here, tick) if place >= 0)
        found.append(text[at:stop])
        if stop == here:
            at = _skip(text, stop + 2)
        else:
            end = text.find("`", stop + 1)
            at = len(text) if end < 0 else end + 1
    return " ".join(found)
