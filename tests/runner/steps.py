"""What a step is, what it counts, and where it says so."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import NamedTuple


class Count(NamedTuple):
    """How many tests or checks a step ran."""

    passed: int = 0
    failed: int = 0

    def __add__(self, other: object) -> Count:
        """The sum of two counts."""
        assert isinstance(other, Count), "counts are added to counts"
        return Count(self.passed + other.passed, self.failed + other.failed)


class Failure(Exception):
    """A step cannot be done; the message says why. Counts as one failure."""


class Step(NamedTuple):
    """One step: its name for --only, what it does in a few words, the work, and whether others may run beside it."""

    name: str
    title: str
    work: Callable[[], Count]
    beside: bool = False


class Heard:
    """What was said in a step: its beginning is kept, and all of it where it is not shown at once."""

    MOST = 1 << 16

    def __init__(self, is_shown: bool) -> None:
        self._is_shown = is_shown
        self._pieces: list[str] = []
        self._length = 0

    def write(self, text: str) -> None:
        """Say this."""
        if self._is_shown:
            sys.stdout.write(text)
            sys.stdout.flush()
        if not self._is_shown or self._length < self.MOST:
            self._pieces.append(text)
            self._length += len(text)

    @property
    def text(self) -> str:
        """What was kept."""
        return "".join(self._pieces)


_HERE = threading.local()


def hear(heard: Heard | None) -> None:
    """From now on what this thread says goes there; `None`: to stdout."""
    _HERE.heard = heard


def write(text: str) -> None:
    """Text of a tool's or of the runner's own."""
    heard: Heard | None = getattr(_HERE, "heard", None)
    (heard or Heard(is_shown=True)).write(text)


def say(text: str) -> None:
    """A line of the runner's own, in order with what the tools print."""
    write(text + "\n")
