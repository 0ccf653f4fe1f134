"""Makes the vectors that are missing: all of them when the person indexes or imports something,
some while a brain has nothing to do.

Texts are read outside of any transaction, so that no other shell waits for a model.
"""

from __future__ import annotations

import sys

from ghost_kernel.memory import vectors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.memory.embedding import Embedder
    from ghost_kernel.memory.store import Store
    from ghost_kernel.memory.vectors import Tables

EACH = 256  # given vectors in one transaction
TOLD_FROM = 100  # texts, from which on it takes a while
MOST = 1 << 20
MOST_KNOWN = 4096  # texts: programs say the same again and again


def everything(store: Store, embedder: Embedder) -> int:
    """Vectors of all passages and failures; gives how many were made."""
    kinds = (vectors.PASSAGES, vectors.EPISODES)
    left = sum([len(store.read(lambda base, kind=kind: vectors.missing(base, MOST, kind)) or []) for kind in kinds])  # type: ignore[misc]
    if left > TOLD_FROM:
        sys.stderr.write(f"ghost: reading {left} texts for their meaning; if that is stopped, the next time goes on\n")
    return sum([some(store, embedder, kind, left) for kind in kinds])


def newest(store: Store, embedder: Embedder, most: int) -> int:
    """Vectors of failures that came after the last one that has one: quick, as those before are not looked at."""
    return some(store, embedder, vectors.EPISODES, most, only_newer=True)


def some(store: Store, embedder: Embedder, tables: Tables, most: int, only_newer: bool = False) -> int:
    """The newest that are missing, at most so many; gives how many were made."""
    after = store.read(lambda base: vectors.highest(base, tables)) or 0 if only_newer else 0
    known: dict[str, tuple[bytes, bytes]] = {}
    count, before = 0, vectors.LAST
    while count < most:
        texts = _missing(store, tables, min(EACH, most - count), after, before)
        rows = vectors.rows_for(embedder, texts, known) if texts else []
        if not rows or store.write(lambda base, rows=rows: vectors.write(base, rows, tables)) is None:  # type: ignore[misc]
            break
        count, before = count + len(rows), rows[-1][0]  # those that were looked at are not looked at again
        if len(known) > MOST_KNOWN:
            known.clear()
    return count


def _missing(store: Store, tables: Tables, count: int, after: int, before: int) -> list[tuple[int, str]]:
    return store.read(lambda base: vectors.missing(base, count, tables, after, before)) or []
