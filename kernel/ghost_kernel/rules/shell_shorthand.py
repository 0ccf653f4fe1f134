"""A shorthand that many people have as an alias, typed where it is none: ll, la, .. and the prompt's own sign."""

from __future__ import annotations

from ghost_kernel.knowledge import faults, owners
from ghost_kernel.knowledge.standins import SHORTHANDS
from ghost_kernel.quoting import Raw
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    programs=[*SHORTHANDS],
    output_has=["not found", "unknown command", "is a directory"],
    exit_codes=[126, 127],
    unseen=True,
)
def propose(failure: Failure) -> Fix | None:
    word = failure.words[0] if failure.words else None
    if word is None or word.value is None:
        return None
    meant = SHORTHANDS.get(word.value, "").split()
    if not meant or faults.not_found(failure) is not word:
        return None
    if meant[0] not in ("cd", "history") and not failure.machine.which(meant[0]):
        return None
    if meant[0] == "cd" and failure.args:
        return None
    if meant[0] == "git" and ("git",) not in owners.of(failure.machine, meant[1], failure.args):
        return None  # the letters are another shell's too: `gc FILE` of PowerShell prints it
    return Fix(
        [*map(Raw, meant), *failure.args], why=f"{word.value} is usually an alias of {' '.join(meant)}", confidence=0.92
    )


REPO = {".git/HEAD": "ref: refs/heads/main\n", "a.txt": ""}
EXAMPLES = [
    Example("ll src", "bash: ll: command not found", "ls -l src", 127, programs=["ls"]),
    Example("gst", "zsh: command not found: gst", "git status", 127, programs=["git"], files=REPO),
    Example("gst", "zsh: command not found: gst", None, 127, programs=["git"]),
    Example("gc a.txt", "bash: gc: command not found", None, 127, programs=["git"], files=REPO),
    Example("...", "bash: ...: command not found", "cd ../..", 127),
    Example("k get pods", "bash: k: command not found", None, 127, programs=["git"]),
    Example("ll", "run: 1: ls: not found", None, 127, programs=["ls"]),
]
