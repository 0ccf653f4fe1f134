"""A sentence as it is compared: one width of letters, one kind of quote, no contractions.

Places are kept: every reader works on the text this gives, and nothing afterwards changes its length.
"""

from __future__ import annotations

import re
import unicodedata

_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "「": '"', "」": '"', "『": '"', "』": '"', "«": '"', "»": '"', "´": "'"}
)
_STOPS = str.maketrans({"。": ". ", "；": "; ", "、": ", ", "【": "[", "】": "]", "《": '"', "》": '"', "…": " "})
# What is said in one breath, taken apart; `n't` and the like stand for every verb.
_SHORT = [
    (re.compile(r"\bcan't\b", re.I), "can not"),
    (re.compile(r"\bwon't\b", re.I), "will not"),
    (re.compile(r"(?<=[a-z])n't\b", re.I), " not"),
    (re.compile(r"\b(do|is|does|are|did|was|has|have|could|should|would)nt\b", re.I), r"\1 not"),
    (re.compile(r"\b(what|where|who|how|when|why|that|there|it|here)'?s(?=\s)", re.I), r"\1 is"),
    (re.compile(r"\b(what|where|who|how|they|you|we)'re\b", re.I), r"\1 are"),
    (re.compile(r"\b(i|you|we|they)'ve\b", re.I), r"\1 have"),
    (re.compile(r"\bi'm\b", re.I), "i am"),
    (re.compile(r"\b(i|you|we|they|it)'(?:d|ll)\b", re.I), r"\1"),
    (re.compile(r"\bgimme\b", re.I), "give me"),
    (re.compile(r"\bwanna\b", re.I), "want to"),
    (re.compile(r"\bu\b"), "you"),
    (re.compile(r"\bpls\b|\bplz\b", re.I), "please"),
    (re.compile(r"(?<=[a-z0-9])'s\b(?!')", re.I), " of"),
]


# `忙不忙`: whether it is so. Those that stand in the lexicon as a word are left to it.
_EITHER = re.compile(r"([忙满热卡慢快多少稳重烫够急新旧])不\1(?![\u4e00-\u9fff]不)")
_HAS = re.compile(r"([死起开停坏崩满断变动成])没\1")


def is_han(char: str) -> bool:
    """Whether it is a character of Chinese."""
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff"


def has_han(text: str) -> bool:
    """Whether Chinese stands in the text."""
    return any(map(is_han, text))


def normal(text: str) -> str:
    """The text with full-width letters and signs made narrow, quotes made plain and contractions taken apart."""
    text = unicodedata.normalize("NFKC", text.translate(_QUOTES).translate(_STOPS)).translate(_QUOTES)
    text = _EITHER.sub(r"\1吗", _HAS.sub(r"\1了吗", " ".join(text.split())))
    # What is quoted stays as it was typed.
    parts = re.split(r"(`[^`]*`|\"[^\"]*\"|(?<![A-Za-z0-9])'[^']*'(?![A-Za-z0-9]))", text)
    for at in range(0, len(parts), 2):
        for pattern, plain in _SHORT:
            parts[at] = pattern.sub(plain, parts[at])
    return "".join(parts)
