"""setenv and unsetenv are csh's words: other shells say export and unset."""

from __future__ import annotations

from ghost_kernel.knowledge import faults
from ghost_kernel.line import NAME
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    programs=["setenv", "unsetenv"],
    output_has=["not found", "unknown command"],
    exit_codes=[127],
    unseen=True,
    dialects=["bash", "zsh"],
)
def propose(failure: Failure) -> Fix | None:
    args = failure.args
    if not args or faults.not_found(failure) is None:
        return None
    name = args[0].plain
    if failure.stage.prefix or not name or not NAME.issuperset(name) or name[0].isdigit():
        return None
    if failure.program == "unsetenv" and len(args) == 1:
        return Fix(["unset", name], why="unsetenv is csh's word for it", confidence=0.95)
    if failure.program == "setenv" and len(args) < 3:
        from ghost_kernel.quoting import Raw

        value = args[1].text if len(args) == 2 else ""
        return Fix(["export", Raw(f"{name}={value}")], why="setenv is csh's word for it", confidence=0.95)
    return None


EXAMPLES = [
    Example("setenv MODE fast", "bash: setenv: command not found", "export MODE=fast", 127),
    Example('setenv TEA "a b"', "bash: setenv: command not found", 'export TEA="a b"', 127),
    Example("unsetenv TEA", "bash: unsetenv: command not found", "unset TEA", 127),
    Example("setenv MODE fast now", "bash: setenv: command not found", None, 127),
    Example("setenv MODE fast", "fish: Unknown command: setenv", None, 127, dialect="fish"),
    Example("setenv", "bash: setenv: command not found", None, 127),
]
