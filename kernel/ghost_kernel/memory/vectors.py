"""Nearness of meaning: for each passage and each failure a vector, kept in memory's own file beside it.

Two passes, as exact search over 100,000 vectors takes too long: signs of the numbers alone, one bit each, held in the
brain's memory and compared all at once; then the nearest few hundred by their numbers, read from the file. Both shells
and extras may come and go: what has no vector is found by its words.
"""

from __future__ import annotations

from ghost_kernel.memory import shape
from ghost_kernel.memory.embedding import SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from typing import Any

    from ghost_kernel.memory.embedding import Embedder

COARSE = 512  # vectors that the first pass leaves
SCALE = 127.0
LAST = (1 << 63) - 1  # no key is higher
SHOWN = 240  # characters of a passage that its vector is made of


class Tables:
    """Where vectors of one kind lie: the table of what they are of, theirs, and the name of the column between."""

    __slots__ = ("texts", "numbers", "bits", "state", "key", "text")

    def __init__(self, texts: str, numbers: str, bits: str, state: str, key: str, text: str) -> None:
        self.texts = texts
        self.numbers = numbers
        self.bits = bits
        self.state = state
        self.key = key
        self.text = text  # two columns that the vector is made of


PASSAGES = Tables("passages", "vectors", "vector_bits", "vector_state", "passage", "title, body")
EPISODES = Tables("episodes", "episode_vectors", "episode_bits", "episode_state", "episode", "line, error")


class Index:
    """The bits of all vectors of one kind, read when they have changed."""

    def __init__(self, numpy: Any, tables: Tables = PASSAGES) -> None:
        self.numpy = numpy
        self.tables = tables
        self._seen = (-1, -1)
        self._keys = numpy.zeros(0, numpy.int64)
        self._bits = numpy.zeros((SIZE // 64, 0), numpy.uint64)  # one row for each 64 numbers: they are added up

    def nearest(self, base: sqlite3.Connection, query: Any, count: int) -> list[tuple[int, float]]:
        """The keys of those whose meaning is nearest, with the cosine of the angle between."""
        numpy = self.numpy
        self._refresh(base)
        if not len(self._keys):
            return []
        bits = numpy.packbits(query > 0).view(numpy.uint64)
        apart = numpy.zeros(len(self._keys), numpy.uint16)
        for row, part in zip(self._bits, bits):
            apart += numpy.bitwise_count(row ^ part)
        few = min(COARSE, len(apart))
        chosen = numpy.argpartition(apart, few - 1)[:few] if few < len(apart) else numpy.arange(few)
        keys = [int(one) for one in self._keys[chosen]]
        rows = _rows(base, self.tables, keys)
        if not rows:
            return []
        numbers = numpy.frombuffer(b"".join([row[1] for row in rows]), numpy.int8).reshape(len(rows), SIZE)
        near = _cosines(numpy, numbers, query)
        best = numpy.argsort(-near)[:count]
        return [(int(rows[place][0]), float(near[place])) for place in best]

    def _refresh(self, base: sqlite3.Connection) -> None:
        here = self.tables
        state = tuple(base.execute(f"select gone, highest from {here.state}").fetchone())  # noqa: S608
        if state == self._seen:
            return
        numpy = self.numpy
        last = int(self._keys[-1]) if state[0] == self._seen[0] and len(self._keys) else 0
        newer = f"select {here.key}, bits from {here.bits} where {here.key} > ? order by {here.key}"  # noqa: S608
        rows = [row for row in base.execute(newer, (last,)) if len(row[1]) == SIZE // 8]
        keys = numpy.array([row[0] for row in rows], numpy.int64)
        bits = numpy.frombuffer(b"".join([row[1] for row in rows]), numpy.uint64).reshape(len(rows), SIZE // 64).T
        if last:
            keys, bits = numpy.concatenate([self._keys, keys]), numpy.concatenate([self._bits, bits], axis=1)
        self._keys, self._bits, self._seen = keys, numpy.ascontiguousarray(bits), state


class Meaning:
    """A loaded model with the vectors there are."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder
        self._passages = Index(embedder.numpy, PASSAGES)
        self._episodes = Index(embedder.numpy, EPISODES)

    def near(self, base: sqlite3.Connection, text: str, count: int) -> list[tuple[int, float]]:
        """The passages nearest to a question, best first."""
        return self._near(base, self._passages, text, count)

    def alike(self, base: sqlite3.Connection, text: str, count: int) -> list[tuple[int, float]]:
        """The failures nearest to what a text says, best first."""
        return self._near(base, self._episodes, text, count)

    def compare(self, base: sqlite3.Connection, text: str, keys: Sequence[int]) -> dict[int, float]:
        """How near these failures are to what a text says; of one that has no vector nothing is said."""
        rows = _rows(base, EPISODES, keys)
        if not rows:
            return {}
        numpy = self.embedder.numpy
        numbers = numpy.frombuffer(b"".join([row[1] for row in rows]), numpy.int8).reshape(len(rows), SIZE)
        cosines = _cosines(numpy, numbers, self.embedder.vectors([text])[0])
        return {row[0]: float(cosine) for row, cosine in zip(rows, cosines)}

    def _near(self, base: sqlite3.Connection, index: Index, text: str, count: int) -> list[tuple[int, float]]:
        if not text.strip() or not highest(base, index.tables):
            return []
        return index.nearest(base, self.embedder.vectors([text])[0], count)


def _rows(base: sqlite3.Connection, tables: Tables, keys: Sequence[int]) -> list[tuple[int, bytes]]:
    """The numbers of these vectors, each with its key."""
    marks = ",".join("?" * len(keys))
    where = f"select {tables.key}, numbers from {tables.numbers} where {tables.key} in ({marks})"  # noqa: S608
    return [row for row in base.execute(where, keys) if len(row[1]) == SIZE]  # what has another length is no vector


def _cosines(numpy: Any, numbers: Any, query: Any) -> Any:
    """Of vectors as they are kept, which rounding has made a little longer or shorter, and one that is asked with."""
    wide = numbers.astype(numpy.float32)
    return wide @ query / numpy.maximum(numpy.linalg.norm(wide, axis=1), 1e-9)


def highest(base: sqlite3.Connection, tables: Tables) -> int:
    """The key of the newest vector; 0 where there is none."""
    return int(base.execute(f"select highest from {tables.state}").fetchone()[0])  # noqa: S608


def rows_for(
    embedder: Embedder, texts: Sequence[tuple[int, str]], known: dict[str, tuple[bytes, bytes]]
) -> list[tuple[int, bytes, bytes]]:
    """Rows for keys and their texts. What stands there several times is read once: `known` has what was read before,
    and takes what is read now.
    """
    new = [text for text in dict.fromkeys([text for _, text in texts]) if text not in known]
    for place, bits, numbers in rows_of(embedder.numpy, range(len(new)), embedder.vectors(new)) if new else ():
        known[new[place]] = (bits, numbers)
    return [(key, *known[text]) for key, text in texts]


def rows_of(numpy: Any, keys: Sequence[int], made: Any) -> list[tuple[int, bytes, bytes]]:
    """Rows for the table: a key, bits, numbers."""
    bits = numpy.packbits(made > 0, axis=1)
    numbers = numpy.clip(numpy.rint(made * SCALE), -127, 127).astype(numpy.int8)
    return [(key, bits[place].tobytes(), numbers[place].tobytes()) for place, key in enumerate(keys)]


def write(base: sqlite3.Connection, rows: Sequence[tuple[int, bytes, bytes]], tables: Tables = PASSAGES) -> int:
    """Keeps vectors; of what has gone meanwhile none."""
    is_there = f"where exists (select 1 from {tables.texts} where id = ?1)"  # noqa: S608
    numbers = [(row[0], row[2]) for row in rows]
    base.executemany(f"insert or replace into {tables.numbers} select ?1, ?2 {is_there}", numbers)
    bits = [(row[0], row[1]) for row in rows]
    base.executemany(f"insert or replace into {tables.bits} select ?1, ?2 {is_there}", bits)
    # Whoever has read up to the highest key has not seen one before it.
    before = highest(base, tables)
    is_older = any(row[0] <= before for row in rows)
    newest = f"select coalesce(max({tables.key}), 0) from {tables.numbers}"  # noqa: S608
    base.execute(f"update {tables.state} set highest = ({newest}), gone = gone + ?", (int(is_older),))  # noqa: S608
    return len(rows)


def missing(
    base: sqlite3.Connection, count: int, tables: Tables = PASSAGES, after: int = 0, before: int = LAST
) -> list[tuple[int, str]]:
    """What has no vector yet, the newest first: keys between two others, each with the text to make one of."""
    where = (
        f"select id, {tables.text} from {tables.texts}"  # noqa: S608
        f" where id > ? and id < ? and id not in (select {tables.key} from {tables.numbers}) order by id desc limit ?"
    )
    rows = base.execute(where, (after, before, count))
    if tables is EPISODES:
        return [(row[0], shape.spoken(row[1], row[2])) for row in rows]
    return [(row[0], f"{row[1]}: {row[2][:SHOWN]}") for row in rows]
