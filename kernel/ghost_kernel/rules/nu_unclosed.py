"""One bracket or quote is not closed: it is closed at the end."""

from __future__ import annotations

from ghost_kernel import nulexer
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(dialects=["nu"], output_has=["parser::unclosed_delimiter", "parser::unexpected_eof"])
def propose(failure: Failure) -> Fix | None:
    line = failure.line.rstrip()
    stack: list[str] = []
    at = 0
    while at < len(line):
        char = line[at]
        if char in nulexer.QUOTES:
            end = nulexer.quote_end(line, at)
            if end >= len(line) and (line[-1] != char or end == at + 1 or len(line) == at + 1):
                stack.append(char)
                break
            at = end
            continue
        if char in nulexer.OPEN:
            stack.append(nulexer.OPEN[char])
        elif char in ")]}":
            if not stack or stack[-1] != char:
                return None
            stack.pop()
        at += 1
    if len(stack) != 1 or "\n" in line:
        return None
    mark = stack[0]
    if mark in nulexer.QUOTES and line.count(mark) % 2 == 0:
        return None
    blank = " " if mark == "}" and any(start in line for start in ("{ ", "{|")) else ""
    return Fix(line=line + blank + mark, why=f"{mark} was missing", confidence=0.84)


_OPEN = "Error: nu::parser::unclosed_delimiter\n\n  × Unclosed delimiter.\n"
EXAMPLES = [
    Example("[1 2", _OPEN, "[1 2]", dialect="nu"),
    Example('frob "a b', _OPEN, 'frob "a b"', dialect="nu"),
    Example("ls | each {|x| $x.name", _OPEN, "ls | each {|x| $x.name }", dialect="nu"),
    Example("frob ([1 2", _OPEN, None, dialect="nu"),
]
