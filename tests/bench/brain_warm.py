"""How long a brain that is awake takes for an answer by rules alone: failures of many kinds, one after the other.

    python3 tests/bench/brain_warm.py [--python PROGRAM] [--rounds N] [--failures FILE.jsonl] [--only WORD] [--profile]

One brain process on pipes, as the body starts it, on a made-up machine with 5,000 programs on the PATH. Probes are
refused at once, so no program's start is in the figures; reading and writing our side of the pipe is not either. The
first round warms up (rules are imported, folders read) and is told apart; of the others each failure counts with its
median. Goals: p50 <= 3 ms, p95 <= 15 ms. `python3 -I -S -c pass` of the same run stands beside them, to tell how busy
the machine was; processor time leaves out what the brain waited for others. A record with "large" gets as much noise
in front of its output as the body lets through.

--profile runs the same failures inside this process and prints where the time goes.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import ground
from brain import Brain, Message, failed

FAILURES = Path(__file__).with_name("warm_failures.jsonl")
SHOWN_BYTES = 24 * 1024  # what the body tells of an output, at most
SLOWEST = 10


def noise(size: int) -> str:
    """Lines as a build prints them."""
    made = []
    length = number = 0
    while length < size:
        made.append(
            f"[{number:4}] compiling unit_{number * 7919 % 1000}.c with -O2 -g (cached: no, took {number % 97} ms)"
        )
        length += len(made[-1]) + 1
        number += 1
    return "\n".join(made) + "\n"


def load(path: Path, only: str) -> list[dict[str, Any]]:
    """The failures, those that are to be large with all that belongs to them."""
    found: list[dict[str, Any]] = []
    for text in path.read_text(encoding="utf-8").splitlines():
        one: dict[str, Any] = json.loads(text)
        if one.get("large"):
            one["output"] = noise(SHOWN_BYTES - len(one["output"])) + str(one["output"])
        if only in one["line"]:
            found.append(one)
    return found


def percentile(values: list[float], part: int) -> float:
    """The nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(part / 100 * (len(ordered) - 1)))]


def start_of(python: str) -> float:
    """Milliseconds of an interpreter that does nothing, the middle of some."""
    taken = []
    for _ in range(11):
        begun = time.perf_counter()
        subprocess.run([python, "-I", "-S", "-c", "pass"], check=True)
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def measure(python: str, home: Path, events: list[Message], rounds: int) -> None:
    """Asks and tells."""
    brain = Brain(python, str(home))
    first = [brain.ask(event)[1] for event in events]
    taken: list[list[float]] = [[] for _ in events]
    worked: list[list[float]] = [[] for _ in events]
    answers: list[Message] = [{} for _ in events]
    probes = 0
    for _ in range(rounds):
        for place, event in enumerate(events):
            begun = brain.work()
            answers[place], milliseconds, wanted = brain.ask(event)
            taken[place].append(milliseconds)
            worked[place].append(brain.work() - begun)
            probes += wanted
    brain.end()
    middle = [statistics.median(times) for times in taken]
    reference = start_of(python)
    answered = sum(answer.get("action") == "propose" for answer in answers)
    print(f"{len(events)} failures, {answered} answered, {probes // rounds} probes refused a round")
    print(f"{'python3 -I -S -c pass':<28} {reference:8.2f} ms")
    every = [one for times in taken for one in times]
    work = [statistics.median(times) for times in worked]
    kinds = (("first time", first), ("warm", middle), ("warm, processor time", work), ("warm, every single one", every))
    for name, values in kinds:
        p50, p95 = percentile(values, 50), percentile(values, 95)
        print(f"{name:<28} p50 {p50:7.2f} ms {p50 / reference:6.2f} x   p95 {p95:7.2f} ms {p95 / reference:6.2f} x")
    print("the slowest, warm:")
    order = sorted(range(len(events)), key=lambda place: -middle[place])
    for place in order[:SLOWEST]:
        said = answers[place].get("candidates") or [{}]
        print(f"{middle[place]:8.2f} ms  {events[place]['line']}   -> {said[0].get('command', '(nothing)')}")


def profile(home: Path, events: list[Message]) -> None:
    """Where the time goes, in this process."""
    import cProfile
    import pstats

    from ghost_kernel import mind
    from ghost_kernel.engine import Engine
    from ghost_kernel.machine import Machine
    from ghost_kernel.protocol import codec
    from ghost_kernel.protocol.types import FailedEvent

    engine = Engine("", lambda text: print(text, file=sys.stderr))

    def once() -> None:
        for event in events:
            read = codec.decode_event(json.dumps(event).encode())
            if not isinstance(read, FailedEvent):
                raise AssertionError("it is a failure")
            mind.think(read, Machine(read.cwd, read.path, str(home)), engine)

    once()
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(5):
        once()
    profiler.disable()
    pstats.Stats(profiler).sort_stats("tottime").print_stats(35)


def main() -> int:
    """Lays out the machine and measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable, help="the interpreter (default: this one)")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--failures", type=Path, default=FAILURES)
    parser.add_argument("--dialect", default="bash", help="nu, with --failures tests/kernel/nu_texts.jsonl")
    parser.add_argument("--only", default="", metavar="WORD", help="lines with this in them")
    parser.add_argument("--profile", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ghost-warm-") as folder:
        home = Path(folder) / "home"
        work = ground.project(home)
        path = ground.programs(Path(folder) / "programs")
        # A folder that was changed a moment ago is read again each time: the brain must find it settled.
        time.sleep(2.1)
        failures = load(asked.failures, asked.only)
        events = [
            failed(one["line"], one.get("exit_code", one.get("status")), one["output"], str(work), path, asked.dialect)
            for one in failures
        ]
        if asked.profile:
            profile(home, events)
        else:
            measure(asked.python, home, events, asked.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
