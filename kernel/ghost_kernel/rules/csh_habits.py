"""Words of the C shell in another one: `setenv NAME value`, `unsetenv NAME`."""

from __future__ import annotations

from ghost_kernel.knowledge import faults
from ghost_kernel.line import NAME
from ghost_kernel.quoting import Raw
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["setenv", "unsetenv"], output_has=["not found", "unknown command"], exit_codes=[127], unseen=True)
def propose(failure: Failure) -> Fix | None:
    args = failure.args
    if not args or faults.not_found(failure) is None or failure.dialect in ("fish", "nu"):
        return None
    name = args[0].plain
    if not name or not NAME.issuperset(name) or name[0].isdigit():
        return None
    if failure.program == "unsetenv" and len(args) == 1:
        return Fix(["unset", name], why="this shell says unset", confidence=0.95)
    if failure.program == "setenv" and len(args) == 2:
        return Fix(["export", Raw(f"{name}={args[1].text}")], why="this shell says export", confidence=0.95)
    return None


EXAMPLES = [
    Example('setenv TEA "a b"', "bash: setenv: command not found", 'export TEA="a b"', 127),
    Example("unsetenv TEA", "bash: unsetenv: command not found", "unset TEA", 127),
    Example("setenv", "bash: setenv: command not found", None, 127),
]
