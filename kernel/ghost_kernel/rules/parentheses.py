"""A name with parentheses in it was not quoted; it is one that exists."""

from __future__ import annotations

from ghost_kernel.quoting import quote
from ghost_kernel.rules import Example, Failure, Fix, rule

OPENERS = " \t"


@rule(
    line_has=["("],
    output_has=[
        "unexpected token `('",
        "parse error near",
        "no matches found",
        "unknown file attribute",
        "unexpected '('",
        "bad pattern",
    ],
)
def propose(failure: Failure) -> Fix | None:
    line = failure.line
    if any(char in line for char in "'\"`$;|&<>\\\n"):
        return None
    names = sorted([name for name in failure.machine.names("") if "(" in name and name in line], key=len, reverse=True)
    if not names or line.count(names[0]) != 1:
        return None
    at = line.index(names[0])
    end = at + len(names[0])
    if (at and line[at - 1] not in OPENERS) or (end < len(line) and line[end] not in OPENERS):
        return None
    rest = line[:at] + line[end:]
    if "(" in rest:
        return None
    return Fix(
        line=line[:at] + quote(names[0], failure.dialect) + line[end:],
        why="the name has parentheses in it",
        confidence=0.95,
    )


EXAMPLES = [
    Example("wc a (1).txt", "bash: syntax error near unexpected token `('", "wc 'a (1).txt'", 2, files=["a (1).txt"]),
    Example("foo (1)", "bash: syntax error near unexpected token `('", None, 2),
]
