"""How long knowledge takes to load: 5,000 programs on the PATH, a history of 100,000 lines. Goal: 30 ms each at most.

    python3 tests/bench/knowledge_load.py [ROUNDS]

Each round begins with nothing remembered, as a brain does that was just started, and asks the source one question. The
second column is the first as a multiple of what the machine needs for the same bytes and names alone: listing the
folders, reading the file. A source that this tree does not have is told and left out.
"""

from __future__ import annotations

import importlib
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
from ghost_kernel.knowledge import programs
from ghost_kernel.machine import Machine

LINES = 100_000
HISTORY = ".bash_history"
ARGUMENTS = "status -l --all notes.md src/main.rs | sort && cd .. ; build x=1 'two words' /var/log/app.log".split()


def history(home: Path) -> None:
    """A history with often and seldom used programs."""
    names = ground.names(400)
    lines = []
    for number in range(LINES):
        name = names[number * number % 7919 % len(names)]
        lines.append(f"{name} {ARGUMENTS[number % len(ARGUMENTS)]} {number % 1013}\n")
    (home / HISTORY).write_text("".join(lines), encoding="utf-8")


def question() -> Callable[[Machine], object] | None:
    """The history's own: all counts, or how often one name was used."""
    try:
        source = importlib.import_module("ghost_kernel.knowledge.history")
    except ModuleNotFoundError:
        return None
    if hasattr(source, "counts"):
        counts: Callable[[Machine], object] = source.counts
        return counts
    return lambda machine: [source.uses(machine, name) for name in ("git", "make", "frobnicate")]


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    """The middle of some runs, each of which begins with nothing remembered."""
    taken = []
    for _ in range(rounds):
        for kept in ("_LISTED", "_MADE"):
            getattr(looking_around, kept).clear()
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def row(name: str, taken: float, reference: float) -> None:
    """One source."""
    print(f"{name:<44} {taken:8.2f} ms {taken / reference:6.1f} x   goal <= 30 ms")


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
        history(home)
        listing = milliseconds(lambda: [os.listdir(place) for place in path], rounds)
        reading = milliseconds(lambda: (home / HISTORY).read_bytes(), rounds)
        print(f"{'':<44} {'':>8}    of listing or reading alone")
        row(f"{ground.PROGRAMS} programs", milliseconds(lambda: programs.known(fresh(), "bash"), rounds), listing)
        ask = question()
        if ask is None:
            print(f"{LINES} lines of history: this tree has no such source")
        else:
            row(f"{LINES} lines of history", milliseconds(lambda: ask(fresh()), rounds), reading)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
