"""What several skills say alike."""

from __future__ import annotations

import re

from ghost_kernel.knowledge import services
from ghost_kernel.sentence import lexicon
from ghost_kernel.telling import code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.sentence.words import Token
    from ghost_kernel.skill import Asked

# For skills whose own table decides what is meant. One text for all of them: its set is kept once.
NEARLY_ALL = " ".join(sorted(lexicon.CONCEPTS - {"BEYOND", "WHY", "HOW_LONG", "FULL", "HOT", "INSTALLED", "MISSING"}))
_VERSION = re.compile(r"(?<![\w.])[vV]?(\d+(?:\.\d+)+[\w.+~-]*)")


def number_in(text: str) -> str:
    """The first version number in what a program says of itself; empty when there is none."""
    for line in text.splitlines()[:6]:
        found = _VERSION.search(line)
        if found:
            return found.group(1).rstrip(".,-")
    return ""


def install_told(asked: Asked, thing: str) -> str:
    """A paragraph with the package to install and the line for it; empty where nothing here knows it."""
    way = services.way(asked.machine, thing)
    if way is None or not way.line:
        return ""
    root = asked.say(" (as root)", "（需要 root）") if way.as_root else ""
    probably = "" if way.sure else asked.say("probably ", "可能是")
    return asked.say(
        f"\n\nPackage to install: {probably}{code(way.package)} ({way.manager}):\n\n    {way.line}{root}",
        f"\n\n需要安装的软件包：{probably}{code(way.package)}（{way.manager}）：\n\n    {way.line}{root}",
    )


def forms(tokens: Sequence[Token]) -> set[str]:
    """The words of a sentence as they stand and without their endings, for a table that is told by words."""
    found = {form for one in tokens for form in (one.low, one.text.lower(), *_bases(one.low))}
    return found | {word for form in found for word in form.split()}


def _bases(word: str) -> list[str]:
    found = []
    for ending in ("s", "es", "ed", "ing", "er"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            found += [stem, stem + "e"] + ([stem[:-1]] if stem[-1:] == stem[-2:-1] else [])
    return found


_CHOICE = re.compile(r"\bshould\b.*\bor\b|\bbetter\b|还是|哪个好", re.I)


def is_choice(asked: Asked) -> bool:
    """Whether it is asked which of several things to take: no look at a machine answers that."""
    return len(asked.things) > 1 and _CHOICE.search(asked.question.text) is not None
