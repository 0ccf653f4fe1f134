"""Taking memory elsewhere: a line of JSON for each failure.

A file to be imported may be anybody's. Each line is checked as a message would be; where its words come from is not
believed, how often it says that something worked counts for little, and until it has worked here as well it is a guess,
so that nothing of it ever runs unasked. What is too many is taken away from what was imported first.
"""

from __future__ import annotations

import json
import sys
import time

from ghost_kernel.errors import ProtocolError
from ghost_kernel.memory import episodes, showing
from ghost_kernel.protocol import fields
from ghost_kernel.schemas import for_people

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from typing import BinaryIO, TextIO

    from ghost_kernel.memory.store import Store

MOST_BYTES = 65_536  # of one line
MOST_LINES = 1_000_000
MOST_READ = 1 << 31  # bytes of all
MOST_TOLD = 20  # faulty lines that are named
MOST_COUNT = 3  # times something worked that another's word is taken for
TOGETHER = 500  # lines written in one transaction
LATEST = 1 << 40  # seconds since 1970
TROUBLE = 1
ALL = f"select {', '.join(episodes.COLUMNS)} from episodes order by id"  # noqa: S608


def give(store: Store, to: TextIO) -> int:
    """Writes all failures, one JSON object a line."""

    def write(base: sqlite3.Connection) -> int:
        for row in base.execute(ALL):
            to.write(for_people(dict(zip(episodes.COLUMNS, row))) + "\n")
        to.flush()
        return 0

    return TROUBLE if store.read(write) is None else 0


def take(store: Store, source: BinaryIO, most: int) -> int:
    """Adds what another memory has exported; says what could not be used."""
    taken = faults = number = read = 0
    batch: list[episodes.Episode] = []
    told: list[str] = []  # kept until one line can be used: of what is no export at all one word is enough
    while number < MOST_LINES and read < MOST_READ:
        line = source.readline(MOST_BYTES)
        if not line:
            break
        number += 1
        read += len(line)
        too_long = line[-1:] != b"\n" and len(line) == MOST_BYTES
        while too_long and line and line[-1:] != b"\n" and read < MOST_READ:
            line = source.readline(MOST_BYTES)
            read += len(line)
        if not line.strip() and not too_long:
            continue
        try:
            if too_long:
                raise ProtocolError(f"it is longer than {MOST_BYTES} bytes")
            batch.append(checked(line))
        except (ProtocolError, ValueError, RecursionError) as error:
            faults += 1
            why = str(error)[:200] if isinstance(error, ProtocolError) else "it is no JSON"
            if faults <= MOST_TOLD:
                told.append(f"ghost: line {number} is left out: {showing.visible(why)}\n")
        if batch or taken:
            sys.stderr.write("".join(told))
            told.clear()
        if len(batch) >= TOGETHER:
            done = _write(store, batch, most)
            taken, faults = taken + done, faults + len(batch) - done
            batch = []
            if not done:  # why is said already, and the next ones would fare no better
                break
    done = _write(store, batch, most)
    taken, faults = taken + done, faults + len(batch) - done
    if len(told) > 1:
        sys.stderr.write("ghost: that is nothing `ghost memory export` has written: no line of it can be used\n")
    else:
        sys.stderr.write("".join(told))
    sys.stdout.write(f"{taken} taken over, {faults} left out\n")
    return TROUBLE if faults else 0


def _write(store: Store, batch: list[episodes.Episode], most: int) -> int:
    if not batch:
        return 0
    done = store.write(lambda base: episodes.write(base, batch, most, again=True))
    return 0 if done is None else len(batch)


def checked(line: bytes) -> episodes.Episode:
    """One line of an export; raises ProtocolError naming what is wrong."""
    raw = fields.record(json.loads(line.decode("utf-8")))
    found: dict[str, object] = {}
    for name in ("shape", "error", "dialect", "line", "project", "cwd", "output", "fix", "why", "rule"):
        text = fields.string(raw, name)
        if len(text) > episodes.LONGEST or "\0" in text or not is_text(text):
            raise ProtocolError(f"{name} is too long, or no text")
        found[name] = text
    if found["dialect"] not in ("bash", "zsh", "fish", "nu") or not str(found["line"]).strip():
        raise ProtocolError("no line, or of no shell that is known")
    if not all(char.isprintable() or char == "\t" for char in str(found["fix"])):
        raise ProtocolError("fix is more than one line, or has signs that cannot be seen")
    found["exit_code"] = fields.integer(raw, "exit_code", 0, 255)
    for name in episodes.COUNTS:
        found[name] = min(MOST_COUNT, fields.integer(raw, name, 0, 1 << 30))
    for name in ("created", "used"):
        found[name] = min(int(time.time()), fields.integer(raw, name, 0, LATEST))
    # Without origins each word that is not typed is untrusted.
    return episodes.Episode(**found, source="memory", origins=episodes.IMPORTED)


def is_text(text: str) -> bool:
    """Whether it is one: half of a sign's two codes is none, though JSON can say it."""
    return not any("\ud800" <= char <= "\udfff" for char in text)
