"""What is remembered, for people and as JSON. Texts were typed or printed by anybody: signs that move a terminal's
cursor are shown, not sent.
"""

from __future__ import annotations

import os
import sys
import time

from ghost_kernel.memory import searching
from ghost_kernel.memory.store import has_table
from ghost_kernel.schemas import for_people

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from ghost_kernel.memory.store import Store
    from ghost_kernel.memory.vectors import Meaning

FIELDS = (
    "id",
    "used",
    "line",
    "fix",
    "solved",
    "failed",
    "declined",
    "offered",
    "given_up",
    "project",
    "source",
    "rule",
)
NEWEST = f"select {', '.join(FIELDS)} from episodes order by used desc, id desc limit ?"  # noqa: S608
TROUBLE = 1


def nothing(what: str, as_json: bool) -> int:
    """There is no memory yet."""
    if what == "stats" and as_json:
        sys.stdout.write('{"episodes": 0, "passages": 0, "bytes": 0}\n')
    elif not as_json and what != "export":
        sys.stdout.write("Nothing is remembered yet.\n")
    return 0


def newest(store: Store, count: int, as_json: bool) -> int:
    """The newest failures."""
    rows = store.read(lambda base: base.execute(NEWEST, (count,)).fetchall())
    return TROUBLE if rows is None else _rows(rows, as_json)


def found(store: Store, text: str, count: int, as_json: bool, meaning: Meaning | None = None) -> int:
    """Failures that have to do with a text."""

    def look(base: sqlite3.Connection) -> list[tuple[object, ...]]:
        numbers = searching.hybrid(base, text, text, count, meaning)
        rows = []
        for one in numbers:
            where = f"select {', '.join(FIELDS)} from episodes where id = ?"  # noqa: S608
            rows += base.execute(where, (one,)).fetchall()
        return rows

    rows = store.read(look)
    return TROUBLE if rows is None else _rows(rows, as_json)


def passages(store: Store, text: str, count: int, as_json: bool, meaning: Meaning | None = None) -> int:
    """Passages of documents that have to do with a text."""
    from ghost_kernel.knowledge import programs
    from ghost_kernel.machine import Machine
    from ghost_kernel.memory import documents

    here = programs.on_path(Machine("/", os.environ.get("PATH", "").split(":")))
    hits = store.read(lambda base: documents.search(base, text, count, here, meaning=meaning))
    if hits is None:
        return TROUBLE
    for one in hits:
        if as_json:
            sys.stdout.write(for_people(one.to_wire()) + "\n")
        else:
            sys.stdout.write(f"{visible(one.title)}  ({visible(one.place)})\n    {visible(one.body[:300])}\n")
    if not hits and not as_json:
        sys.stdout.write("Nothing was found; `ghost memory index` tells what can be indexed.\n")
    return 0 if hits else TROUBLE


def stats(store: Store, as_json: bool) -> int:
    """How much there is."""

    def count(base: sqlite3.Connection) -> dict[str, object]:
        sums = "sum(solved), sum(failed), sum(declined), sum(offered), sum(given_up), min(created), max(used)"
        row = base.execute(f"select count(*), {sums} from episodes").fetchone()  # noqa: S608
        names = ("episodes", "solved", "failed", "declined", "offered", "given_up", "oldest", "newest")
        told: dict[str, object] = dict(zip(names, [one or 0 for one in row]))
        told["sources"] = base.execute("select count(*) from sources").fetchone()[0]
        told["passages"] = base.execute("select count(*) from passages").fetchone()[0]
        told["full_text"] = has_table(base, "passages_text")
        told["trigrams"] = has_table(base, "passages_parts")
        return told

    told = store.read(count)
    if told is None:
        return TROUBLE
    told["bytes"] = sum([os.path.getsize(path) for path in (store.path, store.path + "-wal") if os.path.exists(path)])
    if as_json:
        sys.stdout.write(for_people(told) + "\n")
        return 0
    sys.stdout.write(
        f"{told['episodes']} failures remembered: lines worked {told['solved']}, failed {told['failed']}, "
        f"were declined {told['declined']} and only offered {told['offered']} times; "
        f"{told['given_up']} times nothing helped\n"
        f"{told['sources']} documents in {told['passages']} passages\n"
        f"{told['bytes']} bytes in {store.path}\n"
    )
    return 0


def _rows(rows: Sequence[tuple[object, ...]], as_json: bool) -> int:
    for row in rows:
        told = dict(zip(FIELDS, row))
        if as_json:
            sys.stdout.write(for_people(told) + "\n")
            continue
        day = time.strftime("%Y-%m-%d", time.localtime(int(str(told["used"]))))
        counts = [f"{word} {told[name]}" for name, word in (("solved", "worked"), ("failed", "failed"),
                  ("declined", "declined"), ("offered", "offered")) if told[name]]  # fmt: skip
        line, fix = visible(str(told["line"])), visible(str(told["fix"]))
        became = f"{line} → {fix}" if fix else f"{line}: nothing helped"
        sys.stdout.write(f"{told['id']:>5}  {day}  {became}  ({', '.join(counts) or 'given up'})\n")
    if not rows and not as_json:
        sys.stdout.write("Nothing was found.\n")
    return 0


def visible(text: str) -> str:
    """The text on one line, without signs that do something to a terminal."""
    return "".join([char if char.isprintable() else " " if char in "\n\t" else "\ufffd" for char in text])
