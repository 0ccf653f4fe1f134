"""Earlier failures as facts for a model: what failed much like this, and which line worked then.

By words and by meaning, of the same program only: few lines, since small models read slowly and take what they read for
what is asked. They are the person's own lines, without secrets; what a model makes of them is judged like all it says.
"""

from __future__ import annotations

from ghost_kernel import shells
from ghost_kernel.memory import searching, shape
from ghost_kernel.memory.fitting import PLACEHOLDER

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from ghost_kernel.failure import Failure
    from ghost_kernel.memory.vectors import Meaning

LOOKED_AT = 24
LONGEST = 160  # characters of a line that is told
ROW = "select line, fix, project from episodes where id = ? and dialect = ? and solved > failed + declined"


def of(base: sqlite3.Connection, failure: Failure, count: int, only_here: bool, meaning: Meaning | None) -> list[str]:
    """The facts, the most telling first; `only_here`: of this project."""
    words = [word.plain for word in shape.words_of(failure.stages)]
    error = shape.of_output(failure.output, words)
    if not failure.program or error == shape.UNSEEN:
        return []
    project = shape.project_of(failure.machine)
    said = shape.spoken(failure.line, error)
    numbers = searching.hybrid(base, f"{failure.line} {said}", said, LOOKED_AT, meaning)
    found: list[str] = []
    for number in numbers:
        row = base.execute(ROW, (number, failure.dialect)).fetchone()
        if row is None or (only_here and row[2] != project) or not _is_plain(row[0], row[1]):
            continue
        stages = shells.split(row[0], failure.dialect)
        if stages and stages[0].program == failure.program:
            fact = f"here before: {row[0]} failed, {row[1]} worked"
            found += [fact] if fact not in found else []
        if len(found) >= count:
            break
    return found


def _is_plain(line: str, fix: str) -> bool:
    """Whether both can be told in a line."""
    return all(0 < len(one) <= LONGEST and one.isprintable() and PLACEHOLDER not in one for one in (line, fix))
