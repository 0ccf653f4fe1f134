"""The program says that the folder is not initialized, and has a subcommand for that: it goes first."""

from __future__ import annotations

from ghost_kernel.knowledge import subcommands
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(output_has=["initialization required", "not been initialized", "not yet initialized", "is not initialized"])
def propose(failure: Failure) -> Fix | None:
    if not failure.args or failure.stage.has("--help") or failure.args[0].plain == "init" or failure.program == "git":
        return None
    if "init" not in subcommands.known(failure.machine, failure.program):
        return None
    before = failure.command(failure.words[0], "init")
    return Fix(before=[before], why="the folder is initialized first", confidence=0.74)


EXAMPLES = [
    Example("terraform plan", "Error: Initialization required.", "terraform init && terraform plan"),
    Example("terraform init", "Error: Backend is not initialized", None),
    Example("frob plan", "Error: Initialization required.", None),
]
