"""What became of an offer, told when the next line had ended: others may have failed since, here or in another brain.

The offer itself is an episode already, so what came of it goes there: to the newest one of this very line, in this
project, for which this very line was offered. Where there is none nothing is learned.
"""

from __future__ import annotations

import time

from ghost_kernel.memory import episodes, shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from ghost_kernel.protocol.types import OutcomeEvent

FIND = (
    f"select id, {', '.join(episodes.COLUMNS)} from episodes"  # noqa: S608
    " where line = ? and project = ? and fix = ? and offered > 0 order by used desc, id desc limit 1"
)
COUNTED = {"solved": "solved", "failed": "failed", "declined": "declined"}


def learn(base: sqlite3.Connection, outcome: OutcomeEvent, project: str, most: int = 0) -> bool:
    """Writes it down; False where nobody knows of such an offer."""
    count = COUNTED.get(outcome.verdict)
    if count is None or len(outcome.line) > episodes.LONGEST:
        return False
    row = base.execute(FIND, (outcome.typed, project, outcome.offered or outcome.line)).fetchone()
    if row is None:
        return False
    if outcome.offered and outcome.offered != outcome.line:
        # That a line of theirs failed says nothing of what was offered, and a line that failed is nothing to propose.
        if outcome.verdict == "solved":
            offer = dict(zip(episodes.COLUMNS, row[1:]))
            episodes.write(base, [_own(offer, outcome.line)], most)
        return True
    base.execute(
        f"update episodes set {count} = {count} + 1, used = ? where id = ?",  # noqa: S608
        (int(time.time()), row[0]),
    )
    return True


def _own(offer: dict[str, object], line: str) -> episodes.Episode:
    """A line that the person has made of the offer. Its words are theirs, but those that came with the offer are no
    more trusted for having been left in it.
    """
    from ghost_kernel import shells

    now = int(time.time())
    origins = episodes.unpacked(str(offer["origins"]))
    for word in shape.words_of(shells.split(line, str(offer["dialect"]))):
        origins.setdefault(word.plain, "typed")
    kept: dict[str, object] = {**offer, **dict.fromkeys(episodes.COUNTS, 0), "fix": line, "solved": 1, "rule": ""}
    kept.update(origins=episodes.packed(list(origins.items())), why="", source="person", created=now, used=now)
    return episodes.Episode(**kept)
