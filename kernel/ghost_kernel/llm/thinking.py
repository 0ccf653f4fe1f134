"""What of a model's words is shown: not its thinking aloud, and no half of a character.

Models that think write it between `<think>` and `</think>` before the answer, where their server leaves it there.
"""

from __future__ import annotations

_OPEN, _CLOSE = "<think>", "</think>"


class Shown:
    """Takes words as they come and gives those that may be shown."""

    def __init__(self) -> None:
        self._held = ""
        self._state = "start"

    def feed(self, words: str) -> str:
        """What can be shown now."""
        text, self._held = self._held + words, ""
        if self._state == "start":
            bare = text.lstrip()
            if not bare or (len(bare) < len(_OPEN) and _OPEN.startswith(bare)):
                self._held = text
                return ""
            self._state = "thinking" if bare.startswith(_OPEN) else "saying"
        if self._state == "thinking":
            _, closed, after = text.partition(_CLOSE)
            if not closed:
                self._held = text[-len(_CLOSE) :]  # its end may have begun
                return ""
            text, self._state = after, "after"
        if self._state == "after":
            text = text.lstrip()
            if not text:
                return ""
            self._state = "saying"
        if text and "\ud800" <= text[-1] <= "\udbff":  # the first half of a character; the other comes next
            text, self._held = text[:-1], text[-1]
        return whole(text)

    def rest(self) -> str:
        """What was held back and turned out to be no thinking."""
        text, self._held = self._held, ""
        return "" if self._state in ("thinking", "after") else whole(text)


def whole(text: str) -> str:
    """The text with halves of characters put together, and lone ones replaced."""
    if text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
