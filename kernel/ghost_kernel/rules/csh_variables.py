"""setenv and unsetenv are csh's words: other shells say export and unset."""

from __future__ import annotations

from ghost_kernel.line import NAME
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(line_has=["setenv"], output_has=["not found", "unknown command"], exit_codes=[127], unseen=True)
def propose(failure: Failure) -> Fix | None:
    if failure.dialect not in ("bash", "zsh", "sh") or failure.stage.prefix:
        return None
    names = [word.plain for word in failure.args]
    if not names or not NAME.issuperset(names[0]) or names[0][0].isdigit():
        return None
    if failure.program == "setenv" and len(names) in (1, 2):
        from ghost_kernel.quoting import Raw

        value = failure.args[1].text if len(names) == 2 else ""
        return Fix(["export", Raw(f"{names[0]}={value}")], why="setenv is csh's word for it", confidence=0.96)
    if failure.program == "unsetenv" and len(names) == 1:
        return Fix(["unset", *failure.args], why="unsetenv is csh's word for it", confidence=0.95)
    return None


EXAMPLES = [
    Example("setenv MODE fast", "bash: setenv: command not found", "export MODE=fast", 127),
    Example('setenv MODE "a b"', "bash: setenv: command not found", 'export MODE="a b"', 127),
    Example("setenv MODE fast now", "bash: setenv: command not found", None, 127),
    Example("setenv MODE fast", "fish: Unknown command: setenv", None, 127, dialect="fish"),
]
