"""Help was asked for in a way the program does not know, and it says how it wants to be asked."""

from __future__ import annotations

from ghost_kernel import messages
from ghost_kernel.rules import Example, Failure, Fix, rule

ASKS = ("help", "-h", "--help", "-help", "-?", "/?", "/h", "usage", "info", "--usage")


@rule(line_has=["help", " -h", "?", "usage", "/h"], output_has=["try ", "see ", "use ", "run ", "type "])
def propose(failure: Failure) -> Fix | None:
    if len(failure.args) != 1 or failure.args[0].plain not in ASKS:
        return None
    asked = failure.args[0].plain
    for line in (failure.output or "").splitlines():
        pieces = messages.quoted(line)
        for mark in ("try ", "see ", "use ", "run ", "type "):
            at = line.lower().find(mark)
            if at >= 0:
                pieces.append(line[at + len(mark) :].partition(" for ")[0].strip("'`\". "))
        for piece in pieces:
            words = piece.split()
            if len(words) == 2 and words[0] == failure.program and words[1] in ASKS and words[1] != asked:
                return failure.swap(failure.args[0], words[1], "that is how it is asked", 0.93, "output")
            if words[:1] == ["man"] and len(words) == 2 and words[1] == failure.program:
                return Fix(words, why="it has a page in the manual", confidence=0.85, origin="output")
    return None


EXAMPLES = [
    Example("frob help", "frob: unknown command help\nTry 'frob --help' for more information.", "frob --help"),
    Example("frob --help", "frob: unrecognized option '--help'\nTry 'man frob'.", "man frob"),
    Example("frob x", "frob: unknown x\nTry 'frob --help' for more information.", None),
]
