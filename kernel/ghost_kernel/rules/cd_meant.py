"""A folder is there, and what stands before it is nearly `cd`: two letters are too short for spelling alone."""

from __future__ import annotations

from ghost_kernel.knowledge import faults
from ghost_kernel.rules import Example, Failure, Fix, rule

# What fingers make of it, by the keys beside and the letters turned or doubled, and what other shells call it.
SPELT = frozenset("dc cdd ccd xd vd fd sd cs cx cf cde cdc ced chdir".split())


@rule(output_has=["not found", "unknown command"], exit_codes=[1, 126, 127], unseen=True)
def propose(failure: Failure) -> Fix | None:
    word = faults.not_found(failure)
    if word is None or word is not failure.words[0] or word.plain.lower() not in SPELT or failure.stage.prefix:
        return None
    if len(failure.args) != 1 or not failure.machine.is_folder(failure.path_of(failure.args[0]) or ""):
        return None
    return failure.swap(
        word, "cd", why=f"{failure.args[0].plain} is a folder", confidence=0.96, origin="local", only=True
    )


EXAMPLES = [
    Example("dc notes", "bash: dc: command not found", "cd notes", 127, files=["notes/"]),
    Example("chdir ~/notes", "bash: chdir: command not found", "cd ~/notes", 127, files=["notes/"]),
    Example("dc notes", "bash: dc: command not found", None, 127, files=["notes"]),
    Example("dc -e 1p", "bash: dc: command not found", None, 127, files=["notes/"]),
    Example("frob notes", "bash: frob: command not found", None, 127, files=["notes/"]),
]
