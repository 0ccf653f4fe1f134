"""The shell's own help has no such topic: the nearest of its builtins."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import programs
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["help"], output_has=["no help topics match", "no manual page"])
def propose(failure: Failure) -> Fix | None:
    for word in failure.stage.operands:
        name = word.plain
        near = spelling.rank(name, programs.builtins(failure.dialect), common=programs.COMMON)
        if failure.names(word) and near:
            return failure.swap(
                word,
                near[0].name,
                why=f"there is help on {near[0].name}",
                confidence=spelling.confidence(near[0]),
                only=near[0].only,
            )
        if failure.names(word) and failure.machine.which(name) and not name.startswith("-"):
            return Fix([name, "--help"], why=f"{name} is a program of its own", confidence=0.7)
    return None


EXAMPLES = [
    Example("help delcare", "bash: help: no help topics match `delcare'.  Try `help help'", "help declare"),
    Example("help qqzz", "bash: help: no help topics match `qqzz'.  Try `help help'", None),
]
