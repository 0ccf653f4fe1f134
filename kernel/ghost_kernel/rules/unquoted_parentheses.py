"""A word with parentheses in it was not quoted: the shell takes `(` for its own."""

from __future__ import annotations

from ghost_kernel import outside
from ghost_kernel.knowledge import programs
from ghost_kernel.quoting import quote
from ghost_kernel.rules import Example, Failure, Fix, rule

OWN = frozenset("'\"`$;|&<>\\")


@rule(line_has=["("], output_has=["unexpected token `('", "parse error near", "number expected", "unknown file attr"])
def propose(failure: Failure) -> Fix | None:
    line = failure.line.strip()
    bare = outside.blot(line)
    if bare is None or "\n" in line or "()" in bare:
        return None
    head = bare.partition(" ")[0]
    if "(" in head or not programs.runs(failure.machine, head, failure.dialect) or programs.is_destructive(head):
        return None
    edits = []
    at = 0
    for part in line.split(" "):
        if "(" in part or ")" in part:
            if bare[at] in "(" or OWN.intersection(part) or part.count("(") != part.count(")") or "=(" in part:
                return None
            edits.append((at, part))
        at += len(part) + 1
    for place, part in reversed(edits):
        line = line[:place] + quote(part, failure.dialect) + line[place + len(part) :]
    return Fix(line=line, why="parentheses in a word are quoted", confidence=0.92) if edits else None


BAD = "bash: syntax error near unexpected token `('"
EXAMPLES = [
    Example("grep -n pour(tea) log", BAD, "grep -n 'pour(tea)' log", 2, programs=["grep"]),
    Example("touch tea(old).md", BAD, "touch 'tea(old).md'", 2, programs=["touch"]),
    Example("print(1)", BAD, None, 2, programs=["print"]),
    Example("rm tea(old).md", BAD, None, 2, programs=["rm"]),
    Example("echo a (b c)", BAD, None, 2),
]
