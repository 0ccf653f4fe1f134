"""Two of the shell's signs stand where one is meant (`a; && b`), or a closing bracket has no opening one."""

from __future__ import annotations

from ghost_kernel import outside
from ghost_kernel.rules import Example, Failure, Fix, rule

# What was typed and what is kept of it: the sign that says more.
PAIRS = (("; &&", "&&"), (";&&", "&&"), ("; ||", "||"), ("; |", "|"), ("&& ;", ";"), ("|| ;", ";"), ("&& ||", "||"))
CLOSING = {")": "(", "}": "{"}


@rule(line_has=[";", ")", "}"], output_has=["syntax error near unexpected token", "parse error near"])
def propose(failure: Failure) -> Fix | None:
    line = failure.line.rstrip()
    bare = outside.blot(line)
    if bare is None or "\n" in line or ";;" in bare:
        return None
    for wrong, right in PAIRS:
        if bare.count(wrong) == 1:
            at = bare.index(wrong)
            rest = line[at + len(wrong) :]
            fixed = line[:at].rstrip() + ("" if right == ";" else " ") + right + rest
            return Fix(line=fixed if rest.strip() else line[:at].rstrip(), why="one sign is enough", confidence=0.88)
    for shut, open_ in CLOSING.items():
        if bare.endswith(shut) and bare.count(shut) == bare.count(open_) + 1 and len(line) > 2:
            return Fix(line=line[:-1].rstrip(), why=f"no {open_} stands before", confidence=0.88)
    return None


BAD = "bash: syntax error near unexpected token `{}'"
EXAMPLES = [
    Example("mkdir x; && ls x", BAD.format("&&"), "mkdir x && ls x", 2),
    Example("ls x)", BAD.format(")"), "ls x", 2),
    Example("ls 'a; && b'; || pwd", BAD.format("||"), "ls 'a; && b' || pwd", 2),
    Example("case x in a) ls;; esac)", BAD.format(")"), None, 2),
    Example("ls (x)", BAD.format("("), None, 2),
]
