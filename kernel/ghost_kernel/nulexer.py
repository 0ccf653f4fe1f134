"""A lenient splitter for Nushell's lines, for those that come without the body's parse; see lexer.py for the others.

It knows words, strings of all kinds, brackets (a word goes on to their end), redirections, `;` and `|`. A block or a
subexpression stays one word: what is inside of it is nobody's stage.
"""

from __future__ import annotations

from ghost_kernel.line import Redirect, Stage, Word, is_assignment

OPERATORS = {"|": "pipe", ";": "then", "\n": "then"}
PIPES = ("e>|", "err>|", "o+e>|", "out+err>|", "e+o>|", "err+out>|", "o>|", "out>|")
REDIRECTS = ("out+err>>", "err+out>>", "o+e>>", "e+o>>", "out>>", "err>>", "o>>", "e>>",
             "out+err>", "err+out>", "o+e>", "e+o>", "out>", "err>", "o>", "e>")  # fmt: skip
OPEN = {"(": ")", "[": "]", "{": "}"}
QUOTES = "'\"`"
BLANK = " \t\r"
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "'": "'", "0": "\0"}
FLAGGED = "$(){}[]"  # in a bare word these make something else of it


def split(line: str) -> list[Stage]:
    """The stages of the line."""
    found: list[Stage] = []
    at, operator = 0, "start"
    while at < len(line):
        stage, at, following = _stage(line, at, operator)
        if stage is not None:
            found.append(stage)
        operator = following
    return found


def _stage(line: str, at: int, operator: str) -> tuple[Stage | None, int, str]:
    """One stage, where the next begins, and what stands between."""
    words: list[Word] = []
    assignments: list[Word] = []
    redirects: list[Redirect] = []
    start = end = -1
    following = "then"
    while at < len(line):
        char = line[at]
        if char in BLANK:
            at += 1
            continue
        if char == "#" and (at == 0 or line[at - 1] in BLANK + "\n;|"):
            stop = line.find("\n", at)
            at = len(line) if stop < 0 else stop
            continue
        pipe = next((one for one in PIPES if line.startswith(one, at)), "")
        if pipe or char in OPERATORS:
            at += len(pipe) or 1
            following = "pipe" if pipe else OPERATORS[char]
            if following == "then" or line[at : at + 1] != "|":
                break
            at += 1  # `||`, which is none here
            break
        start = at if start < 0 else start
        mark = next((one for one in REDIRECTS if line.startswith(one, at)), "")
        if mark:
            begin, at = at, at + len(mark)
            while at < len(line) and line[at] in BLANK:
                at += 1
            stop = word_end(line, at)
            target = _word(line, at, stop) if stop > at else None
            redirects.append(Redirect(mark, target, begin, stop))
            at = end = stop
            continue
        stop = word_end(line, at)
        if stop == at:  # a bracket that nothing has opened
            stop = at + 1
        word = _word(line, at, stop)
        at = end = stop
        if not words and is_assignment(word.text):
            assignments.append(word)
        else:
            words.append(word)
    if start < 0:
        return None, at, following
    return Stage(words, start, end, operator, assignments, redirects), at, following


def word_end(line: str, at: int) -> int:
    """Where the word that begins here ends: at a blank, `;` or `|` outside of brackets and quotes."""
    stack: list[str] = []
    while at < len(line):
        char = line[at]
        if char in QUOTES:
            at = quote_end(line, at)
            continue
        if char in OPEN:
            stack.append(OPEN[char])
        elif char in ")]}":
            if not stack:
                return at
            if char == stack[-1]:
                stack.pop()
        elif not stack and char in BLANK + "\n;|":
            return at
        at += 1
    return at


def quote_end(line: str, at: int) -> int:
    """Behind the quote that closes the one here; the line's end where none does."""
    mark = line[at]
    escapes = mark == '"'
    at += 1
    while at < len(line):
        if escapes and line[at] == "\\":
            at += 2
            continue
        if line[at] == mark:
            return at + 1
        at += 1
    return len(line)


def _word(line: str, start: int, end: int) -> Word:
    text = line[start:end]
    return Word(text, value(text), start, end)


def value(text: str) -> str | None:
    """What a word means; None where that is not known before the line runs, or where it is no string."""
    bare = text[1:] if text[:1] == "^" else text
    if bare[:1] == "$" or not bare:
        return None if bare else text
    mark = bare[0]
    if mark in QUOTES:
        if len(bare) < 2 or quote_end(bare, 0) != len(bare) or bare[-1] != mark:
            return None
        inner = bare[1:-1]
        if mark != '"' or "\\" not in inner:
            return inner
        found: list[str] = []
        at = 0
        while at < len(inner):
            if inner[at] == "\\" and at + 1 < len(inner):
                known = ESCAPES.get(inner[at + 1])
                if known is None:
                    return None
                found.append(known)
                at += 2
            else:
                found.append(inner[at])
                at += 1
        return "".join(found)
    if bare[0] == "~" or any(char in bare for char in FLAGGED):
        return None
    if "=" in bare:  # --flag="value"
        name, _, rest = bare.partition("=")
        if rest[:1] in ("'", '"', "`") and name[:1] == "-":
            inside = value(rest)
            return None if inside is None else f"{name}={inside}"
    return bare
