"""Quotes kept the shell from replacing `~` or a variable, and what they stand for exists."""

from __future__ import annotations

from ghost_kernel.quoting import Raw, is_safe
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word


@rule(
    line_has=["'~", '"~', "'$", "'${", "\\~", "\\$"],
    output_has=["no such", "not found", "cannot", "can't", "does not exist"],
)
def propose(failure: Failure) -> Fix | None:
    swaps = []
    for word in (*failure.words[:1], *failure.stage.files):
        new = _tilde(failure, word) or _variable(failure, word)
        if new:
            swaps.append((word, Raw(new)))
    if not swaps:
        return None
    return Fix(swaps=swaps, why="the shell replaces it only without these quotes", confidence=0.93, only=True)


def _tilde(failure: Failure, word: Word) -> str:
    """A tilde in quotes means a folder called ~."""
    value = word.value or ""
    if value[:2] != "~/" or word.text[:1] not in "'\"\\" or not failure.machine.exists(value):
        return ""
    rest = value[2:]
    return value if is_safe(rest) else f'~/"{rest}"' if not any(char in rest for char in '"$`\\!') else ""


def _variable(failure: Failure, word: Word) -> str:
    """A variable in single quotes means a folder called $HOME."""
    value = word.value or ""
    home, cwd = failure.machine.home, failure.machine.cwd
    for name, folder in (("$HOME/", home), ("${HOME}/", home), ("$PWD/", cwd), ("${PWD}/", cwd)):
        rest = value[len(name) :]
        if value.startswith(name) and folder and failure.machine.exists(f"{folder}/{rest}"):
            return f'"{value}"' if not any(char in rest for char in '"$`\\!') else ""
    return ""


EXAMPLES = [
    Example('head "~/my log"', "head: cannot open '~/my log'", 'head ~/"my log"', files=["my log"]),
    Example("wc < '~/log'", "bash: ~/log: No such file or directory", "wc < ~/log", files=["log"]),
    Example("wc '$HOME/log'", "wc: '$HOME/log': No such file or directory", 'wc "$HOME/log"', files=["log"]),
    Example("wc '$HOME/gone'", "wc: '$HOME/gone': No such file or directory", None, files=["log"]),
    Example("grep '$HOME' gone", "grep: gone: No such file or directory", None, files=["log"]),
]
