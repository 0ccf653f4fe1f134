"""kill was given a name instead of a number: pkill takes names."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

MILD = frozenset(("-TERM", "-15", "-HUP", "-1", "-INT", "-2", "-USR1", "-USR2", "-CONT", "-STOP"))


@rule(
    programs=["kill"],
    output_has=[
        "arguments must be process or job ids",
        "illegal pid",
        "failed to parse",
        "not a pid",
        "invalid number",
        "illegal process id",
    ],
)
def propose(failure: Failure) -> Fix | None:
    names = failure.stage.operands
    options = [word.plain for word in failure.args if word.is_option]
    if (
        len(names) != 1
        or not names[0].value
        or not names[0].plain.replace("-", "").replace("_", "").isalnum()
        or names[0].plain.isdigit()
    ):
        return None
    if (
        any(option not in MILD for option in options)
        or not failure.machine.which("pkill")
        or not _runs(failure, names[0].plain)
    ):
        return None
    return Fix(["pkill", *failure.args], why="kill takes numbers, pkill names", confidence=0.75)


def _runs(failure: Failure, name: str) -> bool:
    """Whether exactly one process of this name runs here, as far as that can be seen (proc(5): comm has 15 bytes)."""
    names = [
        failure.machine.read(f"/proc/{one}/comm", 64).strip() for one in failure.machine.names("/proc") if one.isdigit()
    ]
    return names.count(name[:15]) == 1


EXAMPLES = [
    Example("kill -9 frobd", "bash: kill: frobd: arguments must be process or job IDs", None, programs=["pkill"]),
    Example("kill frobd", "bash: kill: frobd: arguments must be process or job IDs", "pkill frobd", programs=["pkill"],
            files={"/proc/71/comm": "frobd\n", "/proc/72/comm": "sh\n"}),
    Example("kill sh", "bash: kill: sh: arguments must be process or job IDs", None, programs=["pkill"],
            files={"/proc/71/comm": "sh\n", "/proc/72/comm": "sh\n"}),
    Example("kill frobd", "bash: kill: frobd: arguments must be process or job IDs", None, programs=["pkill"]),
]  # fmt: skip
