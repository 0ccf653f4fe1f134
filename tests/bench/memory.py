#!/usr/bin/env python3
"""Measures memory: recall at 10,000 and 100,000 failures of generated lines, search by text, a cold recall, the file's
size, what a brain with memory weighs, and six writers of whom three are killed.

    python3 tests/bench/memory.py [--sizes 10000,100000] [--extras FOLDER] [--json]

With --extras, ghost's data folder with the extras in its venv, also recall and search by meaning among so many vectors.

Times are of this machine and of now; the best spell of a busy one is not waited for.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(PROJECT / "kernel"), str(PROJECT / "tests" / "kernel")]

import setting  # noqa: E402

# isort: split
from ghost_kernel.failure import Failure  # noqa: E402
from ghost_kernel.memory import (  # noqa: E402
    NAME,
    embedding,
    episodes,
    filling,
    recall,
    searching,
    shape,
    vectors,
)
from ghost_kernel.memory.store import Store  # noqa: E402

SEED = 7
ROUNDS = 400
WRITERS, KILLED = 6, 3
PROGRAMS = "tarn ferry glim quill mossctl wisp fenn drift korv plonk".split()
WORDS = "alpha bravo cedar delta ember fjord grove heron islet jetty karst lagoon marsh north ochre".split()
TROUBLES = (
    "cannot open '{0}': No such file or directory", "unknown option --{1}", "{0} is busy, held by process {2}",
    "line {2}: the word {1} is not known", "permission denied: /srv/{0}/{1}", "no rule to make target '{1}'",
)  # fmt: skip


def line_of(number: int) -> tuple[str, str, str]:
    """A line that fails, what it prints, and what helps."""
    dice = random.Random(SEED * 1_000_003 + number)
    program, sub = dice.choice(PROGRAMS), dice.choice(WORDS)
    name, other = f"{dice.choice(WORDS)}{number % 9973}.txt", dice.choice(WORDS)
    line = f"{program} {sub} --{other} {name}" if dice.random() < 0.7 else f"{program} {sub} {name} > {other}.log"
    said = f"{program}: " + dice.choice(TROUBLES).format(name, other, number) + "\n"
    return line, said, line.replace(f"{program} {sub}", f"{program} {sub} --again", 1)


def failure_of(number: int) -> Failure:
    """The failure of that number."""
    line, said, _ = line_of(number)
    return setting.failure(line, said)


def episode_of(number: int, worker: int = 0) -> episodes.Episode:
    """What came of it."""
    failure = failure_of(number)
    line, said, fix = line_of(number)
    return episodes.Episode(
        shape=shape.of_line(failure),
        error=shape.of_output(said, [word.plain for word in shape.words_of(failure.stages)]),
        dialect="bash", line=line, project=f"/srv/{number % 40}", cwd=f"/srv/{number % 40}", exit_code=1, output=said,
        fix=fix, origins="rule --again", source="rule", rule=f"writer-{worker}", solved=1 + number % 3,
        created=number, used=number,
    )  # fmt: skip


def fill(store: Store, count: int) -> float:
    """Brings in so many failures; gives the seconds."""
    start = time.perf_counter()
    for begin in range(0, count, 5000):
        made = [episode_of(number) for number in range(begin, min(begin + 5000, count))]
        store.write(lambda base, made=made: episodes.write(base, made, 10 * count))  # type: ignore[misc]
    return time.perf_counter() - start


def spread(times: list[float]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds."""
    times = sorted(1000 * one for one in times)
    return {"p50_ms": round(statistics.median(times), 3), "p95_ms": round(times[int(len(times) * 0.95)], 3)}


def recalls(store: Store, count: int) -> dict[str, object]:
    """Recall of lines that are known, of others of their shape, of unknown ones; and search by text."""
    dice = random.Random(SEED)
    kinds = {
        "same line": [dice.randrange(count) for _ in range(ROUNDS)],
        "another line": [count + dice.randrange(count) for _ in range(ROUNDS)],
    }
    told: dict[str, object] = {}
    for kind, numbers in kinds.items():
        times, found = [], 0
        for number in numbers:
            failure = failure_of(number)
            start = time.perf_counter()
            known = store.read(lambda base, failure=failure: recall.of_failure(base, failure))  # type: ignore[misc]
            times.append(time.perf_counter() - start)
            found += known is not None
        told[kind] = {**spread(times), "known": found}
    times = []
    for number in kinds["same line"]:
        line, said, _ = line_of(number)
        start = time.perf_counter()
        store.read(lambda base, text=line + " " + said: searching.episodes(base, text, 5))  # type: ignore[misc]
        times.append(time.perf_counter() - start)
    told["search by text"] = spread(times)
    return told


COLD = """
import sys, time
start = time.perf_counter()
sys.path[:0] = [{kernel!r}, {tests!r}, {bench!r}]
import memory
from ghost_kernel.memory import Memory
failure = memory.failure_of({number})
for name in [name for name in sys.modules if name.startswith(("sqlite3", "_sqlite3", "ghost_kernel.memory."))]:
    del sys.modules[name]
start = time.perf_counter()
assert Memory({folder!r}, print).recall(failure) is not None
sys.stdout.write(str(time.perf_counter() - start))
"""


def cold(folder: str) -> dict[str, float]:
    """A recall in a new process, the import of SQLite and the opening of the file included."""
    times = []
    for number in range(15):
        program = COLD.format(
            kernel=str(PROJECT / "kernel"), tests=str(PROJECT / "tests" / "kernel"),
            bench=str(PROJECT / "tests" / "bench"), number=number, folder=folder,
        )  # fmt: skip
        done = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True)
        times.append(float(done.stdout))
    return spread(times)


def weight(folder: str) -> int:
    """Kilobytes of a brain that has recalled and learned something (Linux: VmHWM)."""
    line, said, _ = line_of(1)
    hello = {**setting.HELLO, "settings": {"state_dir": folder, "memory": True}}
    brain = subprocess.Popen(setting.brain(), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert brain.stdin is not None
    assert brain.stdout is not None
    told = {"event": "outcome", "verdict": "gave_up"}
    last = {**setting.failed(line, said, 1, cwd="/"), "id": 9}
    brain.stdin.write(setting.lines(hello, setting.failed(line, said, 1, cwd="/"), told, last))
    brain.stdin.flush()
    for _ in range(3):
        brain.stdout.readline()
    status = Path(f"/proc/{brain.pid}/status").read_text(encoding="ascii")
    brain.stdin.close()
    brain.wait()
    return int(next(one.split()[1] for one in status.splitlines() if one.startswith("VmHWM")))


WRITER = """
import os, sys
sys.path[:0] = [{kernel!r}, {tests!r}, {bench!r}]
import memory
from ghost_kernel.memory import episodes
from ghost_kernel.memory.store import Store
store = Store({folder!r}, lambda text: sys.stderr.write(text + "\\n"))
for number in range({each}):
    one = memory.episode_of({worker} * 1_000_000 + number, {worker})
    if store.write(lambda base: episodes.write(base, [one], 1 << 30)) is not None:
        os.write(1, b"%d\\n" % number)
"""


def writers(folder: str, each: int) -> dict[str, object]:
    """Six processes write at once; three are killed once they have written a third. What they said to have written has
    to be there.
    """
    running = []
    for worker in range(WRITERS):
        program = WRITER.format(
            kernel=str(PROJECT / "kernel"), tests=str(PROJECT / "tests" / "kernel"),
            bench=str(PROJECT / "tests" / "bench"), folder=folder, each=each, worker=worker,
        )  # fmt: skip
        command = [sys.executable, "-I", "-S", "-c", program]
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0))
    said: list[int] = []
    for worker, process in enumerate(running):
        assert process.stdout is not None
        told = b""
        while worker < KILLED and told.count(b"\n") < each // 3:
            some = process.stdout.read(64)
            if not some:
                break
            told += some
        if worker < KILLED:
            os.kill(process.pid, signal.SIGKILL)
        told += process.stdout.read() or b""
        said.append(told.count(b"\n"))
    errors = []
    for process in running:
        assert process.stdout is not None
        assert process.stderr is not None
        errors += process.stderr.read().decode().splitlines()
        process.wait()
        process.stdout.close()
        process.stderr.close()
    base = sqlite3.connect(os.path.join(folder, NAME))
    lost = 0
    for worker, count in enumerate(said):
        there = base.execute("select count(*) from episodes where rule = ?", (f"writer-{worker}",)).fetchone()[0]
        lost += max(0, count - there)
    told_of = {
        "said": said,
        "lost": lost,
        "errors": errors,
        "integrity": base.execute("pragma integrity_check").fetchone()[0],
        "rows": base.execute("select count(*) from episodes").fetchone()[0],
        "text_rows": base.execute("select count(*) from episodes_text where episodes_text match 'again'").fetchone()[0],
    }
    base.execute("insert into episodes_text (episodes_text, rank) values ('integrity-check', 1)")  # raises when unequal
    base.close()
    return told_of


def meaning(store: Store, size: int, data: str) -> dict[str, object]:
    """With the extras: vectors for all failures, recall of what a program says in other words, search, and what the
    first pass over all vectors misses.
    """
    start = time.perf_counter()
    model = vectors.Meaning(embedding.Embedder(data))
    loaded = time.perf_counter() - start
    start = time.perf_counter()
    filling.everything(store, model.embedder)
    filled = time.perf_counter() - start
    dice = random.Random(SEED)
    timed: dict[str, Timed] = {kind: Timed() for kind in ("question", "recall", "nothing alike", "search")}
    known = 0
    for _ in range(100):
        number = dice.randrange(size)
        line, said, _ = line_of(number)
        other = setting.failure(line, said.replace(": ", ": sorry, ", 1))
        with timed["question"]:
            model.embedder.vectors([said])
        with timed["recall"]:
            found = store.read(lambda base, other=other: recall.of_near(base, other, model))  # type: ignore[misc]
        known += isinstance(found, recall.Recalled)
        new = setting.failure(f"nobody {line}", said)
        with timed["nothing alike"]:
            store.read(lambda base, new=new: recall.of_near(base, new, model))  # type: ignore[misc]
        text = f"{line} {said}"
        with timed["search"]:
            store.read(lambda base, text=text, said=said: searching.hybrid(base, text, said, 5, model))  # type: ignore
    return {
        "loaded_s": round(loaded, 2), "filled_s": round(filled, 1), "known": known,
        **{kind: one.told() for kind, one in timed.items()}, "process_kB": resident(), **spread_out(size, model),
    }  # fmt: skip


class Timed:
    """Collects times of the clock and of the processor: what a busy machine does not change much."""

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.work: list[float] = []

    def __enter__(self) -> None:
        self.wall.append(-time.perf_counter())
        self.work.append(-time.process_time())

    def __exit__(self, *_: object) -> None:
        self.work[-1] += time.process_time()
        self.wall[-1] += time.perf_counter()

    def told(self) -> dict[str, dict[str, float]]:
        """Both, without the first."""
        return {"wall": spread(self.wall[1:]), "cpu": spread(self.work[1:])}


def resident() -> int:
    """Kilobytes of this process."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(one.split()[1] for one in status.splitlines() if one.startswith("VmRSS")))


def spread_out(size: int, model: vectors.Meaning) -> dict[str, object]:
    """The nearest of so many vectors that are all different, as those of documents are, and how many of the exact three
    are among what is found. Texts of one kind are not spread evenly: each stands near one of some hundred themes.
    """
    numpy = model.embedder.numpy
    dice = numpy.random.default_rng(SEED)
    made = dice.standard_normal((size, embedding.SIZE), dtype=numpy.float32)
    themes = dice.standard_normal((200, embedding.SIZE), dtype=numpy.float32)
    made = made + 1.5 * themes[dice.integers(0, 200, size)]
    made /= numpy.linalg.norm(made, axis=1, keepdims=True)
    index = vectors.Index(numpy)
    timed, hits = Timed(), 0
    with tempfile.TemporaryDirectory() as folder:
        store = Store(folder, print)

        def write(base: sqlite3.Connection) -> None:
            base.executemany(
                "insert into passages (id, source, program, title, body) values (?, 1, '', '', '')",
                [(key,) for key in range(1, size + 1)],
            )
            vectors.write(base, vectors.rows_of(numpy, range(1, size + 1), made))

        store.write(write)
        for number in range(60):
            query = made[number * 7] + 0.02 * dice.standard_normal(embedding.SIZE, dtype=numpy.float32)
            query /= numpy.linalg.norm(query)
            with timed:
                near = store.read(lambda base, query=query: index.nearest(base, query, 3)) or []  # type: ignore[misc]
            exact = set(numpy.argsort(-(made @ query))[:3] + 1)
            hits += len(exact & {key for key, _ in near})
        store.close()
    return {"nearest of documents": timed.told(), "of the exact three": round(hits / 180, 3)}


def main() -> None:
    """Prints the figures."""
    sizes = "10000,100000"
    if "--sizes" in sys.argv:
        sizes = sys.argv[sys.argv.index("--sizes") + 1]
    told: dict[str, object] = {}
    for size in [int(one) for one in sizes.split(",")]:
        with tempfile.TemporaryDirectory() as folder:
            store = Store(folder, print)
            seconds = fill(store, size)
            figures = {"filled_s": round(seconds, 1), **recalls(store, size)}
            if "--extras" in sys.argv:
                figures["meaning"] = meaning(store, size, sys.argv[sys.argv.index("--extras") + 1])
            store.close()
            figures["cold recall"] = cold(folder)
            figures["megabytes"] = round(os.path.getsize(os.path.join(folder, NAME)) / 1e6, 1)
            figures["brain_kB"] = weight(folder)
            told[str(size)] = figures
    with tempfile.TemporaryDirectory() as folder:
        told["writers"] = writers(folder, 200)
    print(json.dumps(told, indent=None if "--json" in sys.argv else 2))


if __name__ == "__main__":
    main()
