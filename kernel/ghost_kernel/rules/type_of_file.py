"""`type` prints a file in another system's shell; here it tells what a command is, and `cat` prints."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

LOOKED_AT = 1024


@rule(programs=["type"], output_has=["not found", "could not find"])
def propose(failure: Failure) -> Fix | None:
    args = failure.args
    if not args or any(word.is_option for word in args):
        return None
    for word in args:
        path = failure.path_of(word) or ""
        if not failure.machine.is_file(path) or b"\0" in failure.machine.head(path, LOOKED_AT):
            return None
    return Fix(["cat", *args], why="cat prints a file", confidence=0.91, origin="local")


EXAMPLES = [
    Example("type log.md", "bash: type: log.md: not found", "cat log.md", files={"log.md": "tea\n"}),
    Example("type frob", "bash: type: frob: not found", None),
    Example("type -t log.md", "bash: type: log.md: not found", None, files={"log.md": "tea\n"}),
]
