"""How long knowledge takes to load: 5,000 programs on the PATH, a history of 100,000 lines. Goal: 30 ms each at most.

    python3 tests/bench/knowledge_load.py [ROUNDS]

Each round begins with nothing remembered, as a brain does that was just started: it asks for every name that can be
started, and how often six names were typed. The second column is the first as a multiple of what the machine needs for
the same bytes and names alone: listing the folders, reading the file. Processor time leaves out what was waited for.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import brain  # puts the kernel on the path
import ground

# isort: split
from ghost_kernel import machine as looking_around
from ghost_kernel.knowledge import history, programs
from ghost_kernel.machine import Machine

LINES = 100_000
HISTORY = ".bash_history"
ARGUMENTS = "status -l --all notes.md src/main.rs | sort && cd .. ; build x=1 'two words' /var/log/app.log".split()


def typed(home: Path) -> None:
    """A history with often and seldom used programs."""
    names = ground.names(400)
    lines = []
    for number in range(LINES):
        name = names[number * number % 7919 % len(names)]
        lines.append(f"{name} {ARGUMENTS[number % len(ARGUMENTS)]} {number % 1013}\n")
    (home / HISTORY).write_text("".join(lines), encoding="utf-8")


def counted(machine: Machine) -> int:
    """What decides between names that are equally near: how often each of six, the most there are, was typed."""
    names = ("git", "make", "frobnicate", *ground.names(400)[100:103])
    return sum(history.uses(machine, name) for name in names)


def milliseconds(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The middle of some runs and of their processor time, each of which begins with nothing remembered."""
    taken, used = [], []
    for _ in range(rounds):
        for kept in ("_LISTED", "_MADE"):
            getattr(looking_around, kept).clear()
        begun, worked = time.perf_counter(), time.process_time()
        work()
        used.append((time.process_time() - worked) * 1000)
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken), statistics.median(used)


def row(name: str, taken: tuple[float, float], reference: tuple[float, float]) -> None:
    """One source."""
    times = f"{taken[0]:8.2f} ms {taken[0] / reference[0]:6.1f} x"
    print(f"{name:<44} {times}   processor {taken[1]:6.2f} ms   goal <= 30 ms")


def main(args: list[str]) -> int:
    """Lays out programs and a history, and measures."""
    rounds = int(args[0]) if args else 21
    print(f"the brain in {os.path.relpath(brain.PACKAGE)}, {rounds} rounds")
    with tempfile.TemporaryDirectory(prefix="ghost-knowledge-") as folder:
        home = Path(folder) / "home"
        home.mkdir()

        def fresh() -> Machine:
            return Machine(str(home), path, str(home))

        path = ground.programs(Path(folder) / "programs")
        typed(home)
        listing = milliseconds(lambda: [os.listdir(place) for place in path], rounds)
        reading = milliseconds(lambda: (home / HISTORY).read_bytes(), rounds)
        print(f"{'':<44} {'':>8}    of listing or reading alone")
        row(f"{ground.PROGRAMS} programs", milliseconds(lambda: programs.known(fresh(), "bash"), rounds), listing)
        row(f"{LINES} lines of history, six names", milliseconds(lambda: counted(fresh()), rounds), reading)
        begun = milliseconds(lambda: history.runs(fresh(), "git"), rounds)
        row(f"{LINES} lines of history, beginning so", begun, reading)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
