"""A quote is left open or ends too early: an apostrophe inside single quotes, or a quote that was never closed."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    output_has=[
        "unexpected eof while looking for matching",
        "unmatched",
        "unterminated",
        "unexpected end of",
        "unbalanced",
        "pathspec",
        "no such file",
        "not found",
        "cannot",
        "too many arguments",
    ],
    line_has=["'", '"', "`"],
)
def propose(failure: Failure) -> Fix | None:
    line = failure.line
    if "\n" in line:
        return None
    fixed = _apostrophe(line) or _other_kind(line) or _before_files(failure) or _closed(line)
    if not fixed or fixed[0] == line:
        return None
    return Fix(line=fixed[0], why=fixed[1], confidence=0.78)


def _apostrophe(line: str) -> tuple[str, str] | None:
    """An apostrophe between letters: what it cut is put into double quotes."""
    inside = [
        at
        for at, char in enumerate(line)
        if char == "'" and 0 < at < len(line) - 1 and line[at - 1].isalnum() and line[at + 1].isalnum()
    ]
    marks = [at for at, char in enumerate(line) if char == "'" and at not in inside]
    if not inside or line.count('"') % 2:
        return None
    if len(marks) == 2 and marks[0] < inside[0] and inside[-1] < marks[1]:
        text = line[marks[0] + 1 : marks[1]]
        if len(inside) % 2 == 0 and not all(_contracts(line, at) for at in inside):
            return None
        quoted = '"' + text + '"'
        if any(char in text for char in '$\\`"!'):
            quoted = "'" + text.replace("'", "'\\''") + "'"
        return line[: marks[0]] + quoted + line[marks[1] + 1 :], "an apostrophe ended the quotes"
    if not marks and len(inside) == 1:
        return line[: inside[0]] + "\\" + line[inside[0] :], "an apostrophe began a quote"
    return None


def _contracts(line: str, at: int) -> bool:
    """Whether the apostrophe is one of it's, don't, we're and their kind."""
    end = at + 1
    while end < len(line) and line[end].isalnum():
        end += 1
    return line[at + 1 : end].lower() in ("s", "t", "d", "m", "re", "ll", "ve")


def _open_at(line: str) -> int:
    """Where the quote begins that is never closed; -1 when all are."""
    state, opened, at = "", -1, 0
    while at < len(line):
        char = line[at]
        if char == "\\" and state != "'":
            at += 2
            continue
        if not state and char in "'\"":
            state, opened = char, at
        elif char == state:
            state, opened = "", -1
        at += 1
    return opened


def _other_kind(line: str) -> tuple[str, str] | None:
    """The one quote that is open is closed by the other kind."""
    opened = _open_at(line)
    if opened < 0 or (opened and line[opened - 1] not in " \t=:([{,"):
        return None
    rest = line[opened + 1 :]
    other = '"' if line[opened] == "'" else "'"
    end = opened + 1 + rest.find(other)
    if rest.count(other) == 1 and end > opened + 1 and line[end + 1 : end + 2] in ("", " ", ";", "|", ")"):
        return line[:end] + line[opened] + line[end + 1 :], "the quotes were closed by another kind"
    return None


def _before_files(failure: Failure) -> tuple[str, str] | None:
    """What stands behind an open quote ends in names of files: it is closed in front of them."""
    line = failure.line
    opened = _open_at(line)
    if opened < 0 or (opened and line[opened - 1] not in " \t=:"):
        return None
    rest = line[opened + 1 :].split(" ")
    files = 0
    while files < len(rest) - 1 and rest[-1 - files] and failure.machine.exists(rest[-1 - files]):
        files += 1
    if not files:
        return None
    quoted = " ".join(rest[: len(rest) - files])
    return f"{line[: opened + 1]}{quoted}{line[opened]} {' '.join(rest[-files:])}", "the quotes were not closed"


def _closed(line: str) -> tuple[str, str] | None:
    """The one quote that is open is closed where the line ends."""
    opened = _open_at(line)
    state = line[opened] if opened >= 0 else ""
    if not state or (opened and line[opened - 1] not in " \t=:([{,"):
        # A quote right behind a word: it was to close what was never opened, at the start of this word.
        if state and opened == len(line) - 1:
            start = max(line.rfind(" ", 0, opened), line.rfind("=", 0, opened)) + 1
            if start < opened:
                return line[:start] + state + line[start:], "the quotes were not opened"
        return None
    rest = line[opened + 1 :]
    if any(mark in rest for mark in ("|", ">", "&&", ";")):
        return None
    return line + state, "the quotes were not closed"


EXAMPLES = [
    Example(
        "git commit -m 'don't cut what's cut'",
        "error: pathspec 'cut what's' did not match any file(s) known to git",
        "git commit -m \"don't cut what's cut\"",
    ),
    Example("echo 'it's $5'", "unexpected EOF while looking for matching `''", "echo 'it'\\''s $5'", 2),
    Example("grep 'a'b'c' gone", "grep: gone: No such file or directory", None, 2),
    Example("grep 'a b\" x.md", "unexpected EOF while looking for matching `''", "grep 'a b' x.md", 2),
    Example(
        "git commit -m 'don't panic'",
        "bash: unexpected EOF while looking for matching `''",
        'git commit -m "don\'t panic"',
        2,
    ),
    Example("echo it's", "bash: unexpected EOF while looking for matching `''", "echo it\\'s", 2),
    Example('grep "two words', "bash: unexpected EOF while looking for matching `\"'", 'grep "two words"', 2),
    Example("echo hello'", "zsh: unmatched '", "echo 'hello'"),
    Example(
        "grep 'a b x.txt", "bash: unexpected EOF while looking for matching `''", "grep 'a b' x.txt", 2, files=["x.txt"]
    ),
    Example("grep 'a b\" x.md", "unexpected EOF while looking for matching", "grep 'a b' x.md", 2, files=["x.md"]),
    Example("echo 'a | wc", "zsh: unmatched '", None),
    Example("echo 'a'", "frob: unterminated string", None),
]
