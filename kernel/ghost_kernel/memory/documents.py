"""Retrieval: which passages of the documents that are here have to do with a question.

BM25 over English word stems; the words of the question count fully, other words for them less. Languages that are
written without blanks are looked up by runs of three signs, where SQLite has such a table, and by the English words for
common terms. Where the extras are there, what is near in meaning counts most. What is about a program that is here
comes before what is not.
"""

from __future__ import annotations

from ghost_kernel.knowledge import subcommands
from ghost_kernel.memory import synonyms
from ghost_kernel.memory.store import has_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Sequence

    from ghost_kernel.memory.vectors import Meaning

MOST_WORDS = 16
MOST_OTHERS = 32
EACH = 400  # passages that one look brings in
WEIGHTS = "4.0, 2.0, 1.0"  # of the program's name, the title, the text
OTHERS = 0.45  # what another word for a word counts
PARTS = 1.0
INSTALLED = 1.5
INSTALLED_NEAR = 1.15  # the same where scores are of meaning, which are closer to each other
WELL_KNOWN = 2.0  # of a program that most people use: manuals of thousands of others use the same words
WELL_KNOWN_NEAR = 1.08
WORDS = 0.25  # what the best match by words counts beside the cosine of meaning
FAR = 0.8  # of the least near one: what is not among the nearest
LEAST_PART = 3  # signs of a trigram
LEAST_STEM = 4  # letters by which two forms of one word are known
LEAST_ASKED = 2  # telling words of a question that documents are looked through for
BY_WORDS = (
    f"select rowid, bm25(passages_text, {WEIGHTS}) from passages_text where passages_text match ?"  # noqa: S608
    " order by 2 limit ?"
)
BY_PARTS = "select rowid, bm25(passages_parts) from passages_parts where passages_parts match ? order by 2 limit ?"
PASSAGE = (
    "select passages.id, program, title, body, place, kind from passages join sources on source = sources.id"
    " where passages.id = ?"
)


class Passage:
    """A part of a document that was found."""

    __slots__ = ("program", "title", "body", "place", "kind", "score")

    def __init__(self, program: str, title: str, body: str, place: str, kind: str, score: float) -> None:
        self.program = program
        self.title = title
        self.body = body
        self.place = place
        self.kind = kind
        self.score = score

    def to_wire(self) -> dict[str, object]:
        """For JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def search(
    base: sqlite3.Connection,
    text: str,
    count: int,
    installed: Container[str] = (),
    program: str = "",
    kinds: Sequence[str] = (),
    meaning: Meaning | None = None,
) -> list[Passage]:
    """The best passages for a question, best first; only those about a program, or of some kinds, where so asked."""
    scores: dict[int, float] = {}
    asked = asked_for(text)
    translated = synonyms.of_chinese(text)
    if has_table(base, "passages_text"):
        _add(base, scores, BY_WORDS, [*asked, *translated], 1.0)
        more = [other for word in [*asked, *translated] for other in synonyms.others(word)]
        _add(base, scores, BY_WORDS, [word for word in dict.fromkeys(more) if word not in asked][:MOST_OTHERS], OTHERS)
    if not text.isascii() and has_table(base, "passages_parts"):
        _add(base, scores, BY_PARTS, parts(text), PARTS)
    factor_here, factor_known = INSTALLED, WELL_KNOWN
    if meaning is not None:
        english = text if text.isascii() else " ".join([*asked, *translated])
        near = meaning.near(base, english, EACH)
        if near:
            scores = _mixed(scores, near)
            factor_here, factor_known = INSTALLED_NEAR, WELL_KNOWN_NEAR
    found = []
    for number in sorted(scores, key=lambda one: -scores[one])[: 4 * EACH]:
        row = base.execute(PASSAGE, (number,)).fetchone()
        if row is None or (program and row[1] != program) or (kinds and row[5] not in kinds):
            continue
        head = row[1].partition("-")[0]
        factor = factor_here if head and head in installed else 1.0
        if head and (subcommands.is_operand_taker(head) or head in subcommands.TABLE):
            factor *= factor_known
        found.append(Passage(row[1], row[2], row[3], row[4], row[5], round(scores[number] * factor, 4)))
    found.sort(key=lambda one: -one.score)
    return found[:count]


def _mixed(by_words: dict[int, float], near: Sequence[tuple[int, float]]) -> dict[int, float]:
    """Meaning and words in one score (a linear mix; adding up ranks is worse)."""
    best = max(by_words.values(), default=0.0) or 1.0
    cosines = dict(near)
    least = near[-1][1] * FAR
    return {one: cosines.get(one, least) + WORDS * by_words.get(one, 0.0) / best for one in {*by_words, *cosines}}


def asked_for(text: str) -> list[str]:
    """The words of a question that tell what it is about."""
    words = "".join(
        [char if char.isascii() and (char.isalnum() or char == "-") else " " for char in text.lower()]
    ).split()
    kept = [word.strip("-") for word in words if word not in synonyms.QUIET]
    return [word for word in dict.fromkeys(kept) if word][:MOST_WORDS]


def covers(text: str, passage: Passage) -> bool:
    """Whether a passage speaks of most of what is asked: of two words in three, or of as many others for them, and of
    half of what is written without blanks. One word alone asks nothing, nor does a greeting.
    """
    import re

    # Two forms of a word are one thing that is asked.
    asked, runs = list({_stem(word): word for word in asked_for(text)}.values()), parts(text)
    if len(asked) + len(runs) < LEAST_ASKED:
        return False
    said = f"{passage.program} {passage.title} {passage.body}".lower()
    words = {word[:end] for word in re.findall(r"[a-z0-9]+", said) for end in range(LEAST_STEM, len(word) + 1)}
    words.update(re.findall(r"[a-z0-9-]+", said))
    hits = sum([any(_stem(form) in words for form in (word, *synonyms.others(word))) for word in asked])
    return 3 * hits >= 2 * len(asked) and 2 * sum([one in said for one in runs]) >= len(runs)


def _stem(word: str) -> str:
    """What forms of a word have in common."""
    return word[: max(LEAST_STEM, len(word) - 3)] if len(word) > LEAST_STEM else word


def parts(text: str) -> list[str]:
    """Runs of three signs that no blank or Latin letter cuts."""
    found: list[str] = []
    run = ""
    for char in text + " ":
        if not char.isascii() and char.isalnum():
            run += char
            continue
        found += [run[at : at + LEAST_PART] for at in range(len(run) - LEAST_PART + 1)]
        run = ""
    return list(dict.fromkeys(found))[: 2 * MOST_WORDS]


def _add(base: sqlite3.Connection, scores: dict[int, float], statement: str, words: Sequence[str], part: float) -> None:
    """Adds what one look finds; bm25 is the better the lower."""
    if not words:
        return
    query = " OR ".join(['"' + word.replace('"', "") + '"' for word in words])
    for number, rank in base.execute(statement, (query, EACH)):
        scores[number] = scores.get(number, 0.0) - part * float(rank)
