"""head and tail were given a number of lines as if it were a file."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["head", "tail"], output_has=["cannot open", "no such file"])
def propose(failure: Failure) -> Fix | None:
    operands = failure.stage.operands
    if not operands or failure.stage.has("-n", "-c", "--lines", "--bytes"):
        return None
    word = operands[0]
    if not word.plain.isdigit() or failure.machine.exists(word.plain) or not failure.names(word):
        return None
    return Fix(failure.replace(word, "-n", word.plain), why="the number of lines stands behind -n", confidence=0.96)


EXAMPLES = [
    Example("tail 20 a.txt", "tail: cannot open '20' for reading: No such file or directory", "tail -n 20 a.txt"),
    Example("tail 20 a.txt", "tail: cannot open 'a.txt' for reading: No such file or directory", None),
]
