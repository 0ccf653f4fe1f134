"""How near two words are, as fingers and memory err: the one mechanism behind every misspelling.

The distance is Damerau and Levenshtein's in its restricted form (optimal string alignment), with weights: a
transposition, a doubled or forgotten double letter and a neighbouring key cost less than any other edit. Costs are in
edits: 1.0 is one ordinary edit. Nothing here knows where names come from (see knowledge/).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TRANSPOSED = 0.6
DOUBLED = 0.6
NEIGHBOUR = 0.8
VOWEL = 0.8
CASE = 0.15
FIRST = 0.3  # people rarely miss the first letter
MOST_PAIRS = 20000
MANY = 200  # names, from which on a sieve of their letters is quicker than a look at each
SHORTENED = 0.3  # what each letter costs of a name that was cut short
SPELT = 0.99  # the chance that a name which costs next to nothing is meant
SLIP = 0.03  # what each edit takes from it
SPREAD = 0.3  # what it takes besides, divided by the length of the word
LISTED = 0.7  # the part of both that stays where the names are all there are
RIVAL = 0.22  # what it loses when another name is nearly as near
ONE_OF_TWO = 0.75
MARGIN = 0.35  # a name is the only near one when the next is this much farther

OPPOSITES = (
    ("un", ""),
    ("dis", ""),
    ("de", ""),
    ("dis", "en"),
    ("de", "en"),
    ("un", "re"),
    ("re", ""),
    ("no-", ""),
    ("non", ""),
)
_ROWS = ("1234567890-", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = frozenset("aeiouy")
_EVERY_BYTE = bytes(range(256))


def _neighbours() -> frozenset[str]:
    found = set()
    for row, keys in enumerate(_ROWS):
        for place, key in enumerate(keys):
            near = keys[place + 1 : place + 2]
            if row + 1 < len(_ROWS):
                near += _ROWS[row + 1][max(0, place - 1) : place + 1]
            for other in near:
                found.add(key + other)
                found.add(other + key)
    return frozenset(found)


_NEAR_KEYS = _neighbours()


_REPLACED: dict[
    str, float
] = {}  # two letters and what it costs to take one for the other, as far as they were asked for


def _replaced(pair: str) -> float:
    one, other = pair[0], pair[1]
    if one.lower() == other.lower():
        cost = CASE
    elif pair in _NEAR_KEYS:
        cost = NEIGHBOUR
    elif one in _VOWELS and other in _VOWELS:
        cost = VOWEL
    elif one in "-_" and other in "-_":
        cost = CASE
    else:
        cost = 1.0
    if len(_REPLACED) < MOST_PAIRS:
        _REPLACED[pair] = cost
    return cost


def _gap_costs(word: str) -> list[float]:
    """What it costs to leave out or to add each letter."""
    costs = [1.0] * len(word)
    for place in range(1, len(word)):
        if word[place] == word[place - 1]:
            costs[place] = DOUBLED
    return costs


def _band(difference: int, doubled: int, limit: float) -> tuple[int, int]:
    """How far one word may run ahead of the other: what leaves this band costs more than the limit (Ukkonen).

    To run `ahead` letters ahead and end at `difference`, |ahead| + |difference - ahead| letters are left out or added;
    all but the doubled ones cost a whole edit each.
    """
    gaps = int(limit + (1.0 - DOUBLED) * doubled + 1e-9)
    while gaps - (1.0 - DOUBLED) * min(gaps, doubled) > limit + 1e-9:
        gaps -= 1
    spare = (gaps - abs(difference)) // 2
    return min(0, difference) - spare, max(0, difference) + spare


def distance(typed: str, name: str, limit: float = 9.0) -> float:
    """The cost of making `name` of `typed`; above `limit` only that it is above is certain."""
    if typed == name:
        return 0.0
    size, width = len(typed), len(name)
    difference = width - size
    if abs(difference) * DOUBLED > limit:
        return limit + 1
    drops, adds = _gap_costs(typed), _gap_costs(name)
    low, high = _band(difference, drops.count(DOUBLED) + adds.count(DOUBLED), limit)
    if low > 0 or high < 0 or not low <= difference <= high:
        return limit + 1
    beyond = limit + 9.0
    before: list[float] = []
    row = [0.0] + [beyond] * width
    for place in range(min(width, high)):
        row[place + 1] = row[place] + adds[place]
    last = ""
    for down in range(size):
        char = typed[down]
        drop = drops[down]
        older, before = before, row
        row = [beyond] * (width + 1)
        first = down + low
        if first < 0:
            row[0] = before[0] + drop
            first = 0
        least = row[first]
        left = least
        end = down + high + 1
        for across in range(first, end if end < width else width):
            other = name[across]
            best = before[across]
            if char != other:
                cost = _REPLACED.get(char + other)
                best += _replaced(char + other) if cost is None else cost
                if down and across and char == name[across - 1] and last == other:
                    turned = older[across - 1] + TRANSPOSED
                    if turned < best:
                        best = turned
            gone = before[across + 1] + drop
            if gone < best:
                best = gone
            come = left + adds[across]
            if come < best:
                best = come
            row[across + 1] = left = best
            if best < least:
                least = best
        if least > limit and min(before) > limit:
            return limit + 1
        last = char
    cost = row[width]
    if typed and name and typed[0].lower() != name[0].lower() and typed[:2] != name[1::-1]:
        cost += FIRST
    return cost


def allowance(word: str) -> float:
    """The highest cost at which a name still counts as the word misspelt."""
    size = len(word)
    if size <= 1:
        return 0.0
    if size == 2:
        return 1.0
    if size == 3:
        return 1.0 + FIRST
    if size <= 5:
        return 1.6
    if size <= 8:
        return 2.3
    return 3.0


class Near:
    """A name near the typed word: its cost, and whether no other name is nearly as near.

    `size` is the length of the longer of both words; that of the name where it is not told.
    """

    __slots__ = ("name", "cost", "only", "size")

    def __init__(self, name: str, cost: float, only: bool, size: int = 0) -> None:
        self.name = name
        self.cost = cost
        self.only = only
        self.size = size or len(name)

    def __repr__(self) -> str:
        return f"Near({self.name!r}, {self.cost:.2f}, only={self.only})"


def rank(word: str, names: Iterable[str], limit: float | None = None, common: Sequence[str] = ()) -> list[Near]:
    """The near names, nearest first. `common` breaks ties: names listed there go first, in that order.

    Words of up to three letters allow one edit (a transposition is one). `only` is set on the first alone.
    """
    allowed = allowance(word) if limit is None else limit
    if allowed <= 0:
        return []
    letters = frozenset(word)
    found: list[tuple[float, str]] = []
    size = len(word)
    low = word.lower()
    shouted = low != word
    edits = allowed / DOUBLED if size > 3 else 1.0
    slack = 2 * allowed if size > 3 else 2.0
    shortest, longest = max(size - edits, 1), size + edits
    # Thousands of names are sifted by what costs least first: length, letters in common, letters that differ.
    fits = [name for name in names if shortest <= len(name) <= longest]
    if word[0] != "-":  # it would be read as an option, whatever it names
        fits = [name for name in fits if name[0] != "-"]
    if not shouted and len(fits) >= MANY:
        fits = _sharing(word, fits, len(letters) - slack)
    for name, differing in zip(fits, map(len, map(letters.symmetric_difference, fits))):
        if (differing > slack and not (shouted and name.lower() == low)) or name == word:
            continue
        cost = distance(word, name, allowed)
        if cost <= allowed and not opposed(word, name):
            found.append((cost, name))
    if not found:
        return []
    order = {name: place for place, name in enumerate(common)}
    last = len(order)
    found = list(dict.fromkeys(found))
    found.sort(key=lambda one: (one[0] + (0.0 if one[1] in order else 0.25 if order else 0.0), order.get(one[1], last)))
    best = found[0][0]
    only = all(cost >= best + MARGIN for cost, _ in found[1:])
    return [Near(name, cost, only and place == 0, max(size, len(name))) for place, (cost, name) in enumerate(found)]


def _sharing(word: str, names: list[str], least: float) -> list[str]:
    """The names that have at least so many of the word's letters; letters that stand in a name twice count twice.

    All names go through one `translate`: a set for each would cost more than all that follows.
    """
    other = _EVERY_BYTE.translate(None, word.encode("utf-8", "surrogatepass") + b"\n")
    shared = "\n".join(names).encode("utf-8", "surrogatepass").translate(None, other).split(b"\n")
    if len(shared) != len(names):  # one has a line break in it
        return names
    return [name for name, count in zip(names, map(len, shared)) if count >= least]


def nearest(
    word: str, names: Iterable[str], limit: float | None = None, common: Sequence[str] = ()
) -> tuple[str, bool]:
    """The nearest name and whether it is the only near one; ("", False) when none is near."""
    found = rank(word, names, limit, common)
    return (found[0].name, found[0].only) if found else ("", False)


def of_few(word: str, names: Iterable[str]) -> list[Near]:
    """The near names of a short closed list, where more may be missing: abbreviations and word stems count as well."""
    listed = list(names)
    found = rank(word, listed, max(allowance(word), 1.0))
    if found:
        return found
    low = word.lower()
    fits = [name for name in listed if len(low) >= 2 and (name.lower().startswith(low) or low.startswith(name.lower()))]
    if not fits:
        fits = [name for name in listed if len(low) >= 3 and name[:1].lower() == low[0] and is_part(low, name.lower())]
    return [Near(name, max(1.5, SHORTENED * len(name)), len(fits) == 1) for name in fits]


def is_part(short: str, long: str) -> bool:
    """Whether the letters of `short` stand in `long` in this order."""
    rest = iter(long)
    return all(char in rest for char in short)


def opposed(one: str, other: str) -> bool:
    """Whether one word takes the other back: uninstall is no misspelling of install, nor disable of enable."""
    for mark, instead in OPPOSITES:
        for negative, positive in ((one, other), (other, one)):
            if negative.startswith(mark) and positive == instead + negative[len(mark) :]:
                return True
    return False


def numbers_differ(one: str, other: str) -> bool:
    """Whether the digits differ: file2 is no misspelling of file1, nor v1.1 of v1.0."""
    return list(filter(str.isdigit, one)) != list(filter(str.isdigit, other))


def confidence(near: Near, listed: bool = False) -> float:
    """How sure a misspelling of this kind is, from 0 to 1, before anything else is known.

    What counts is the cost for the length of the word: one slip among eight letters leaves hardly another word to be
    meant, one among three leaves many. Where another name is nearly as near, it is one of two, whatever it costs.
    `listed` says that the program itself refused the word, and that only the names of a list would have fitted: what
    was meant is then hardly something of which nothing is known here.
    """
    slips: float = near.cost * max(near.cost, 1.0) ** 0.5  # a second slip in one word is rarer than the first
    lost = slips * (SLIP + SPREAD / max(near.size, 1))
    sure = SPELT - (lost * LISTED if listed else lost)
    return round(min(max(sure, 0.0), 1.0) if near.only else max(min(sure - RIVAL, ONE_OF_TWO), 0.0), 3)
