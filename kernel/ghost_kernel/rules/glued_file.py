"""A program and what it was given are one word: `catnotes.md`, `manless`."""

from __future__ import annotations

from ghost_kernel.knowledge import faults, programs
from ghost_kernel.rules import Example, Failure, Fix, rule

READERS = (
    "cat less more head tail wc nl tac vim vi nano emacs code python3 python node bash sh perl ruby grep file stat "
    "source cd ls bat jq"
).split()
TOPICS = ("man", "which", "help", "type", "info")
SHORTEST = 3


@rule(output_has=["not found", "unknown command"], exit_codes=[127], unseen=True)
def propose(failure: Failure) -> Fix | None:
    word = faults.not_found(failure)
    if word is None or failure.words[:1] != [word]:
        return None
    text = word.plain
    for head in READERS:
        tail = text[len(head) :]
        folder = head in ("cd", "ls")
        fits = failure.machine.is_folder(tail) if folder else failure.machine.is_file(tail)
        if text.startswith(head) and len(tail) >= SHORTEST and fits and _runs(failure, head):
            return _apart(failure, head, tail, 0.92)
    for head in TOPICS:
        tail = text[len(head) :]
        if text.startswith(head) and len(tail) >= SHORTEST and _runs(failure, head) and _runs(failure, tail):
            return _apart(failure, head, tail, 0.85)
    return None


def _runs(failure: Failure, name: str) -> bool:
    return programs.runs(failure.machine, name, failure.dialect)


def _apart(failure: Failure, head: str, tail: str, confidence: float) -> Fix:
    return Fix(
        [head, tail, *failure.args], why=f"{head} and {tail} are two words", confidence=confidence, origin="local"
    )


EXAMPLES = [
    Example("catlog.md", "bash: catlog.md: command not found", "cat log.md", 127, files=["log.md"], programs=["cat"]),
    Example("cdlib", "bash: cdlib: command not found", "cd lib", 127, files=["lib/"]),
    Example("mansort", "bash: mansort: command not found", "man sort", 127, programs=["man", "sort"]),
    Example("catlog.md", "bash: catlog.md: command not found", None, 127, programs=["cat"]),
    Example("rmlog.md", "bash: rmlog.md: command not found", None, 127, files=["log.md"], programs=["rm"]),
]
