"""The program refuses to be root, or is only known to the person's own account: the line without sudo."""

from __future__ import annotations

from ghost_kernel.knowledge import programs
from ghost_kernel.rules import Example, Failure, Fix, rule

REFUSES = (
    "must not be run as root", "cannot be run as root", "do not run as root", "don't run as root", "not be run as root",
    "not run as root", "refusing to run as root", "should not run", "as root is not allowed", "as root is extremely",
    "without sudo", "not as root", "must not be root", "can't run as root", "not be root", "don't use sudo",
    "do not use sudo", "running as root is not", "cowardly refusing to", "operation as root",
)  # fmt: skip


@rule(line_has=["sudo ", "doas "], output_has=[*REFUSES, "command not found", "is a shell built-in"])
def propose(failure: Failure) -> Fix | None:
    prefix = failure.stage.prefix
    if len(prefix) != 1 or prefix[0].plain not in ("sudo", "doas") or not failure.words:
        return None
    if programs.is_destructive(failure.program):
        return None
    name = failure.words[0].plain
    line = failure.line[: prefix[0].start] + failure.line[failure.words[0].start :]
    if failure.has(*REFUSES):
        return Fix(line=line, why=f"{name} does not want to be root", confidence=0.91)
    if not failure.has(f"sudo: {name}: command not found", "is a shell built-in"):
        return None
    if name in ("cd", "source", "export", "alias", "type", "history", "pushd", "popd", "ulimit"):
        return Fix(line=line, why=f"{name} belongs to the shell itself", confidence=0.72)
    if name in programs.builtins(failure.dialect):
        return None
    if failure.machine.which(name) and failure.machine.which("env"):
        # sudo looks in folders of its own; env is told the person's.
        head = failure.line[: prefix[0].end] + ' env "PATH=$PATH" '
        line = head + failure.line[failure.words[0].start :]
        return Fix(line=line, why=f"sudo does not look in {name}'s folder", confidence=0.72)
    return None


EXAMPLES = [
    Example("sudo frob -x", "frob must not be run as root", "frob -x"),
    Example("sudo cd /srv", "sudo: cd: command not found", "cd /srv"),
    Example("sudo frob -x", "sudo: frob: command not found", 'sudo env "PATH=$PATH" frob -x', programs=["frob", "env"]),
    Example("sudo frob -x", "sudo: frob: command not found", None),
    Example("sudo rm x", "rm: do not run as root", None),
]
