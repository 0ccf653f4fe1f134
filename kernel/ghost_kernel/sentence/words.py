"""The words of a text: English ones by their base form, Chinese ones by the longest match, each with its concepts."""

from __future__ import annotations

import re

from ghost_kernel import spelling
from ghost_kernel.sentence import arguments, fillers, lexicon
from ghost_kernel.sentence.normal import is_han

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ghost_kernel.sentence.arguments import Argument

NONE: frozenset[str] = frozenset()
_PROGRAMS = frozenset("r col brake al y".split())  # short for a word, and programs that people do use
LEAST_MISSPELT = 4  # letters; so few are soon another word
IRREGULAR = {
    "ran": "run", "took": "take", "taken": "take", "ate": "eat", "held": "hold", "found": "find", "began": "begin",
    "went": "go", "gone": "go", "came": "come", "did": "do", "does": "do", "done": "do", "is": "be", "are": "be",
    "am": "be", "was": "be", "were": "be", "been": "be", "being": "be", "has": "have", "had": "have", "said": "say",
    "told": "tell", "gave": "give", "made": "make", "got": "get", "bound": "bind", "meant": "mean",
    "processes": "process",
    "indices": "index", "sat": "sit", "lay": "lie", "lies": "lie", "lying": "lie", "dying": "die", "broke": "broken",
    "which's": "which",
    "overwritten": "overwrite", "overwrote": "overwrite", "wrote": "write", "written": "write",
    "children": "child", "hogging": "hog", "shipped": "ship",
}  # fmt: skip
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+@:-]*[A-Za-z0-9_+]|[A-Za-z0-9]|\$[A-Za-z_]\w*|[^\s]")
_LETTERS = re.compile(r"[A-Za-z]")


class Token:
    """A word, or an argument, of a sentence."""

    __slots__ = ("text", "low", "kind", "concepts", "weight", "start", "end", "argument", "is_ordinary")

    def __init__(
        self, text: str, low: str, kind: str, concepts: frozenset[str], weight: float, start: int, end: int,
        argument: Argument | None = None,
    ) -> None:  # fmt: skip
        self.text = text  # as typed
        self.low = low  # what it was compared by
        self.kind = kind  # word, unknown, stop, sign, or the kind of an argument
        self.concepts = concepts
        self.weight = weight  # how much it says: what nobody understands counts against an answer
        self.start = start
        self.end = end
        self.argument = argument
        self.is_ordinary = False  # a word of everyday English that nobody here understands, and no name

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of argument it can be taken as; a word with a meaning may name a file here as well."""
        return NONE if self.argument is None else frozenset((self.kind, self.argument.kind))

    def __repr__(self) -> str:
        return f"{self.text}:{self.kind}:{'/'.join(sorted(self.concepts))}"


def tokens(text: str, is_name: Callable[[str], bool]) -> list[Token]:
    """All tokens of a normal text. `is_name` says whether a word is the name of something on this machine."""
    found: list[Token] = []
    at = 0
    for one in [*arguments.found(text), None]:
        end = len(text) if one is None else one.start
        found += _plain(text, at, end, is_name)
        if one is not None:
            found.append(Token(one.text, one.text.lower(), one.kind, NONE, 1.0, one.start, one.end, one))
            at = one.end
    return found


def _plain(text: str, start: int, end: int, is_name: Callable[[str], bool]) -> Iterator[Token]:
    """The words of a stretch without arguments."""
    at = start
    pieces: list[tuple[int, int]] = []
    while at < end:
        if text[at].isspace():
            at += 1
        elif is_han(text[at]):
            yield from _english(text, pieces, is_name)
            pieces = []
            stop = at
            while stop < end and is_han(text[stop]):
                stop += 1
            yield from _chinese(text, at, stop)
            at = stop
        else:
            match = _WORD.match(text, at, end)
            stop = match.end() if match else at + 1
            for place in range(at + 1, stop):
                if is_han(text[place]):
                    stop = place
                    break
            pieces.append((at, stop))
            at = stop
    yield from _english(text, pieces, is_name)


def _english(text: str, pieces: list[tuple[int, int]], is_name: Callable[[str], bool]) -> Iterator[Token]:
    lows = [_spelt(text[start:end], is_name) for start, end in pieces]
    bases = [base(low) for low in lows]
    singular = [low[:-1] if low.endswith("s") and one == low else one for low, one in zip(lows, bases)]
    at = 0
    while at < len(pieces):
        for size in range(min(lexicon.LONGEST, len(pieces) - at), 0, -1):
            for words in (lows, bases, singular) if size > 1 else (lows, bases):
                phrase = " ".join(words[at : at + size])
                concepts = lexicon.ENGLISH.get(phrase, NONE)
                if size == 1 and concepts and words is lows and bases[at] != lows[at] and lows[at].endswith("s"):
                    concepts = concepts | lexicon.ENGLISH.get(bases[at], NONE)
                if concepts:
                    break
            if concepts:
                break
            phrase = " ".join(lows[at : at + size])
            if size > 1 and phrase in lexicon.STOP_PHRASES:
                break
        start, end = pieces[at][0], pieces[at + max(size, 1) - 1][1]
        typed = text[start:end]
        low = " ".join(lows[at : at + max(size, 1)])
        if concepts:
            said = low in lexicon.STOP or bases[at] in lexicon.STOP
            weight = 0.2 if concepts <= lexicon.LIGHT or (said and size == 1) else 1.0
            yield Token(typed, low, "word", concepts, weight, start, end)
        elif size > 1 or low in lexicon.STOP or bases[at] in lexicon.STOP:
            yield Token(typed, low, "stop", NONE, 0.0, start, end)
        elif not _LETTERS.search(typed):
            yield Token(typed, low, "sign", NONE, 0.0, start, end)
        else:
            yield Token(typed, low, "unknown", NONE, 1.0, start, end)
        at += size


def _spelt(typed: str, is_name: Callable[[str], bool]) -> str:
    """The word in small letters; one that nobody knows and that is the name of nothing as it was probably meant."""
    low = typed.lower()
    if low in fillers.MISSPELT and low not in _PARTS and low not in _PROGRAMS:
        return fillers.MISSPELT[low]
    if low in _PARTS or base(low) in _PARTS or not low.isalpha():
        return low
    if is_name(typed) or is_name(low):
        return low
    return fillers.MISSPELT.get(low) or _near(low) or low


def base(word: str) -> str:
    """The base form of an English word, where the lexicon knows it; else the word."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in lexicon.STOP and word not in _SINGLE:
        return word  # `only` is nothing of `on`
    tried: list[str] = []
    for ending, others in (
        ("ies", ("y", "ie")), ("es", ("", "e")), ("s", ("",)), ("ing", ("", "e")), ("ed", ("", "e")), ("er", ("", "e")),
        ("est", ("", "e")), ("ly", ("",)),
    ):  # fmt: skip
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            doubled = [stem[:-1]] if len(stem) > 2 and stem[-1:] == stem[-2:-1] else []
            tried += [*[stem + other for other in others], *doubled]
    return next((one for one in tried if one in _SINGLE), next((one for one in tried if one in lexicon.STOP), word))


def _near(word: str) -> str:
    """The word of the lexicon that is meant by a misspelt one; empty when none is near, or several are."""
    if len(word) < LEAST_MISSPELT or not word.isalpha():
        return ""
    found = spelling.rank(word, _CORRECT, limit=0.7 if len(word) < 5 else 1.0 if len(word) < 8 else 1.6)
    if not found:
        return ""
    found = [one for one in found if one.name[0] == word[0] or one.name[:2] == word[1::-1]]
    if not found:
        return ""
    first = found[0]
    same = [one for one in found if one.cost <= first.cost + 0.2]
    meanings = {lexicon.ENGLISH.get(one.name) for one in same}
    return first.name if first.only or len(meanings) == 1 else ""


def _chinese(text: str, start: int, end: int) -> Iterator[Token]:
    """The words of a run of Chinese: as few characters unknown as can be, then as few words as can be."""
    size = end - start
    best: list[tuple[int, int, int]] = [(0, 0, 0)]  # unknown characters, words, where the last one begins
    for stop in range(1, size + 1):
        found = (best[-1][0] + 1, best[-1][1] + 1, stop - 1)
        for first in range(max(0, stop - lexicon.LONGEST_HAN), stop):
            word = text[start + first : start + stop]
            if word in lexicon.CHINESE or word in lexicon.STOP_HAN:
                # Of ways alike the one with the longer words first is how people read.
                way = (best[first][0], best[first][1] + 1, first)
                found = min(found, way, key=lambda one: (one[0], one[1], -one[2]))
        best.append(found)
    cuts = [size]
    while cuts[-1] > 0:
        cuts.append(best[cuts[-1]][2])
    cuts.reverse()
    lost = -1
    for first, stop in zip(cuts, cuts[1:]):
        word = text[start + first : start + stop]
        concepts = lexicon.CHINESE.get(word, NONE)
        if not concepts and word not in lexicon.STOP_HAN:
            lost = first if lost < 0 else lost
            continue
        if lost >= 0:
            yield _unknown(text, start + lost, start + first)
            lost = -1
        weight = 0.0 if not concepts else 0.2 if concepts <= lexicon.LIGHT or word in lexicon.STOP_HAN else 1.0
        yield Token(word, word, "word" if concepts else "stop", concepts, weight, start + first, start + stop)
    if lost >= 0:
        yield _unknown(text, start + lost, end)


def _unknown(text: str, start: int, end: int) -> Token:
    return Token(text[start:end], text[start:end], "unknown", NONE, 1.0, start, end)


_SINGLE = frozenset(word for word in lexicon.ENGLISH if " " not in word)
# Every word that stands in the tables, within phrases too.
_PARTS = frozenset(part for word in lexicon.ENGLISH for part in word.split(" ")) | lexicon.STOP
_CORRECT = [word for word in sorted(_SINGLE | lexicon.STOP) if len(word) >= LEAST_MISSPELT and word.isalpha()]
