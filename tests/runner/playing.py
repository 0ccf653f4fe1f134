"""Runs the steps, all of them, some beside others, and keeps count of what passed and what failed."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from functools import partial

from .command import side_by_side
from .steps import Count, Failure, Heard, Step, hear, say

_FIRST = 12  # lines of what a failed step said that are told once more
_WIDEST = 200
# What cargo and nextest say on the way to a failure.
_ON_THE_WAY = tuple(
    "Compiling |Finished |Downloading |Downloaded |Blocking |Nextest run|Starting |SETUP|info: |────|PASS ".split("|")
)


class Ended:
    """How a step ended."""

    def __init__(self, step: Step, count: Count, heard: Heard) -> None:
        self.step, self.count, self.heard = step, count, heard

    def beginning(self) -> str:
        """The first lines of what it said, indented."""
        lines = [line for line in self.heard.text.splitlines()[2:] if line.strip() and line.strip(" .sx")]
        lines = [line for line in lines if not line.strip().startswith(_ON_THE_WAY)]
        return "\n".join(f"    {line[:_WIDEST]}" for line in lines[:_FIRST])


def run_all(steps: Sequence[Step]) -> int:
    """Run every step, whatever the others did. Returns the exit code.

    Those beside which others may run are played two at a time, and each is told of when it and all before it have
    ended. What failed is named before the last step, whose tool's closing lines then stand at the end, and told once
    more after it: of a long output the end is often all that is kept.
    """
    ended: list[Ended] = []
    for is_beside, some in itertools.groupby(steps, lambda step: step.beside):
        group = list(some)
        if is_beside and len(group) > 1:
            say(f"\nside by side: {', '.join(step.name for step in group)}")
            side_by_side([partial(_play, step, False) for step in group], told=lambda one: _tell(one, ended))
            continue
        for step in group:
            failed = [one.step.name for one in ended if one.count.failed]
            if step is steps[-1] and failed:
                say(f"\nfailed so far: {', '.join(failed)}")
            ended.append(_play(step, True))
    total = Count()
    for one in ended:
        total += one.count
    failures = [one for one in ended if one.count.failed]
    for one in failures:
        say(f"\n{one.step.name} FAILED; its first lines:\n{one.beginning()}")
    if failures:
        say(f"\nfailed: {', '.join(one.step.name for one in failures)}")
    say(f"\nghost: {total.passed} passed, {total.failed} failed")
    return 1 if failures else 0


def _tell(one: Ended, ended: list[Ended]) -> None:
    say(one.heard.text.rstrip("\n"))
    ended.append(one)


def _play(step: Step, is_shown: bool) -> Ended:
    heard = Heard(is_shown)
    hear(heard)
    started = time.monotonic()
    try:
        say(f"\n== {step.name}: {step.title}")
        try:
            count = step.work()
        except Failure as failure:
            say(f"FAILED: {failure}")
            count = Count(failed=1)
        say(f"-- {step.name}: {'FAILED' if count.failed else 'ok'}, {time.monotonic() - started:.1f} s")
    finally:
        hear(None)
    return Ended(step, count, heard)
