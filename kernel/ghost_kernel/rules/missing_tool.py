"""The program is not installed: one that does the same is run instead, or its package is told; nothing is installed."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import commands, faults, missing, programs, standins
from ghost_kernel.rules import Example, Failure, Fix, Hint, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word


# What helpers of shells and systems print, which name the package themselves.
TELLING = (
    "can be installed with",
    "install it by typing",
    "apt install",
    "dnf install",
    "install package",
    "may be found in",
)
KIN = 0.93  # python and python3: the same program by another name
LIKE = 0.82  # another program, and the one that was asked for may be wanted after all
FARTHEST = 1.6  # edits
SHORT = 4  # letters; what is shorter is near to too many names


@rule(output_has=["not found", "unknown command", "no such file"], exit_codes=[1, 126, 127], unseen=True)
def propose(failure: Failure) -> Fix | Hint | None:
    word = faults.not_found(failure) or _builtin_of_another_shell(failure)
    if word is None or (word in failure.words[:1] and missing.is_question([one.plain for one in failure.words])):
        return None
    return (_stand_in(failure, word) if word in failure.words[:1] else None) or _package(failure, word)


def _stand_in(failure: Failure, word: Word) -> Fix | None:
    """The same done by a program that is here."""
    args = [one.plain for one in failure.args]
    if args[2:] and args[-2] in ("to", "into", "onto", "in", "as") and not failure.machine.exists(args[-2]):
        return None  # a sentence: `move a into b`
    if any(one.value is None and not one.is_glob for one in failure.args):
        return None
    for words in standins.of(failure.machine, word.plain, args):
        before, _, first = words[0].rpartition("\0")
        if failure.machine.which(first) or first in ("cd", "type", "command"):
            kept = {one.plain: one for one in failure.args}
            new = [first, *[kept.get(text, text) for text in words[1:]]]
            made = [["mkdir", "-p", before]] if before else []
            sure = KIN if first.startswith(word.plain) or word.plain.startswith(first) else LIKE
            return Fix(new, before=made, why=f"{word.plain} is not installed, {first} is", confidence=sure, only=True)
    return None


def _package(failure: Failure, word: Word) -> Hint | None:
    """The package that holds it, or what is probably meant."""
    if failure.has(*TELLING):
        return None  # the shell's own helper has told already
    told = commands.told(failure.machine, word.plain)
    if told is not None:
        return Hint(told.sentence)
    farthest = missing.FIRM if len(word.plain) < SHORT else min(spelling.allowance(word.plain), FARTHEST)
    meant, only = spelling.nearest(word.plain, programs.WELL_KNOWN.union(programs.COMMON), farthest)
    if not only or programs.runs(failure.machine, meant, failure.dialect):
        return None
    told = commands.told(failure.machine, meant)
    if told is None:
        return None
    return Hint(f"{word.plain} is not a command; {meant} may be meant, which is not installed; {told.way}")


def _builtin_of_another_shell(failure: Failure) -> Word | None:
    """`type FILE` is meant as in DOS when the file is there."""
    if failure.program == "type" and len(failure.args) == 1 and failure.machine.is_file(failure.args[0].plain):
        return failure.words[0]
    return None


EXAMPLES = [
    Example("python a.py -v", "bash: python: command not found", "python3 a.py -v", 127, programs=["python3"]),
    Example("pip list", "bash: pip: command not found", "python3 -m pip list", 127, programs=["python3"]),
    Example("rg -i foo lib", "bash: rg: command not found", "grep -rnI -i foo lib", 127, programs=["grep"]),
    Example("exa -l", "bash: exa: command not found", "ls -l", 127, programs=["ls"]),
    Example("bat a.md", "bash: bat: command not found", "cat a.md", 127, programs=["cat"]),
    Example("htop", "bash: htop: command not found", None, 127, programs=["apt-get"], hint="in the package htop"),
    Example("rg --json foo", "bash: rg: command not found", None, 127, programs=["grep"]),
    Example("python a.py", "bash: python: command not found", None, 127, programs=["perl"]),
    Example("where is jq", "bash: where: command not found", None, 127, programs=["which"]),
]
