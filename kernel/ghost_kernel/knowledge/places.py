"""Where well-known configuration and data lie: places.table's, with which of the places are here.

The table is read for each question and not kept: few ask.
"""

from __future__ import annotations

import os

from ghost_kernel.knowledge import everyday

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ghost_kernel.machine import Machine

HERE = os.path.dirname(os.path.abspath(__file__))


class Place:
    """What lies somewhere, and where it usually does."""

    __slots__ = ("paths", "about", "about_chinese", "words", "met")

    def __init__(self, paths: list[str], about: str, about_chinese: str, words: set[str], met: float) -> None:
        self.paths = paths
        self.about = about
        self.about_chinese = about_chinese
        self.words = words  # all that it is told by
        self.met = met  # how many groups of words


def _lines() -> Iterator[list[str]]:
    with open(os.path.join(HERE, "places.table"), encoding="utf-8") as file:
        for line in file:
            if line[:1] not in ("#", "\n"):
                yield line.rstrip("\n").split(" | ")


def words() -> set[str]:
    """Every word that a place is told by."""
    found: set[str] = set()
    for english, chinese, *_ in _lines():
        for group in [*english.split(), *chinese.split()]:
            found |= _words(group)
    return found


def _words(group: str) -> set[str]:
    return {part for word in group.lstrip("!").split(",") for part in (word.replace("_", " "), *word.split("_"))}


def meant(said: Iterable[str], text: str, is_chinese: bool) -> Place | None:
    """The place whose groups of words all stand in a sentence; the one with the most of them."""
    best: Place | None = None
    bag = set(said)
    for english, chinese, paths, about, about_chinese in _lines():
        groups = chinese if is_chinese else english
        met = everyday.met(groups, bag, text, is_chinese)
        if met and (best is None or met > best.met):
            every = {word for group in [*english.split(), *chinese.split()] for word in _words(group)}
            best = Place(paths.split(), about, about_chinese, every, met)
    return best


def there(machine: Machine, paths: Iterable[str]) -> list[str]:
    """Those of the places that are here, as they are told."""
    return [one for one in paths if machine.exists(one.rstrip("/"))]
