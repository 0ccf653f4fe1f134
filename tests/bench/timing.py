"""Times whole processes in turns: what a busy machine adds falls on all of them alike.

Three figures of a comparison, since each is honest about something else:

* `median`: the middle of the ratios, each taken within one round. What a person gets, on the machine as it was.
* `quick`: the ratio of the two tenth percentiles. What is left when nobody else wants the processors.
* `work`: the ratio of the medians of processor time, of all processes together. Waiting does not count at all, be it
  for others or for oneself.
"""

from __future__ import annotations

import ctypes
import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple


class Sample(NamedTuple):
    """One run, in milliseconds."""

    wall: float
    work: float


Measure = Callable[[], Sample]


class Comparison(NamedTuple):
    """A command against a reference, as multiples of the reference."""

    median: float
    quick: float
    work: float


def _environment(env: Mapping[str, str] | None) -> dict[str, str]:
    return dict(os.environ if env is None else env)


def adopt() -> None:
    """What a command leaves behind becomes our child, so that its work can be counted (PR_SET_CHILD_SUBREAPER)."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def _end_of(pid: int, argv: Sequence[str], begin: int) -> Sample:
    _, status, usage = os.wait4(pid, 0)
    wall = (time.perf_counter_ns() - begin) / 1e6
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{' '.join(argv)} ended with {os.waitstatus_to_exitcode(status)}")
    work = usage.ru_utime + usage.ru_stime
    while True:
        try:
            _, _, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return Sample(wall, work * 1e3)
        work += usage.ru_utime + usage.ru_stime


def spawn(argv: Sequence[str], env: Mapping[str, str] | None = None) -> Sample:
    """From posix_spawn to the end of the process; its output goes nowhere."""
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    words, environment = list(argv), _environment(env)
    begin = time.perf_counter_ns()
    pid = os.posix_spawnp(words[0], words, environment, file_actions=actions)
    return _end_of(pid, words, begin)


def spawn_on_terminal(argv: Sequence[str]) -> Sample:
    """From posix_spawn to the end of the process, with a pseudo-terminal of its own for all streams."""
    master, slave = os.openpty()
    name = os.ttyname(slave)
    # A session leader's first terminal becomes its controlling one (tty(4)).
    actions: list[tuple[int, ...] | tuple[int, int, str, int, int]] = [(os.POSIX_SPAWN_OPEN, 0, name, os.O_RDWR, 0)]
    actions += [(os.POSIX_SPAWN_DUP2, 0, 1), (os.POSIX_SPAWN_DUP2, 0, 2)]
    words, environment = list(argv), _environment(None)
    begin = time.perf_counter_ns()
    pid = os.posix_spawnp(words[0], words, environment, file_actions=actions, setsid=True)
    sample = _end_of(pid, words, begin)
    os.close(slave)
    os.close(master)
    return sample


def drained(argv: Sequence[str], size: int) -> Sample:
    """Until `size` bytes have come out of the process's stdout, which is a pipe."""
    words, environment = list(argv), _environment(None)
    begin = time.perf_counter_ns()
    reader, writer = os.pipe()
    actions = [(os.POSIX_SPAWN_DUP2, writer, 1), (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
    pid = os.posix_spawnp(words[0], words, environment, file_actions=actions)
    os.close(writer)
    buffer = bytearray(1 << 20)
    got = 0
    while count := os.readv(reader, [buffer]):
        got += count
    sample = _end_of(pid, words, begin)
    os.close(reader)
    if got != size:
        raise SystemExit(f"{' '.join(words)} gave {got} bytes of {size}")
    return sample


def interleaved(measures: Sequence[Measure], rounds: int) -> list[list[Sample]]:
    """The samples of each measure, one a round, after one round that is not counted."""
    for measure in measures:
        measure()
    taken: list[list[Sample]] = [[] for _ in measures]
    for number in range(rounds):
        order = range(len(measures)) if number % 2 == 0 else reversed(range(len(measures)))
        for index in order:
            taken[index].append(measures[index]())
    return taken


def median(samples: Sequence[Sample]) -> float:
    """Milliseconds."""
    return statistics.median(sample.wall for sample in samples)


def compare(samples: Sequence[Sample], reference: Sequence[Sample]) -> Comparison:
    """How much longer, or how many times as long, one took than the other."""

    def tenth(of: Sequence[Sample]) -> float:
        return statistics.quantiles((sample.wall for sample in of), n=10)[0]

    def work(of: Sequence[Sample]) -> float:
        return statistics.median(sample.work for sample in of)

    return Comparison(
        median=statistics.median(one.wall / other.wall for one, other in zip(samples, reference)),
        quick=tenth(samples) / tenth(reference),
        work=work(samples) / work(reference),
    )
