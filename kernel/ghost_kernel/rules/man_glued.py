"""man and the name of its page were written as one word."""

from __future__ import annotations

from ghost_kernel.knowledge import faults, programs
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(line_has=["man"], output_has=["not found"], exit_codes=[127], unseen=True)
def propose(failure: Failure) -> Fix | None:
    word = faults.not_found(failure)
    if (
        word is None
        or word not in failure.words
        or not word.plain.startswith("man")
        or not failure.machine.which("man")
    ):
        return None
    page = word.plain[3:]
    section = page[:1] if page[:1].isdigit() and len(page) > 2 else ""
    name = page[len(section) :]
    if len(name) < 2 or not (programs.runs(failure.machine, name, failure.dialect) or name in programs.COMMON):
        return None
    new = failure.command("man", *([section] if section else []), name, *failure.args)
    return Fix(new, why="a blank was missing", confidence=0.95)


EXAMPLES = [
    Example("mangrep", "bash: mangrep: command not found", "man grep", 127, programs=["man", "grep"]),
    Example("manfrob", "bash: manfrob: command not found", None, 127, programs=["man"]),
]
