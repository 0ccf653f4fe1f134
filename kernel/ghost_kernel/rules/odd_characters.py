"""A character that only looks like the right one: no-break spaces, typographic quotes and dashes, invisible marks."""

from __future__ import annotations

from ghost_kernel.knowledge import programs
from ghost_kernel.rules import Example, Failure, Fix, rule

BLANKS = "\u00a0\u2007\u202f\u2002\u2003\u2009\u3000"
INVISIBLE = "\u200b\u200c\u200d\ufeff\u2060\u00ad"
QUOTES = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "«": '"', "»": '"', "＂": '"'}
DASHES = {"—": "--", "–": "-", "−": "-", "‐": "-", "‑": "-", "－": "-"}
OTHERS = {
    "；": ";",
    "｜": "|",
    "＆": "&",
    "＞": ">",
    "＜": "<",
    "＝": "=",
    "／": "/",
    "～": "~",
    "．": ".",
    "，": ",",
    "：": ":",
}
PLACEHOLDER = "«secret-"  # how the body begins what stands for a secret; it ends with »
ALL = (*BLANKS, *INVISIBLE, *QUOTES, *DASHES, *OTHERS)


@rule(line_has=ALL)
def propose(failure: Failure) -> Fix | None:
    line = failure.line
    new = []
    kept = 0  # up to here a placeholder stands as it is
    for at, char in enumerate(line):
        if line.startswith(PLACEHOLDER, at):
            kept = line.find("»", at) + 1
        if at < kept:
            new.append(char)
        elif char in BLANKS:
            new.append(" ")
        elif char in INVISIBLE:
            continue
        elif char in QUOTES or char in OTHERS:
            new.append(QUOTES.get(char) or OTHERS[char])
        elif char in DASHES:
            starts = at == 0 or line[at - 1] in " \t" + BLANKS
            new.append(_dashes(line, at, char) if starts else "-")
        else:
            new.append(char)
    fixed = "".join(new)
    if fixed == line or any(fixed.count(mark) % 2 for mark in "'\""):
        return None
    words = fixed.split()
    there = not words or programs.runs(failure.machine, words[0], failure.dialect) or not failure.machine.path
    sure = 0.88 if there or failure.exit_code != 127 else 0.66  # there is more that is wrong with it
    return Fix(line=fixed, why="a character only looked like the right one", confidence=sure)


def _dashes(line: str, at: int, char: str) -> str:
    """One dash before a few letters, two before a word."""
    end = at + 1
    while end < len(line) and (line[end].isalnum() or line[end] in "-_"):
        end += 1
    return "-" if end - at <= 4 else "--" if char in "—–" else DASHES[char]


EXAMPLES = [
    Example("frob --key «secret-1»", "frob: no such key", None),
    Example("ls | grep\u00a0x", "bash: grep\u00a0x: command not found", "ls | grep x", 127),
    Example("git log —oneline –n 3", "fatal: ambiguous argument '—oneline'", "git log --oneline -n 3"),
    Example("echo “hello”", "bash: frob: command not found", 'echo "hello"'),
    Example("echo it’s", "", None),
    Example("echo a-b", "", None),
]
