"""`rules try`: what the rules make of a failed line, and why each fired or did not. Nothing is run, no probe is taken.

The mind itself does the thinking; here is only watched what it asks and what it hears. The failed event comes from the
body, so that the line is taken apart, and the machine seen, as in a real repair.
"""

from __future__ import annotations

import os
import sys

from ghost_kernel import loading, mind, ranking
from ghost_kernel.checks import explaining, showing
from ghost_kernel.engine import Engine
from ghost_kernel.errors import ProtocolError, RuleError
from ghost_kernel.failure import Failure
from ghost_kernel.machine import Machine, Seen
from ghost_kernel.rule import Fix, Gates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ghost_kernel.checks.finding import Library
    from ghost_kernel.line import Stage
    from ghost_kernel.protocol.types import Candidate, FailedEvent
    from ghost_kernel.rule import Hint, Rule

WRONG = 2  # exit code for words that make no sense


class Said:
    """One thing a rule said: the line that comes of it, or why none does."""

    __slots__ = ("fix", "candidate", "dropped")

    def __init__(self, fix: Fix | Hint, candidate: Candidate | None, dropped: str) -> None:
        self.fix = fix
        self.candidate = candidate
        self.dropped = dropped


class Row:
    """One rule at one stage: which gate was shut; or what it said, and where its function ended."""

    __slots__ = ("rule", "source", "view", "stage", "about_program", "shut", "unasked", "raised", "ended", "said")

    def __init__(self, rule: str, source: str, view: int, stage: str, about_program: bool) -> None:
        self.rule = rule
        self.source = source  # '' built in, 'yours', or the package's path
        self.view = view  # the place of the stage among those held at fault
        self.stage = stage
        self.about_program = about_program  # its gates name the program at fault
        self.shut = ""
        self.unasked = ""  # why it was not asked, though its gates are open
        self.raised = ""
        self.ended = ""
        self.said: list[Said] = []


class Report:
    """All there is to tell."""

    def __init__(self, event: FailedEvent) -> None:
        self.event = event
        self.blamed: list[tuple[str, bool]] = []
        self.rows: list[Row] = []
        self.candidates: list[Candidate] = []
        self.hint = ""
        self.probes: list[str] = []


class Watch(Engine):
    """An engine that keeps what each rule said, by the stage it was asked about."""

    def __init__(self, library: Library) -> None:
        super().__init__(library.folder, library.troubles.append, library.packages)
        self.heard: dict[tuple[str, int], explaining.Heard] = {}
        self.views: list[Failure] = []

    def ask(self, failure: Failure) -> list[tuple[str, Fix | Hint]]:
        """As ever."""
        self.views.append(failure)
        return super().ask(failure)

    def hear(self, one: Rule, failure: Failure) -> list[Fix | Hint]:
        """As ever, but what it raised is kept and not logged."""
        heard = explaining.hear(one, failure)
        self.heard[one.name, len(self.views)] = heard
        return heard.answers


def main(library: Library, rule: str, every: bool, as_json: bool) -> int:
    """Reads the event, thinks, tells; 0 when something would be proposed."""
    from ghost_kernel.protocol import codec, types

    try:
        event = codec.decode_event(sys.stdin.buffer.readline())
    except ProtocolError as error:
        sys.stderr.write(f"no failed event on stdin: {error}\n")
        return WRONG
    if not isinstance(event, types.FailedEvent):
        sys.stderr.write("no failed event on stdin\n")
        return WRONG
    if rule and not library.named(rule):
        sys.stderr.write(f"{rule}: there is no rule of that name; ghost rules list shows them all\n")
        return WRONG
    library.troubles.clear()  # the engine will say them again
    report = examine(event, library, rule)
    for trouble in library.troubles:
        sys.stderr.write(trouble + "\n")
    sys.stdout.write(showing.as_json(report) if as_json else showing.as_text(report, bool(rule), every))
    return 0 if report.candidates else 1


def examine(event: FailedEvent, library: Library, only: str = "") -> Report:
    """Lets the mind think, and tells of each rule, or of the one that is meant, what it did at each stage."""
    report = Report(event)

    def look(argv: list[str], why: str) -> Seen | None:
        words = " ".join(argv)
        if words not in report.probes:
            report.probes.append(words)
        return None

    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    machine = Machine(event.cwd, event.path, os.environ.get("HOME", ""), look, locale=locale)
    watch = Watch(library)
    thought = mind.think(event, machine, watch)
    report.candidates = thought.candidates
    report.hint = thought.hint
    for number, view in enumerate(watch.views, 1):
        stage = _text(view, view.stage)
        report.blamed.append((stage, view.proven))
        sure = next((name for name, place in reversed(list(watch.heard)) if place == number), "")
        for name, source, gates, load in _all(watch):
            if only and only != name and not name.startswith(only + "/"):
                continue
            names = (view.stage.program, *view.stage.wrappers)
            row = Row(name, source, number - 1, stage, any(one in gates.programs for one in names))
            row.shut = explaining.why_shut(gates, view)
            report.rows.append(row)
            if row.shut:
                continue
            heard = watch.heard.get((name, number))
            if heard is None:
                row.unasked = f"{sure} was sure already" if sure else "it cannot be loaded"
                if not only or not sure:
                    continue
                try:
                    heard = explaining.hear(load(), view)
                except RuleError as error:
                    row.unasked = str(error)
                    continue
            _tell(row, heard, view, report)
    return report


def _all(engine: Engine) -> list[tuple[str, str, Gates, Callable[[], Rule]]]:
    """Every rule in the order of asking: its name, whose it is, its gates, and a way to load it."""
    from ghost_kernel.rules._gates import GATES

    found: list[tuple[str, str, Gates, Callable[[], Rule]]] = []
    for one in engine.own():
        found.append((one.name, one.source.path if one.source.name else "yours", one.gates, one.rule))
    for name, gates in GATES.items():
        found.append((name, "", Gates(*gates), lambda name=name: loading.load_builtin(name)))  # type: ignore[misc]
    return found


def _tell(row: Row, heard: explaining.Heard, view: Failure, report: Report) -> None:
    """What a rule said, and what became of each."""
    row.raised, row.ended = heard.raised, heard.ended
    for said in heard.answers:
        if not isinstance(said, Fix):
            row.said.append(Said(said, None, ""))
            continue
        candidate, dropped = explaining.outcome(view, row.rule, said)
        row.said.append(Said(said, candidate, dropped or (candidate and _left_out(candidate, report)) or ""))


def _left_out(candidate: Candidate, report: Report) -> str:
    """Why ranking left a candidate out; empty when it did not."""
    line = ranking.same(candidate.command)
    kept = next((one for one in report.candidates if ranking.same(one.command) == line), None)
    if kept is not None:
        return "" if (kept.rule, kept.confidence) == (candidate.rule, candidate.confidence) else f"as {kept.rule} says"
    if line == ranking.same(report.event.line):
        return "it is the line that failed"
    if line in [ranking.same(one.line) for one in report.event.tried]:
        return "it was tried before"
    if candidate.confidence < ranking.LEAST:
        return f"below {ranking.LEAST}: less likely than not"
    return f"only the best {ranking.MOST} are proposed"


def _text(view: Failure, stage: Stage) -> str:
    return view.line[stage.start : stage.end] or view.line
