"""Text as the numbers a small embedding model reads: BERT's way to cut words into known pieces (Devlin et al. 2019, the
uncased vocabulary), the longest known piece first.
"""

from __future__ import annotations

import unicodedata

MOST_PIECES = 128
MOST_LETTERS = 100  # a longer word is unknown
UNKNOWN, BEGIN, END = "[UNK]", "[CLS]", "[SEP]"


class Vocabulary:
    """The pieces, each with its number: the place of its line."""

    def __init__(self, text: str) -> None:
        self._numbers = {piece: number for number, piece in enumerate(text.split("\n"))}
        self._unknown = self._numbers[UNKNOWN]
        self._begin = self._numbers[BEGIN]
        self._end = self._numbers[END]

    def numbers(self, text: str) -> list[int]:
        """The numbers of a text, marked at both ends."""
        found: list[int] = []
        for word in words(text):
            found += self._pieces(word)
            if len(found) >= MOST_PIECES - 2:
                break
        return [self._begin, *found[: MOST_PIECES - 2], self._end]

    def _pieces(self, word: str) -> list[int]:
        if len(word) > MOST_LETTERS:
            return [self._unknown]
        found: list[int] = []
        at = 0
        while at < len(word):
            for end in range(len(word), at, -1):
                piece = word[at:end] if at == 0 else "##" + word[at:end]
                number = self._numbers.get(piece)
                if number is not None:
                    found.append(number)
                    at = end
                    break
            else:
                return [self._unknown]
        return found


def words(text: str) -> list[str]:
    """Words in small letters without accents; each sign and each ideograph is one of its own."""
    found: list[str] = []
    word = ""
    for char in unicodedata.normalize("NFD", text.lower()):
        kind = unicodedata.category(char)
        if kind == "Mn" or char == "\ufffd" or (kind[0] == "C" and char not in "\t\n\r"):
            continue
        is_apart = kind[0] == "P" or char in "$+<=>^`|~" or "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"
        if is_apart or char.isspace():
            if word:
                found.append(word)
            word = ""
            if is_apart:
                found.append(char)
            continue
        word += char
    return [*found, word] if word else found
