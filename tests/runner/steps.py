"""Runs steps one after the other, all of them, and keeps count of what passed and what failed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
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
    """One step: its name for --only, what it does in a few words, and the work."""

    name: str
    title: str
    work: Callable[[], Count]


def say(text: str) -> None:
    """A line of the runner's own, in order with what the tools print."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def run_all(steps: Sequence[Step]) -> int:
    """Run every step, whatever the others did. Returns the exit code.

    What failed is told before the last step, whose tool's closing lines then stand at the end, and once more after it.
    """
    total = Count()
    failed: list[str] = []
    for step in steps:
        if step is steps[-1] and failed:
            say(f"\nfailed so far: {', '.join(failed)}")
        say(f"\n== {step.name}: {step.title}")
        started = time.monotonic()
        try:
            count = step.work()
        except Failure as failure:
            say(f"FAILED: {failure}")
            count = Count(failed=1)
        if count.failed:
            failed.append(step.name)
        total += count
        say(f"-- {step.name}: {'FAILED' if count.failed else 'ok'}, {time.monotonic() - started:.1f} s")
    if failed:
        say(f"\nfailed: {', '.join(failed)}")
    say(f"\nghost: {total.passed} passed, {total.failed} failed")
    return 1 if failed else 0
