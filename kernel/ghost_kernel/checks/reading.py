"""`skills list`, `check` and `read`: for those who write skills. No probe is taken, nothing is answered.

`skills state FOLDER`: one line about the person's own, for `ghost doctor`.
"""

from __future__ import annotations

import os
import sys

from ghost_kernel.checks import acting
from ghost_kernel.errors import SkillError
from ghost_kernel.machine import Machine
from ghost_kernel.question import Question
from ghost_kernel.skills import _choosing, _library

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from ghost_kernel.skill import Skill


def main(words: Sequence[str]) -> int | None:
    """Does what the words say; the exit code, or None for words that make no sense."""
    if list(words) == ["list"]:
        for one in _library.builtin(_say):
            sys.stdout.write(f"{one.name:22} {one.about}\n")
        return 0
    if words[:1] == ["check"]:
        return check(words[1:])
    if words[:1] == ["state"] and len(words) == 2:
        return state(words[1])
    if words[:1] == ["read"] and len(words) > 1:
        return read(" ".join(words[1:]))
    return None


def state(folder: str) -> int:
    """How many there are, or what is wrong with those in this folder; 0 when all is well."""
    troubles: list[str] = []
    found = _library.own(folder, troubles.append)
    told = f"{len(_library.builtin_names())} built in, {len(found)} of yours"
    sys.stdout.write("; ".join(troubles or [told]) + "\n")
    return 1 if troubles else 0


def check(files: Sequence[str]) -> int:
    """Plays the examples of the files, of all built-in skills when none is named; 0: they hold."""
    found: list[tuple[Skill, ModuleType]] = []
    wrong = 0
    for file in files or _library.builtin_names():
        try:
            found.append(_library.load_file(file) if files else _library.load_builtin(file))
        except SkillError as error:
            sys.stdout.write(f"✗ {error}\n")
            wrong += 1
    for one, module in found:
        every = [one, *_library.builtin(_say)] if files else None
        faults = acting.faults_of(one, module, every)
        for fault in faults:
            sys.stdout.write(f"✗ {one.name}: {fault}\n")
        if not faults:
            sys.stdout.write(f"✓ {one.name}: {len(acting.examples_of(module))} examples hold\n")
        wrong += len(faults)
    return 1 if wrong else 0


def read(text: str) -> int:
    """How a sentence is understood, and which skills it fits how well; 0 when one would be asked."""
    path = os.environ.get("PATH", "").split(":")
    question = Question(text, Machine(os.getcwd(), path, os.environ.get("HOME", "")))
    reading = _choosing.read(question, _library.builtin(_say))
    for clause in reading.sentence.clauses:
        sys.stdout.write(f"{clause.kind}\n")
        for one in clause.tokens:
            meant = " ".join(sorted(one.concepts)) or one.kind
            sys.stdout.write(f"    {one.text}  {meant}\n")
    for wish in reading.wishes:
        for match in wish.matches[:3]:
            sys.stdout.write(f"{match.score:.2f}  {match.skill.name}  {' '.join(match.things)}\n")
    sys.stdout.write(f"explained: {reading.share:.0%}\n")
    return 0 if reading.wishes and reading.share >= _choosing.LEAST else 1


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
