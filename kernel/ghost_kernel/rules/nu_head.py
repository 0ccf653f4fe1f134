"""`| head 5` behind a command of nu's own: `first 5`; so `tail`, `last`."""

from __future__ import annotations

from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

OWN = {"head": "first", "tail": "last"}


@rule(programs=["head", "tail"], dialects=["nu"], output_has=["no such file", "cannot open", "can't open"])
def propose(failure: Failure) -> Fix | None:
    words = failure.words
    if failure.stage.operator != "pipe" or len(words) != 2 or not words[1].plain.isdigit():
        return None
    if failure.machine.exists(words[1].plain):
        return None
    new = OWN[failure.program]
    return cutting.cut(failure, words[0].start, words[0].end, new, f"nu takes so many with {new}", 0.88)


EXAMPLES = [
    Example("ls | head 3", "head: cannot open '3': No such file or directory", "ls | first 3", dialect="nu"),
    Example("head 3", "head: cannot open '3': No such file or directory", None, dialect="nu"),
]
