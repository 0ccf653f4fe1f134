"""The whole line was typed with the capitals locked: in small letters its first word is a command."""

from __future__ import annotations

from ghost_kernel.knowledge import faults, programs
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word


@rule(output_has=["not found", "unknown command"], exit_codes=[1, 127], unseen=True)
def propose(failure: Failure) -> Fix | None:
    if failure.line.upper() != failure.line or not any(char.isalpha() for char in failure.line):
        return None
    word = faults.not_found(failure)
    if word is None or len(word.plain) < 2 or len(failure.words) < 2:
        return None
    name = word.plain.lower()
    if programs.is_destructive(name) or not programs.runs(failure.machine, name, failure.dialect):
        return None
    swaps = [(one, one.plain.lower()) for one in failure.words if _shouted(failure, one)]
    return Fix(swaps=swaps, why="the capitals were locked", confidence=0.96, only=len(swaps) == 1)


def _shouted(failure: Failure, word: Word) -> bool:
    """Whether the word is to become small: it is no name that exists as it was typed, and no variable."""
    return word.value is not None and word.plain != word.plain.lower() and not failure.machine.exists(word.plain)


EXAMPLES = [
    Example("GIT LOG -N 3", "bash: GIT: command not found", "git log -n 3", 127, programs=["git"]),
    Example("CAT README", "bash: CAT: command not found", "cat README", 127, programs=["cat"], files=["README"]),
    Example("GIT log", "bash: GIT: command not found", None, 127, programs=["git"]),
    Example("RM A.TXT", "bash: RM: command not found", None, 127, programs=["rm"]),
]
