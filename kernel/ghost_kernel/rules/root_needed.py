"""The program says that only root may do this: sudo before it."""

from __future__ import annotations

from ghost_kernel.knowledge import advice, programs
from ghost_kernel.rules import Example, Failure, Fix, rule

SAID = (
    "you must be root",
    "must be run as root",
    "must be root",
    "need to be root",
    "be run as root",
    "as root user",
    "are you root",
    "unless you are root",
    "only root can",
    "only root may",
    "requires root",
    "require root",
    "root privileges",
    "root permission",
    "root access",
    "need root",
    "needs root",
    "run as root",
    "not root",
    "superuser",
    "administrative privileges",
    "requires administrator",
    "with sudo",
    "use sudo",
    "using sudo",
    "try sudo",
    "interactive authentication required",
    "unable to lock the administration directory",
    "lock file /var/lib/dpkg",
    "lock directory /var/lib/apt",
    "operation requires privilege",
    "elevated privileges",
    "trying to connect to the docker",
)
# These must not run as root, or say such things for other reasons.
NEVER = frozenset("sudo su doas npm pip pip3 yarn brew cargo gem ssh git cd".split())
REFUSES = (
    "must not be run as root",
    "cannot be run as root",
    "do not run as root",
    "don't run as root",
    "not be run as root",
    "not run as root",
    "refusing to run as root",
)


# systemd's own tools say no more than this (org.freedesktop.DBus.Error.AccessDenied).
SYSTEMD = frozenset("systemctl loginctl timedatectl hostnamectl localectl machinectl".split())
DENIED = "access denied"


@rule(output_has=[*SAID, DENIED])
def propose(failure: Failure) -> Fix | None:
    stage = failure.stage
    if advice.is_answer(failure):
        return None
    if not stage.words or stage.wrappers or failure.program in NEVER or failure.has(*REFUSES):
        return None
    if not failure.has(*SAID) and failure.program not in SYSTEMD:
        return None
    first = stage.words[0]
    name = first.value or ""
    if (
        name in failure.aliases
        or name in programs.builtins(failure.dialect)
        or programs.is_destructive(failure.program)
    ):
        return None
    if not failure.machine.which("sudo"):
        return None
    others = [one for one in failure.stages if one.program == failure.program and one.words and not one.wrappers]
    if len(others) > 1 and not failure.proven and "sudo " not in failure.line:
        line = failure.line  # the same program twice: what one of them lacks, the other lacks too
        for one in reversed(others):
            line = line[: one.words[0].start] + "sudo " + line[one.words[0].start :]
        return Fix(line=line, why=f"{failure.program} asks for root", confidence=0.78)
    return Fix(["sudo", *stage.words], why=f"{failure.program} asks for root", confidence=0.9, only=True)


EXAMPLES = [
    Example(
        "systemctl reload nginx",
        "Failed to reload nginx.service: Access denied",
        "sudo systemctl reload nginx",
        programs=["sudo", "systemctl"],
    ),
    Example("mysql -u a", "ERROR 1045 (28000): Access denied for user 'a'", None, programs=["sudo", "mysql"]),
    Example("fwctl reload", "fwctl: this must be run as root", "sudo fwctl reload", programs=["sudo", "fwctl"]),
    Example(
        "make && dnf install jq | tee log",
        "Error: This command has to be run with superuser privileges\ndnf: failed",
        "make && sudo dnf install jq | tee log",
        programs=["sudo", "dnf", "make", "tee"],
    ),
    Example(
        "apt install jq", "E: Unable to lock directory, are you root?", "sudo apt install jq", 100, programs=["sudo"]
    ),
    Example(
        "fwctl stop && fwctl start",
        "fwctl: this must be run as root",
        "sudo fwctl stop && sudo fwctl start",
        programs=["sudo", "fwctl"],
    ),
    Example("apt install jq", "E: Unable to lock directory, are you root?", None, 100, programs=["apt"]),
    Example("pytest", "E  AssertionError: 'you must be root'\n1 failed", None, programs=["sudo", "pytest"]),
    Example("sudo fwctl", "fwctl: must be root", None, programs=["sudo", "fwctl"]),
    Example("app", "app must not be run as root", None, programs=["sudo", "app"]),
]
