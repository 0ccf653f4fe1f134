"""What came of one repair, written down: which lines worked, failed or were turned down, for which failure."""

from __future__ import annotations

import time

from ghost_kernel.memory import shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from ghost_kernel.failure import Failure
    from ghost_kernel.machine import Machine
    from ghost_kernel.protocol.types import AskedEvent, Candidate, FailedEvent, OutcomeEvent

USUAL_MOST = 20_000  # episodes
PRUNE_EACH = 64  # new episodes between two looks at how many there are
PRUNE_MORE = 256  # episodes that one look takes away beyond what is too many, so that the next ones need not
LONGEST = 4096  # code points of a line
HEAD, TAIL = 1024, 1024  # code points of an output
DAY = 86_400
IMPORTED = "imported"  # in the place of origins: nobody here has seen it work
COUNTS = ("solved", "failed", "declined", "offered", "given_up")
COLUMNS = (
    "shape", "error", "dialect", "line", "project", "cwd", "exit_code", "output", "fix", "origins", "why", "source",
    "rule", *COUNTS, "created", "used",
)  # fmt: skip
_VERDICTS = {"solved": "solved", "declined": "declined", "offered": "offered", "gave_up": "given_up"}


class Episode:
    """A failure, one line that was meant to help, and how often what came of that."""

    __slots__ = COLUMNS

    def __init__(self, **values: object) -> None:
        for name in COLUMNS:
            setattr(self, name, values.get(name, 0 if name in COUNTS else ""))

    def row(self) -> tuple[object, ...]:
        """Its values, in the order of the columns."""
        return tuple([getattr(self, name) for name in COLUMNS])


def of_repair(
    event: FailedEvent, failure: Failure, proposed: Sequence[Candidate], outcome: OutcomeEvent
) -> list[Episode]:
    """What there is to write of a repair that has ended."""
    if len(event.line) > LONGEST or not event.line.strip():
        return []
    now = int(time.time())
    head: dict[str, object] = {
        "shape": shape.of_line(failure),
        "error": shape.of_output(failure.output, [word.plain for word in shape.words_of(failure.stages)]),
        "dialect": event.dialect,
        "line": event.line,
        "project": shape.project_of(failure.machine),
        "cwd": event.cwd,
        "exit_code": event.exit_code,
        "output": ends(failure.output or ""),
        "created": now,
        "used": now,
    }
    told: list[Episode] = []
    known = {one.command: one for one in proposed}
    for tried in event.tried:
        if tried.exit_code and len(tried.line) <= LONGEST:
            told.append(Episode(**head, **_fix(tried.line, known.get(tried.line)), failed=1))
    count = _VERDICTS.get(outcome.verdict)
    # One that was stopped has no line, and says nothing of any.
    says = bool(outcome.line) or outcome.verdict == "gave_up"
    if count is not None and says and len(outcome.line) <= LONGEST:
        told.append(Episode(**head, **_fix(outcome.line, known.get(outcome.line)), **{count: 1}))
    return told


def of_offer(event: AskedEvent, machine: Machine, offered: Sequence[Candidate], outcome: OutcomeEvent) -> list[Episode]:
    """What there is to write of a sentence that was answered with a line, which waits at the prompt."""
    found = next((one for one in offered if one.command == outcome.line), None)
    if found is None or max(len(event.text), len(outcome.line)) > LONGEST or not event.text.strip():
        return []
    now = int(time.time())
    about: dict[str, object] = {
        "dialect": event.dialect,
        "line": event.text,
        "project": shape.project_of(machine),
        "cwd": event.cwd,
        "created": now,
        "used": now,
    }
    return [Episode(shape=shape.ASKED, error=shape.ASKED, **about, **_fix(outcome.line, found), offered=1)]


def _fix(line: str, candidate: Candidate | None) -> dict[str, object]:
    if candidate is None:
        return {"fix": line}
    return {
        "fix": line,
        "origins": packed([(one.word, one.origin) for one in candidate.origins]),
        "why": candidate.why[:200],
        "source": candidate.source,
        "rule": candidate.rule[:100],
    }


def packed(origins: Sequence[tuple[str, str]]) -> str:
    """Where the words of a line came from, as one text: a kind and a word a line."""
    kept = [(word, kind) for word, kind in origins if word and "\n" not in word]
    return "\n".join([f"{kind} {word}" for word, kind in kept])


def unpacked(text: str) -> dict[str, str]:
    """The same again: word → kind."""
    return {word: kind for kind, _, word in (line.partition(" ") for line in text.split("\n")) if word}


def ends(text: str) -> str:
    """The head and the tail of an output."""
    if len(text) <= HEAD + TAIL:
        return text
    return f"{text[:HEAD]}\n…\n{text[-TAIL:]}"


def write(base: sqlite3.Connection, told: Sequence[Episode], most: int = 0, again: bool = False) -> int:
    """Adds episodes to those that are there; gives how many are new. `again`: their counts may be known already, as of
    what is imported, and are not added up.
    """
    marks = ", ".join("?" * len(COLUMNS))
    sums = ", ".join(
        [f"{name} = max({name}, excluded.{name})" if again else f"{name} = {name} + excluded.{name}" for name in COUNTS]
    )
    # What is told of a line once stays: where its words come from must not become more trusted by being told again.
    # What was imported stays so until it has worked here.
    statement = (
        f"insert into episodes ({', '.join(COLUMNS)}) values ({marks})"  # noqa: S608
        f" on conflict (line, dialect, error, project, fix) do update set {sums},"
        " used = max(used, excluded.used), created = min(created, excluded.created),"
        f" origins = case when (origins = '{IMPORTED}' and excluded.solved > 0)"
        f" or (origins = '' and excluded.origins != '{IMPORTED}') then excluded.origins else origins end"
    )
    before = _highest(base)
    for one in told:
        base.execute(statement, one.row())
    after = _highest(base)
    if after // PRUNE_EACH != before // PRUNE_EACH:
        prune(base, most or USUAL_MOST)
    return after - before


def _highest(base: sqlite3.Connection) -> int:
    return int(base.execute("select coalesce(max(id), 0) from episodes").fetchone()[0])


def prune(base: sqlite3.Connection, most: int) -> int:
    """Takes the least useful away where there are too many: what was imported, the older, and what never solved
    anything, first.
    """
    count = base.execute("select count(*) from episodes").fetchone()[0]
    if count <= most:
        return 0
    worth = f"origins != '{IMPORTED}', used + {30 * DAY} * min(solved, 12) + {10 * DAY} * min(declined, 3), id"
    gone = base.execute(
        f"delete from episodes where id in (select id from episodes order by {worth} limit ?)",  # noqa: S608
        (count - most + min(PRUNE_MORE, most // 8),),
    )
    return int(gone.rowcount)
