"""A slash between two words that are said at once, `new/changed files`, and between two ways to ask the same."""

from __future__ import annotations

import re

from ghost_kernel.sentence import fillers, lexicon, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

_WORDS = re.compile(r"(?<![\w./~@:$%*'\"`-])[A-Za-z]{2,}(?:/[A-Za-z]{2,})+(?![/*'\"`-]|\.?\w)")
_HAN = re.compile(r"(?<![\w./~@:$%*'\"`-])([A-Za-z]{2,})/(?=[\u3400-\u9fff])")
# Two questions, the second one begun anew: `up since when / how long up`.
_ASKED = re.compile(
    r"(?<=\w) / (?=(?:how|what|which|who|where|when|why|is|are|any|does|do|has|can|hows|whats|wheres)\b)", re.I
)
# Behind these a place is named.
_PLACE = re.compile(
    r"\b(?:in|inside|under|below|at|on|of|from|to|into|within|is|are|for|file|folder|dir|directory|path|cd|ls|cat|open|read"
    r"|root|disk|space|partition|filesystem|mount|mounted|free|full|usage|du|df)\W*$", re.I
)  # fmt: skip


def without(text: str, machine: Machine) -> str:
    """The text with such slashes as the words they stand for; what names a place here, or may be one, stays."""

    def told(match: re.Match[str]) -> str:
        parts = match[0].split("/")
        is_place = machine.exists(match[0]) or machine.exists(parts[0]) or _PLACE.search(text[: match.start()])
        return match[0] if is_place or not all(map(_is_word, parts)) else " or ".join(parts)

    def told_han(match: re.Match[str]) -> str:
        return match[0] if machine.exists(match[1]) or not _is_word(match[1]) else match[1] + "、"

    def asked(match: re.Match[str]) -> str:
        return match[0] if _PLACE.search(text[: match.start()]) else "? "

    return _ASKED.sub(asked, _HAN.sub(told_han, _WORDS.sub(told, text)))


def _is_word(word: str) -> bool:
    """Whether it says something of what is asked; `src`, `usr` and `etc` do not."""
    low = fillers.MISSPELT.get(word.lower(), word.lower())
    return low in lexicon.ENGLISH or words.base(low) in lexicon.ENGLISH
