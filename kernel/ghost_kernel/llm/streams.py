"""Bytes as they come from the wire, cut into the messages they are made of: Server-Sent Events, and JSON a line.

A reader is fed what one read brought and gives the messages that are now whole; `rest` gives what is left at the end.
The form of events: WHATWG HTML, section 9.2.6 "Interpreting an event stream".
"""

from __future__ import annotations


class Events:
    """Server-Sent Events: the data of each. A field `error`, as llama.cpp sends it, becomes an object with that key."""

    def __init__(self) -> None:
        self._bytes = b""
        self._at = 0  # where in them the next line begins
        self._seen = 0  # how far no end of it was found
        self._data: list[str] = []
        self._begun = False

    def feed(self, more: bytes) -> list[str]:
        """The data of events that are whole now."""
        self._bytes += more
        if not self._begun and len(self._bytes) >= 3:
            self._begun = True
            self._seen = 0
            self._bytes = self._bytes[3:] if self._bytes.startswith(b"\xef\xbb\xbf") else self._bytes
        found: list[str] = []
        while (line := self._line()) is not None:
            self._take(line, found)
        self._bytes = self._bytes[self._at :]  # once a read, not once a line
        self._seen = max(self._seen - self._at, 0)
        self._at = 0
        return found

    def rest(self) -> list[str]:
        """What an event that was not closed says: some servers leave the last blank line out."""
        found: list[str] = []
        self._bytes += b"\n\n"
        while (line := self._line(last=True)) is not None:
            self._take(line, found)
        return found

    def _line(self, last: bool = False) -> bytes | None:
        """The next line without its end, which is a line feed, a carriage return, or both."""
        start = max(self._at, self._seen)
        feed = self._bytes.find(b"\n", start)
        back = self._bytes.find(b"\r", start, feed if feed >= 0 else len(self._bytes))
        end = back if back >= 0 else feed
        if end < 0 or (end == back and end + 1 == len(self._bytes) and not last):
            self._seen = len(self._bytes) if end < 0 else end  # behind a return a line feed may belong to it
            return None
        line = self._bytes[self._at : end]
        self._at = end + 1 + (end == back and self._bytes[end + 1 : end + 2] == b"\n")
        return line

    def _take(self, line: bytes, found: list[str]) -> None:
        if not line:
            if self._data:
                found.append("\n".join(self._data))
            self._data = []
            return
        name, _, value = line.partition(b":")
        text = value.decode("utf-8", "replace")
        text = text[1:] if text.startswith(" ") else text
        if name == b"data":
            self._data.append(text)
        elif name == b"error":
            self._data.append(f'{{"error": {text}}}')


class Lines:
    """One JSON value a line (NDJSON), as Ollama sends it."""

    def __init__(self) -> None:
        self._bytes = b""

    def feed(self, more: bytes) -> list[str]:
        """The lines that are whole now."""
        *whole, self._bytes = (self._bytes + more).split(b"\n")
        return [text for line in whole if (text := line.decode("utf-8", "replace").strip())]

    def rest(self) -> list[str]:
        """A last line without an end."""
        text, self._bytes = self._bytes.decode("utf-8", "replace").strip(), b""
        return [text] if text else []


class Whole:
    """One JSON value that is the whole body: the answer of a server that does not stream."""

    def __init__(self) -> None:
        self._bytes = b""

    def feed(self, more: bytes) -> list[str]:
        """Nothing before the end."""
        self._bytes += more
        return []

    def rest(self) -> list[str]:
        """All of it."""
        return [self._bytes.decode("utf-8", "replace")] if self._bytes.strip() else []
