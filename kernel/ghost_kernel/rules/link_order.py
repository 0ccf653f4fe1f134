"""The names of a link stand the wrong way round: what exists comes first."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["ln"], output_has=["file exists", "no such file"])
def propose(failure: Failure) -> Fix | None:
    operands = failure.stage.operands
    if len(operands) != 2 or failure.stage.has("-f", "--force"):
        return None
    first, second = operands
    one, other = failure.path_of(first) or "", failure.path_of(second) or ""
    machine = failure.machine
    if not one or not other or machine.exists(one) or not machine.exists(other) or "/" in one.rstrip("/"):
        return None
    words = [second if word is first else first if word is second else word for word in failure.words]
    return Fix(words, why=f"{other} exists, {one} is the link to be made", confidence=0.92)


EXAMPLES = [
    Example(
        "ln -s now notes.md",
        "ln: failed to create symbolic link 'notes.md': File exists",
        "ln -s notes.md now",
        files=["notes.md"],
    ),
    Example("ln -s a b", "ln: failed to create symbolic link 'b': File exists", None, files=["a", "b"]),
]
