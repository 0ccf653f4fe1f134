"""Whether a word is one of everyday English: a stranger in a question about this machine, not the name of something.

The words are in ordinary.txt, which kernel/word_list.py makes. The file is read where a sentence has a word that nobody
knows, and not kept: that costs a third of a millisecond.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "ordinary.txt")
_ENDINGS = (
    ("ies", ("y", "ie")), ("es", ("", "e")), ("s", ("",)), ("ing", ("", "e")), ("ed", ("", "e")),
    ("est", ("", "e")), ("ly", ("", "le")), ("ness", ("",)), ("y", ("",)),
)  # fmt: skip


def bases(word: str) -> Iterator[str]:
    """What a word may be a form of: `running` of `run`, `boxes` of `box`. `mailer` is none: programs are called so."""
    for ending, others in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            yield from [stem + other for other in others]
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]


def among(words: Iterable[str]) -> set[str]:
    """Those of the words, in small letters, that are ordinary ones; none where the file cannot be read."""
    asked = set(words)
    if not asked:
        return asked
    try:
        with open(FILE, "rb") as file:
            every = file.read()
    except OSError:
        return set()
    return {one for one in asked if any(f"\n{base}\n".encode() in every for base in (one, *bases(one)))}
