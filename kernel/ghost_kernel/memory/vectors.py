"""Nearness of meaning: for each passage a vector, kept in memory's own file beside it.

Two passes, as exact search over 100,000 vectors takes too long: signs of the numbers alone, one bit each, held in the
brain's memory and compared all at once; then the nearest few hundred by their numbers, read from the file. Both shells
and extras may come and go: a passage without a vector is found by its words.
"""

from __future__ import annotations

from ghost_kernel.memory.embedding import SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from typing import Any

    from ghost_kernel.memory.embedding import Embedder

COARSE = 512  # vectors that the first pass leaves
SCALE = 127.0
MISSING = "select id, title, body from passages where id not in (select passage from vectors) order by id limit ?"
SHOWN = 240  # characters of a passage that its vector is made of


class Index:
    """The bits of all vectors, read when they have changed."""

    def __init__(self, numpy: Any) -> None:
        self.numpy = numpy
        self._seen = (-1, -1)
        self._keys = numpy.zeros(0, numpy.int64)
        self._bits = numpy.zeros((SIZE // 64, 0), numpy.uint64)  # one row for each 64 numbers: they are added up

    def nearest(self, base: sqlite3.Connection, query: Any, count: int) -> list[tuple[int, float]]:
        """The passages whose meaning is nearest, with the cosine of the angle between."""
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
        marks = ",".join("?" * len(keys))
        rows = base.execute(f"select passage, numbers from vectors where passage in ({marks})", keys).fetchall()  # noqa: S608
        if not rows:
            return []
        numbers = numpy.frombuffer(b"".join([row[1] for row in rows]), numpy.int8).reshape(len(rows), SIZE)
        near = numbers.astype(numpy.float32) @ query / SCALE
        best = numpy.argsort(-near)[:count]
        return [(int(rows[place][0]), float(near[place])) for place in best]

    def _refresh(self, base: sqlite3.Connection) -> None:
        state = tuple(base.execute("select gone, highest from vector_state").fetchone())
        if state == self._seen:
            return
        numpy = self.numpy
        last = int(self._keys[-1]) if state[0] == self._seen[0] and len(self._keys) else 0
        rows = base.execute(
            "select passage, bits from vector_bits where passage > ? order by passage", (last,)
        ).fetchall()
        keys = numpy.array([row[0] for row in rows], numpy.int64)
        bits = numpy.frombuffer(b"".join([row[1] for row in rows]), numpy.uint64).reshape(len(rows), SIZE // 64).T
        if last:
            keys, bits = numpy.concatenate([self._keys, keys]), numpy.concatenate([self._bits, bits], axis=1)
        self._keys, self._bits, self._seen = keys, numpy.ascontiguousarray(bits), state


class Meaning:
    """A loaded model with the vectors there are."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder
        self.index = Index(embedder.numpy)

    def near(self, base: sqlite3.Connection, text: str, count: int) -> list[tuple[int, float]]:
        """The passages nearest to a question, best first."""
        if not text.strip() or base.execute("select highest from vector_state").fetchone()[0] == 0:
            return []
        return self.index.nearest(base, self.embedder.vectors([text])[0], count)


def rows_of(numpy: Any, keys: Sequence[int], made: Any) -> list[tuple[int, bytes, bytes]]:
    """Rows for the table: a key, bits, numbers."""
    bits = numpy.packbits(made > 0, axis=1)
    numbers = numpy.clip(numpy.rint(made * SCALE), -127, 127).astype(numpy.int8)
    return [(key, bits[place].tobytes(), numbers[place].tobytes()) for place, key in enumerate(keys)]


def write(base: sqlite3.Connection, rows: Sequence[tuple[int, bytes, bytes]]) -> int:
    """Keeps vectors; of passages that have gone meanwhile none."""
    is_there = "where exists (select 1 from passages where id = ?1)"
    numbers = [(row[0], row[2]) for row in rows]
    base.executemany(f"insert or replace into vectors select ?1, ?2 {is_there}", numbers)
    bits = [(row[0], row[1]) for row in rows]
    base.executemany(f"insert or replace into vector_bits select ?1, ?2 {is_there}", bits)
    base.execute("update vector_state set highest = (select coalesce(max(passage), 0) from vectors), gone = gone + ?",
                 (1 if _is_older(base, rows) else 0,))  # fmt: skip
    return len(rows)


def _is_older(base: sqlite3.Connection, rows: Sequence[tuple[int, bytes, bytes]]) -> bool:
    """Whether one of them stands before what others may have read already."""
    highest = base.execute("select highest from vector_state").fetchone()[0]
    return any(row[0] <= highest for row in rows)


def missing(base: sqlite3.Connection, count: int) -> list[tuple[int, str]]:
    """Passages that have no vector yet, each with the text to make one of."""
    return [(row[0], f"{row[1]}: {row[2][:SHOWN]}") for row in base.execute(MISSING, (count,))]
