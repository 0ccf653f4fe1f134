"""Times whole processes, interleaved, so that load on the machine falls on both sides alike."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence


def spawn(argv: Sequence[str], env: dict[str, str] | None = None) -> float:
    """Milliseconds from posix_spawn to the end of the process; its output goes nowhere."""
    devnull = os.devnull
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, devnull, os.O_WRONLY, 0),
    ]
    begin = time.perf_counter_ns()
    pid = os.posix_spawnp(argv[0], list(argv), dict(os.environ if env is None else env), file_actions=actions)
    _, status = os.waitpid(pid, 0)
    end = time.perf_counter_ns()
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{' '.join(argv)} ended with {os.waitstatus_to_exitcode(status)}")
    return (end - begin) / 1e6


def spawn_on_terminal(argv: Sequence[str]) -> float:
    """Milliseconds from posix_spawn to the end of the process, with a pseudo-terminal of its own for all streams."""
    master, slave = os.openpty()
    name = os.ttyname(slave)
    # A session leader's first terminal becomes its controlling one (tty(4)).
    actions: list[tuple[int, ...] | tuple[int, int, str, int, int]] = [(os.POSIX_SPAWN_OPEN, 0, name, os.O_RDWR, 0)]
    actions += [(os.POSIX_SPAWN_DUP2, 0, 1), (os.POSIX_SPAWN_DUP2, 0, 2)]
    begin = time.perf_counter_ns()
    pid = os.posix_spawnp(argv[0], list(argv), dict(os.environ), file_actions=actions, setsid=True)
    _, status = os.waitpid(pid, 0)
    end = time.perf_counter_ns()
    os.close(slave)
    os.close(master)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{' '.join(argv)} ended with {os.waitstatus_to_exitcode(status)} on a terminal")
    return (end - begin) / 1e6


def drained(argv: Sequence[str], size: int) -> float:
    """Milliseconds until `size` bytes have come out of the process's stdout, which is a pipe."""
    begin = time.perf_counter_ns()
    reader, writer = os.pipe()
    actions = [(os.POSIX_SPAWN_DUP2, writer, 1), (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
    pid = os.posix_spawnp(argv[0], list(argv), dict(os.environ), file_actions=actions)
    os.close(writer)
    buffer = bytearray(1 << 20)
    got = 0
    while count := os.readv(reader, [buffer]):
        got += count
    os.waitpid(pid, 0)
    end = time.perf_counter_ns()
    os.close(reader)
    if got != size:
        raise SystemExit(f"{' '.join(argv)} gave {got} bytes of {size}")
    return (end - begin) / 1e6


def interleaved(measures: Sequence[Callable[[], float]], rounds: int) -> list[float]:
    """The median of each measure over `rounds` rounds, after one round that is not counted."""
    for measure in measures:
        measure()
    taken: list[list[float]] = [[] for _ in measures]
    for number in range(rounds):
        order = range(len(measures)) if number % 2 == 0 else reversed(range(len(measures)))
        for index in order:
            taken[index].append(measures[index]())
    return [statistics.median(times) for times in taken]
