"""A copy, a move or a new name put in words: `move a.txt into docs`, `rename a.txt to b.txt`."""

from __future__ import annotations

from ghost_kernel.knowledge import faults
from ghost_kernel.rules import Example, Failure, Fix, rule

MEANS = {"move": "mv", "copy": "cp", "rename": "mv", "ren": "mv"}
BETWEEN = frozenset("to into onto in as".split())


def is_spoken(failure: Failure) -> bool:
    """Whether a word of speech stands before the last name, and no such file is there."""
    plain = [one.plain for one in failure.words]
    return len(plain) > 3 and plain[0] in MEANS and plain[-2] in BETWEEN and not failure.machine.exists(plain[-2])


@rule(programs=[*MEANS], exit_codes=[1, 126, 127], unseen=True)
def propose(failure: Failure) -> Fix | None:
    if not is_spoken(failure) or faults.not_found(failure) is not failure.words[0]:
        return None
    program = MEANS[failure.words[0].plain]
    sources = failure.words[1:-2]
    if not failure.machine.which(program) or not all(failure.machine.exists(one.plain) for one in sources):
        return None
    folder = any(failure.machine.is_folder(one.plain) for one in sources)
    options = ["-r"] if program == "cp" and folder else []
    new = failure.command(program, *options, *sources, failure.words[-1])
    return Fix(new, why=f"{failure.words[0].plain} is called {program} here", confidence=0.9)


HERE = {"a.txt": "", "docs/b": ""}
EXAMPLES = [
    Example("move a.txt into docs", "bash: move: command not found", "mv a.txt docs", files=HERE, programs=["mv"]),
    Example("copy docs to new", "bash: copy: command not found", "cp -r docs new", files=HERE, programs=["cp"]),
    Example("rename a.txt to c.txt", "bash: rename: command not found", "mv a.txt c.txt", files=HERE, programs=["mv"]),
    Example("move gone.txt to docs", "bash: move: command not found", None, files=HERE, programs=["mv"]),
    Example("move a.txt docs", "bash: move: command not found", None, files=HERE, programs=["mv"]),
]
