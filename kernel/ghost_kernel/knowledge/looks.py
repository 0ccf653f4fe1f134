"""What ghost's own looks tell (`ghost look TOPIC --json`): rows of fields, and what they say was not seen."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ghost_kernel.machine import Machine

    Row = dict[str, Any]

MOST_ROWS = 5000


class Rows:
    """The rows of a look; `notes` is what it complained of."""

    __slots__ = ("rows", "notes")

    def __init__(self, rows: list[Row], notes: str) -> None:
        self.rows = rows
        self.notes = notes


def look(machine: Machine, *words: str, why: str = "") -> Rows | None:
    """The rows of `ghost look WORDS --json`; None where that cannot be had."""
    seen = machine.probe(["ghost", "look", *words, "--json"], why)
    if seen is None or (seen.exit_code != 0 and not seen.stdout):
        return None
    import json

    rows: list[Row] = []
    for line in seen.stdout.splitlines()[:MOST_ROWS]:
        try:
            row = json.loads(line)
        except ValueError:  # the last line of what was cut
            continue
        if isinstance(row, dict):
            rows.append(row)
    return Rows(rows, seen.stderr)


def text(row: Row, field: str) -> str:
    """A field as text; empty where it is not there."""
    value = row.get(field)
    return value if isinstance(value, str) else "" if value is None else str(value)


def number(row: Row, field: str) -> int:
    """A field as a number; 0 where it is none."""
    value = row.get(field)
    return int(value) if isinstance(value, (int, float)) else 0
