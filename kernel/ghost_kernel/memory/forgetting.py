"""Forgetting: what is deleted is overwritten in the file as well, not only left out of its index."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence


def everything(base: sqlite3.Connection) -> tuple[int, int]:
    """Failures and documents, all of them; how many of each."""
    _overwrite(base)
    gone = base.execute("delete from episodes").rowcount
    base.execute("delete from passages")
    return int(gone), int(base.execute("delete from sources").rowcount)


def these(base: sqlite3.Connection, numbers: Sequence[int]) -> int:
    """The failures of these numbers."""
    _overwrite(base)
    return sum([base.execute("delete from episodes where id = ?", (one,)).rowcount for one in numbers])


def like(base: sqlite3.Connection, text: str) -> int:
    """The failures that have the text in their line, their output or what helped, in any case of letters."""
    _overwrite(base)
    where = "instr(lower(line || char(10) || output || char(10) || error || char(10) || fix), lower(?)) > 0"
    return int(base.execute(f"delete from episodes where {where}", (text,)).rowcount)  # noqa: S608


def clean(base: sqlite3.Connection) -> bool:
    """Takes what was deleted out of the full-text tables and out of the log of writes too; True once that is done."""
    tables = [row[0] for row in base.execute("select name from sqlite_master where sql like 'create virtual table%'")]
    for name in tables:
        base.execute(f"insert into {name} ({name}) values ('optimize')")  # noqa: S608 -- names of our own making
    base.execute("vacuum")
    base.execute("pragma wal_checkpoint(truncate)")
    return True


def _overwrite(base: sqlite3.Connection) -> None:
    """Also where the file cannot be made anew afterwards, since another brain is reading it."""
    base.execute("pragma secure_delete = on")
