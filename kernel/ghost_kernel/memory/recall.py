"""What helped before, for the failure at hand; and what did not, so that nobody proposes it again.

How sure a line is follows from how often it worked and how often not, and from how alike the failure is: this very line
in this project, this line elsewhere, a line of the same shape here, one elsewhere. A message that is only near in
meaning is the least sure of all: what helped then is a guess now, which nothing runs unasked.
"""

from __future__ import annotations

from ghost_kernel.memory import episodes, fitting, shape
from ghost_kernel.protocol.types import Candidate, Origin
from ghost_kernel.ranking import same

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from ghost_kernel.failure import Failure
    from ghost_kernel.memory.vectors import Meaning

MOST_ROWS = 64  # episodes looked at, of each way to be alike
MOST_TRIED = 12  # lines that are fitted to the words typed now
HEAD_START = 1.5  # of times it worked, beside so many of one time it failed: once and never otherwise is 0.83
SAME_LINE_HERE, SAME_LINE, SAME_SHAPE_HERE, SAME_SHAPE = 1.0, 0.92, 0.85, 0.75
UNSEEN = 0.9  # factor where one of the two outputs was not seen
TURNED_DOWN_ELSEWHERE = 0.7
FIELDS = "line, error, project, fix, origins, exit_code, solved, failed, declined, used"
BY_LINE = f"select {FIELDS} from episodes where line = ? and dialect = ? order by used desc limit {MOST_ROWS}"  # noqa: S608
BY_SHAPE = (
    f"select {FIELDS} from episodes where shape = ? and error = ? and dialect = ? and solved > 0 and line != ?"  # noqa: S608
    f" order by used desc limit {MOST_ROWS}"
)
NEAR = 0.85  # cosine from which on two messages say the same: one trouble in the words of two versions
GUESS = 0.58  # below what is run unasked
BY_LINES_SHAPE = (
    f"select {FIELDS}, id from episodes where shape = ? and dialect = ?"  # noqa: S608
    f" order by used desc limit {MOST_ROWS}"
)


class Tally:
    """What is known of one line as an answer to the failure at hand."""

    __slots__ = ("line", "solved", "failed", "declined", "factor", "origins", "here", "turned_down_here", "seen")

    def __init__(self, line: str) -> None:
        self.line = line
        self.solved = 0
        self.failed = 0
        self.declined = 0
        self.factor = 0.0
        self.origins: dict[str, str] = {}
        self.here = False
        self.turned_down_here = False
        self.seen = False  # it has worked for this person: what was only imported has not


class Recalled:
    """Lines that helped, and a word on what others propose."""

    __slots__ = ("candidates", "_known")

    def __init__(self, candidates: list[Candidate], known: dict[str, Tally]) -> None:
        self.candidates = candidates
        self._known = known  # by the line as ranking compares lines

    def weigh(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The candidates of others without those that were turned down here; what failed before is less sure."""
        kept = []
        for one in candidates:
            tally = self._known.get(same(one.command))
            if tally is not None:
                if tally.declined > tally.solved and tally.turned_down_here:
                    continue
                if tally.declined > tally.solved:
                    one.confidence = round(one.confidence * TURNED_DOWN_ELSEWHERE, 3)
                if tally.failed > tally.solved:
                    share = (tally.solved + 1) / (tally.solved + tally.failed + 1)
                    one.confidence = round(one.confidence * share, 3)
            kept.append(one)
        return kept

    def ordered(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The same for lines that nobody ranks: what has worked most often comes first, what has failed last."""
        return sorted(self.weigh(candidates), key=self._rank)

    def _rank(self, candidate: Candidate) -> int:
        tally = self._known.get(same(candidate.command))
        return 0 if tally is None else tally.failed - tally.solved


def of_failure(base: sqlite3.Connection, failure: Failure) -> Recalled | None:
    """What the file knows of it; None where it knows nothing."""
    words = [word.plain for word in shape.words_of(failure.stages)]
    error = shape.of_output(failure.output, words)
    project = shape.project_of(failure.machine)
    known: dict[str, Tally] = {}
    rows = base.execute(BY_LINE, (failure.line, failure.dialect)).fetchall()
    for row in rows:
        alike = _alike(row[1], error, row[5], failure.exit_code)
        if alike:
            _add(known, row[3], row, SAME_LINE_HERE * alike if row[2] == project else SAME_LINE * alike, project, True)
    if not any(one.solved for one in known.values()) and failure.stages:
        wanted = (shape.of_line(failure), error, failure.dialect, failure.line)
        if error != shape.UNSEEN or failure.exit_code == 127:
            _others(known, base.execute(BY_SHAPE, wanted).fetchall(), failure, project)
    if not known:
        return None
    return Recalled(_candidates(known, failure), known)


def of_sentence(base: sqlite3.Connection, text: str, dialect: str, project: str) -> Recalled | None:
    """What the file knows of the lines that were offered for this very sentence; it proposes none itself."""
    known: dict[str, Tally] = {}
    for row in base.execute(BY_LINE, (text, dialect)).fetchall():
        if row[1] == shape.ASKED:
            _add(known, row[3], row, SAME_LINE_HERE if row[2] == project else SAME_LINE, project, True)
    return Recalled([], known) if known else None


def of_near(base: sqlite3.Connection, failure: Failure, meaning: Meaning | None) -> Recalled | bool:
    """What helped lines of the same shape whose program said nearly the same, for what of_failure knows nothing of;
    False where there are no such lines. Without the extras: whether there are.

    That two messages are about one thing does not make a line that helped one help the other: words of one program
    about quite different troubles are nearer to each other than those of two about the same. So the line has to be
    alike as well, and is a guess even then.
    """
    error = shape.of_output(failure.output, [word.plain for word in shape.words_of(failure.stages)])
    said = shape.spoken("", error)
    if not failure.stages or not said or error == shape.UNSEEN:
        return False
    rows = base.execute(BY_LINES_SHAPE, (shape.of_line(failure), failure.dialect)).fetchall()
    if not any(row[6] for row in rows):
        return False
    if meaning is None:
        return True
    cosines = meaning.compare(base, said, [row[-1] for row in rows])
    known: dict[str, Tally] = {}
    near = [row for row in rows if cosines.get(row[-1], 0.0) >= NEAR]
    _others(known, near, failure, shape.project_of(failure.machine))
    found = _candidates(known, failure)
    for one in found:
        one.confidence = min(one.confidence, GUESS)
        one.why += ", for nearly the same message"
    return Recalled(found, known)


def _others(known: dict[str, Tally], rows: list[tuple[str, ...]], failure: Failure, project: str) -> None:
    """Lines that helped others of the same shape."""
    tried: dict[tuple[str, str], str] = {}
    for row in rows:
        key = (row[0], row[3])
        if key not in tried:
            if len(tried) >= MOST_TRIED:
                break
            tried[key] = fitting.carried_over(row[0], row[3], failure)
        if tried[key]:
            _add(known, tried[key], row, SAME_SHAPE_HERE if row[2] == project else SAME_SHAPE, project, False)


def _alike(error: str, now: str, exit_code: object, code: int) -> float:
    """How alike the outputs of the same line are: 1 when they say the same, 0 when it was another failure."""
    if error == now:
        return 1.0
    if (error == shape.UNSEEN or now == shape.UNSEEN) and exit_code == code:
        return UNSEEN
    return 0.0


def _add(known: dict[str, Tally], fix: str, row: Sequence[object], factor: float, project: str, exact: bool) -> None:
    if not fix:
        return
    tally = known.setdefault(same(fix), Tally(fix))
    solved, failed, declined = int(str(row[6])), int(str(row[7])), int(str(row[8]))
    tally.solved += solved
    tally.failed += failed
    tally.declined += declined
    here = row[2] == project
    if exact and here and declined:
        tally.turned_down_here = True
    if solved and factor > tally.factor:
        tally.factor = factor
        tally.here = here
    tally.seen = tally.seen or (solved > 0 and row[4] != episodes.IMPORTED)
    if solved:
        # Of two kinds for one word the less trusted one counts.
        for word, kind in episodes.unpacked(str(row[4])).items():
            if tally.origins.get(word) not in ("output", "model"):
                tally.origins[word] = kind


def _candidates(known: dict[str, Tally], failure: Failure) -> list[Candidate]:
    typed: set[str] = set()
    for word in shape.words_of(failure.stages):
        typed.update((word.text, word.plain))
    found = []
    for tally in known.values():
        if not tally.solved or tally.declined > tally.solved or tally.failed > tally.solved:
            continue
        exact = tally.factor > SAME_SHAPE_HERE
        if not fitting.fits(tally.line, failure, tally.here, exact):
            continue
        sure = (tally.solved + HEAD_START) / (tally.solved + tally.failed + tally.declined + 2) * tally.factor
        sure = min(sure, 0.98 if tally.seen else GUESS)
        times = "once" if tally.solved == 1 else f"{tally.solved} times"
        found.append(
            Candidate(
                command=tally.line,
                why=f"this has worked {times} {'here' if tally.here else 'elsewhere'}",
                confidence=round(sure, 3),
                source="memory",
                origins=_origins(tally, failure, typed),
            )
        )
    return found


def _origins(tally: Tally, failure: Failure, typed: set[str]) -> list[Origin]:
    """Where each word comes from. That a line has worked makes a word of a program's output no more trusted than it
    was; and one of which nothing is known may be anybody's.
    """
    from ghost_kernel import shells

    found: dict[str, str] = {}
    for word in shape.words_of(shells.split(tally.line, failure.dialect)):
        if word.plain in typed or word.text in typed:
            found[word.plain] = "typed"
            continue
        kind = tally.origins.get(word.plain, "output")
        found[word.plain] = "local" if kind == "typed" else kind  # typed then, and not now
    return [Origin(word, kind) for word, kind in found.items()]
