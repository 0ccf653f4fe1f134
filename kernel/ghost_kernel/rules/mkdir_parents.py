"""mkdir is asked for a folder inside one that does not exist yet: -p makes both."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["mkdir"], output_has="No such file or directory")
def propose(failure: Failure) -> Fix | None:
    if failure.stage.has("-p", "--parents"):
        return None
    return Fix([failure.words[0], "-p", *failure.args], why="makes the parent folders as well", confidence=0.95)


EXAMPLES = [
    Example("mkdir a/b/c", "mkdir: cannot create directory 'a/b/c': No such file or directory", "mkdir -p a/b/c"),
    Example(
        "mkdir -m 700 x/y", "mkdir: cannot create directory 'x/y': No such file or directory", "mkdir -p -m 700 x/y"
    ),
    Example("mkdir a", "mkdir: cannot create directory 'a': File exists", None),
]
