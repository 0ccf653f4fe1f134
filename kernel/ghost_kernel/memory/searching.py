"""Finding failures by text: the rarest words first, so that common ones do not make a large memory slow."""

from __future__ import annotations

from ghost_kernel.memory.store import has_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

MOST_WORDS = 24  # of a text that is searched for
FEW = 4  # the rarest of them, which are searched
TOO_MANY = 2000  # failures that have a word: it tells nothing then, unless there is no other
RANKED = "select rowid from episodes_text where episodes_text match ? order by rank limit ?"
PLAIN = (
    "select id from episodes where instr(lower(line || char(10) || error || char(10) || fix), lower(?)) > 0"
    " order by used desc limit ?"
)


def episodes(base: sqlite3.Connection, text: str, count: int) -> list[int]:
    """The numbers of failures that have to do with the text, best first."""
    found: list[int] = []
    if has_table(base, "episodes_text"):
        chosen = _rarest(base, words(text))
        if chosen:
            query = " OR ".join([f'"{word}"' for word in chosen])
            found = [row[0] for row in base.execute(RANKED, (query, count))]
    if len(found) < count and text.strip():
        # What is no whole word, or is written without blanks.
        found += [row[0] for row in base.execute(PLAIN, (text.strip(), count)) if row[0] not in found]
    return found[:count]


def words(text: str) -> list[str]:
    """The words of a text as the full-text tables cut them."""
    cut = "".join([char if char.isalnum() or char in "-_" else " " for char in text.lower()]).split()
    return list(dict.fromkeys(cut))[:MOST_WORDS]


def _rarest(base: sqlite3.Connection, wanted: list[str]) -> list[str]:
    base.execute("create virtual table if not exists temp.words using fts5vocab('main', 'episodes_text', 'row')")
    counted = []
    for word in wanted:
        row = base.execute("select doc from temp.words where term = ?", (word,)).fetchone()
        if row is not None:
            counted.append((int(row[0]), word))
    counted.sort()
    rare = [word for number, word in counted if number <= TOO_MANY]
    return rare[:FEW] or [word for _, word in counted[:1]]
