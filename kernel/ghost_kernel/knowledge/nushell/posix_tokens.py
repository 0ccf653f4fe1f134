"""Takes the text of a POSIX shell apart into words and the marks between them. What it does not know raises Unknown."""

from __future__ import annotations

MARKS = ("&&", "||", ";;", "|&", "<<<", "<<", "&>>", "&>", "2>&1", "2>>", "2>", ">>", "<(", ">(", "((", ";", "\n", "|",
         "&", ">", "<", "(", ")")  # fmt: skip


class Unknown(Exception):
    """Something that has no sure translation."""


class Token:
    """A word, or a mark such as `;` that stands outside of quotes."""

    __slots__ = ("text", "is_mark")

    def __init__(self, text: str, is_mark: bool) -> None:
        self.text = text
        self.is_mark = is_mark


def tokens(text: str) -> list[Token]:
    """All of them, in their order."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at] in " \t":
            at += 1
            continue
        if text[at] == "#":
            raise Unknown(text)
        mark = next((one for one in MARKS if text.startswith(one, at)), "")
        if mark:
            found.append(Token(mark, True))
            at += len(mark)
            continue
        end = word_end(text, at)
        found.append(Token(text[at:end], False))
        at = end
    return found


def word_end(text: str, at: int) -> int:
    """Where the word that begins here ends."""
    while at < len(text):
        char = text[at]
        if char in "'\"`":
            end = text.find(char, at + 1)
            if end < 0:
                raise Unknown(text)
            at = end + 1
        elif text.startswith("$(", at):
            at = closing(text, at + 1)
        elif char == "\\":
            at += 2
        elif char in " \t\n;|&<>()":
            return at
        else:
            at += 1
    return len(text)


def closing(text: str, at: int) -> int:
    """Behind the bracket that closes the `(` here."""
    depth = 0
    while at < len(text):
        char = text[at]
        if char in "'\"":
            end = text.find(char, at + 1)
            if end < 0:
                break
            at = end
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if not depth:
                return at + 1
        at += 1
    raise Unknown(text)
