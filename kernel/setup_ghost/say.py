"""The bootstrap's voice: short lines and one transient progress line, on stderr only; stdout belongs to the command."""

from __future__ import annotations

import sys
import time
from typing import TextIO


class Say:
    """Writes lines for a person. A closed or broken stderr is no reason to stop working."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        try:
            self._lively = self._stream is not None and self._stream.isatty()
        except ValueError:
            self._lively = False
        self._shown = False
        self._last = 0.0

    @property
    def lively(self) -> bool:
        """Whether a person sits before a terminal."""
        return self._lively

    def line(self, text: str) -> None:
        """One line that stays."""
        self.clear()
        self._write(f"ghost: {text}\n")

    def status(self, text: str) -> None:
        """A line that the next one replaces; left out where stderr is not a terminal. At most ten a second."""
        now = time.monotonic()
        if not self._lively or now - self._last < 0.1:
            return
        self._last = now
        self._write(f"\r\033[2mghost: {text}\033[0m\033[K")
        self._shown = True

    def clear(self) -> None:
        """Take the transient line away."""
        if self._shown:
            self._write("\r\033[K")
            self._shown = False

    def _write(self, text: str) -> None:
        if self._stream is None:
            return
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            self._lively = False
