"""Finding failures by text, and where the extras are there by what is near in meaning.

A word that thousands of failures have tells little, and ranking by it takes long: rare words are ranked, common ones
only have to be there. So a large memory is as quick as a small one.
"""

from __future__ import annotations

from ghost_kernel.memory.store import has_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from ghost_kernel.memory.vectors import Meaning

MOST_WORDS = 16  # of a text that is searched for
FEW = 4  # of them, which are searched
COMMON = 300  # failures that have a word, from which on it is common
EACH = 50  # failures that each way to look brings in
BY_WORDS = 0.5  # what all words of a text count beside the cosine of meaning
MOST_TOLD = 64  # words of a failure
TOLD = "select line, error, fix from episodes where id = ?"
LEAST_NEAR = 0.3  # cosine of what has anything to do with a text
FAR = 0.8  # of the least near one: what has the words alone
COUNTED = f"select count(*) from (select 1 from episodes_text where episodes_text match ? limit {COMMON})"  # noqa: S608
RANKED = "select rowid from episodes_text where episodes_text match ? order by rank limit ?"
NEWEST = "select rowid from episodes_text where episodes_text match ? order by rowid desc limit ?"
PLAIN = (
    "select id from episodes where instr(lower(line || char(10) || error || char(10) || fix), lower(?)) > 0"
    " order by used desc limit ?"
)


def episodes(base: sqlite3.Connection, text: str, count: int) -> list[int]:
    """The numbers of failures that have to do with the text, best first."""
    found: list[int] = []
    if has_table(base, "episodes_text"):
        counted = [(base.execute(COUNTED, (f'"{word}"',)).fetchone()[0], word) for word in words(text)]
        rare = [word for number, word in sorted(counted) if 0 < number < COMMON][:FEW]
        common = [word for number, word in counted if number >= COMMON][:FEW]
        if rare:
            found = [row[0] for row in base.execute(RANKED, (_query(rare, " OR "), count))]
        elif common:
            found = [row[0] for row in base.execute(NEWEST, (_query(common, " AND "), count))]
    if not found and text.strip():
        # What is no whole word, or is written without blanks.
        found = [row[0] for row in base.execute(PLAIN, (text.strip(), count))]
    return found


def hybrid(base: sqlite3.Connection, text: str, said: str, count: int, meaning: Meaning | None) -> list[int]:
    """The same by words and by meaning together; `said`: the part of the text whose meaning is looked for."""
    found = episodes(base, text, EACH if meaning is not None else count)
    if meaning is None:
        return found
    near = {one: cosine for one, cosine in meaning.alike(base, said, EACH) if cosine >= LEAST_NEAR}
    least = min(near.values(), default=LEAST_NEAR) * FAR
    asked = set(words(text))
    scores: dict[int, float] = {}
    for one in dict.fromkeys((*found, *near)):
        # How many of the words are there counts, not how rare they are: a long text always has some rare word.
        told = asked.intersection(words(" ".join(base.execute(TOLD, (one,)).fetchone() or ()), MOST_TOLD))
        scores[one] = near.get(one, least) + BY_WORDS * len(told) / max(1, len(asked))
    return sorted(scores, key=lambda one: -scores[one])[:count]


def words(text: str, most: int = MOST_WORDS) -> list[str]:
    """The words of a text as the full-text table cuts them."""
    cut = "".join([char if char.isalnum() else " " for char in text.lower()]).split()
    return list(dict.fromkeys(cut))[:most]


def _query(chosen: list[str], joint: str) -> str:
    return joint.join([f'"{word}"' for word in chosen])
