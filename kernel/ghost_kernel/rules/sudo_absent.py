"""sudo is not installed, as in containers: the command is run without it."""

from __future__ import annotations

from ghost_kernel import messages
from ghost_kernel.knowledge import programs
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(line_has=["sudo ", "doas "], output_has=["not found", "unknown command"], exit_codes=[127], unseen=True)
def propose(failure: Failure) -> Fix | None:
    prefix = failure.stage.prefix
    if (
        not prefix
        or prefix[0].plain not in ("sudo", "doas")
        or not failure.words
        or failure.machine.which(prefix[0].plain)
    ):
        return None
    if failure.output is not None and prefix[0].plain not in messages.not_found(failure.output):
        return None
    if len(prefix) > 1 or programs.is_destructive(failure.program):
        return None
    if not programs.runs(failure.machine, failure.words[0].plain, failure.dialect):
        return None
    line = failure.line[: prefix[0].start] + failure.line[failure.words[0].start :]
    return Fix(line=line, why=f"there is no {prefix[0].plain} here", confidence=0.91)


EXAMPLES = [
    Example("ls; sudo touch a", "bash: sudo: command not found", "ls; touch a", 127, programs=["touch", "ls"]),
    Example("sudo -u www touch a", "bash: sudo: command not found", None, 127, programs=["touch"]),
    Example("sudo touch a", "sudo: touch: command not found", None, 127, programs=["sudo", "touch"]),
    Example("sudo rm a", "bash: sudo: command not found", None, 127, programs=["rm"]),
]
