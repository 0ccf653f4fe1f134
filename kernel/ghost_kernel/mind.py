"""Turns a failed line into candidates: asks memory and the rules, puts their fixes into the line, ranks.

Knows no message and no pipe; a failed event and a machine go in, candidates or a hint come out.
"""

from __future__ import annotations

import os

from ghost_kernel import blame, ranking, shells, splice
from ghost_kernel.failure import Failure
from ghost_kernel.knowledge import programs
from ghost_kernel.protocol.types import Candidate, FailedEvent, Origin
from ghost_kernel.rule import Fix, Hint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ghost_kernel.engine import Engine
    from ghost_kernel.machine import Machine
    from ghost_kernel.memory import Memory
    from ghost_kernel.models import Models

UNPROVEN = 0.9  # factor where it is only likely which part of the line failed, and several could be repaired
UNSURE = 0.6  # a best candidate below this is a guess: policy runs none such unasked, nor by --yes
ALONE = 0.97  # factor where one part only can be repaired: that it can be tells that it is the one
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # variables that may stand in front of a command
LONGEST = 65536  # code points of a repaired line
# Words of lines that may have a check (intents.py), which is imported for no other.
TELLING = frozenset(
    "mkdir touch cp mv ln rm rmdir branch tag checkout switch clone init remote worktree tar gzip gunzip zip unzip "
    "venv gcc cc g++ c++ clang clang++ rustc chmod start restart install mkfifo".split()
)


class Thought:
    """What came of it: candidates, best first; or a hint for the person."""

    __slots__ = ("candidates", "hint", "failure")

    def __init__(self, candidates: list[Candidate], hint: str = "", failure: Failure | None = None) -> None:
        self.candidates = candidates
        self.hint = hint
        self.failure = failure  # what was thought about: the last line that was tried, where it got further

    def is_unsure(self) -> bool:
        """Whether a model may know better: there is no candidate, or none that is more than a guess."""
        return not self.candidates or self.candidates[0].confidence < UNSURE


def think(event: FailedEvent, machine: Machine, engine: Engine, memory: Memory | None = None) -> Thought:
    """What should have been typed. An earlier strike that got further is repaired first. Memory has a word on whatever
    is proposed: what was turned down for this failure is not proposed again.
    """
    first = _read(Failure.of(event, machine))
    found: list[Candidate] = []
    hints: list[str] = []
    if event.tried:
        last = event.tried[-1]
        if last.exit_code and last.line.strip() != event.line.strip():
            again, hints = _candidates(_read(first.of_line(last.line, last.exit_code, last.output)), engine)
            found += again
    typed, more = _candidates(first, engine)
    found += typed
    recalled = memory.recall(first) if memory is not None else None
    if recalled is not None:
        found = recalled.candidates + recalled.weigh(found)
    best = ranking.rank(found, event.line, first.tried)
    if memory is not None and recalled is None and (not best or best[0].confidence < UNSURE):
        near = memory.near(first)
        if near is not None:
            best = ranking.rank(best + near.candidates, event.line, first.tried)
    for candidate in best:
        _check(candidate, first)
    if memory is not None:
        memory.proposed(event, first, best)
    return Thought(best, "" if best else next(iter(hints + more), ""), first)


def better(
    thought: Thought,
    event: FailedEvent,
    models: Models,
    trace: Callable[[str, str], None],
    memory: Memory | None = None,
) -> Thought:
    """The thought with what a model has to add to it; called where models are configured and rules are unsure. Memory
    has its word on a model's lines as on those of rules.
    """
    from ghost_kernel.agents import repair

    failure = thought.failure
    if failure is None:
        return thought
    # What failed elsewhere is told to a model on this machine; to one that is not, what failed in this project.
    only_here = not all(model.local for model in models.of(repair.ROLE))
    past = memory.past(failure, only_here) if memory is not None and not repair.is_of_world(failure) else []
    found = repair.candidates(failure, event.tried, models, trace, past)
    recalled = memory.recall(failure) if memory is not None and found else None
    if recalled is not None:
        found = recalled.weigh(found)
    best = ranking.rank(thought.candidates + found, event.line, failure.tried)
    if memory is not None and found:
        memory.proposed(event, failure, best)
    return Thought(best, "" if best else thought.hint, failure)


def _check(candidate: Candidate, failure: Failure) -> None:
    """Puts down what will show that the line has done its work; most lines have no word that tells."""
    if not TELLING.isdisjoint(candidate.command.split()):
        from ghost_kernel import intents

        candidate.check = intents.check(candidate.command, failure.dialect, failure.machine)


def _read(failure: Failure) -> Failure:
    """The failure with its output in English, where the person's language is another."""
    locale = failure.machine.locale
    for stage in failure.stages:
        for word in stage.assignments:
            name, _, value = word.plain.partition("=")
            locale = value if name in LOCALE else locale
    if failure.output and not _is_english(locale):
        from ghost_kernel.knowledge import catalogues

        named = [name for stage in failure.stages for name in (stage.program, *stage.wrappers)]
        failure.reads(catalogues.english(failure.machine, locale, [*named, failure.dialect], failure.output))
    return failure


def _is_english(locale: str) -> bool:
    """Whether programs print English there; LANGUAGE goes before the locale where there is one (gettext's rule)."""
    plain = locale.partition(".")[0]
    if plain in ("", "C", "POSIX"):
        return True
    first = os.environ.get("LANGUAGE", "").partition(":")[0] or plain
    return first in ("en", "C") or first[:3] == "en_"


def _candidates(failure: Failure, engine: Engine) -> tuple[list[Candidate], list[str]]:
    found: list[Candidate] = []
    hints: list[str] = []
    stages = blame.at_fault(failure)
    views = [failure.at(stage, proven) for stage, proven in stages] or [failure]
    fixes: list[tuple[Failure, str, Fix]] = []
    for view in views:
        for name, said in engine.ask(view):
            if isinstance(said, Hint):
                hints.append(said.text)
            else:
                fixes.append((view, name, said))
    alone = all(view is fixes[0][0] for view, _, _ in fixes)
    for view, name, fix in fixes:
        candidate = _candidate(view, name, fix, ALONE if alone else UNPROVEN)
        if candidate is not None:
            found.append(candidate)
    return found, hints


def _candidate(failure: Failure, name: str, fix: Fix, unproven: float = UNPROVEN) -> Candidate | None:
    line = splice.splice(failure, fix)
    if not line.strip() or len(line) > LONGEST or "\0" in line:
        return None
    if failure.dialect == "nu" and shells.is_foreign(line, failure.line):
        return None
    origins = splice.origins(failure, fix, line)
    if any(word[:1] == "-" and origin != "typed" and failure.machine.exists(word) for word, origin in origins):
        return None  # a file of such a name would be read as an option
    factor = 1.0 if failure.proven or fix.line is not None or not failure.stages else unproven
    return Candidate(
        command=line,
        why=fix.why,
        confidence=round(max(0.0, min(1.0, fix.confidence * factor)), 3),
        rule=name,
        proven=fix.only and splice.changes(failure, fix) == 1 and not programs.is_destructive(failure.program),
        origins=[Origin(word, origin) for word, origin in origins],
    )
