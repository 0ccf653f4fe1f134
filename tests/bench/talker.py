#!/usr/bin/env python3
"""What the talker adds to a model: from its start to the request on the wire, and from a token of the server's to the
piece on its output. Goal of the second: far below 50 ms.

    python3 tests/bench/talker.py [ROUNDS]

Against a scripted server of each format in this process, so that one clock sees both ends. The server sends a token
only when the piece of the last one was read. `quick` is the tenth percentile: what is left on a calm machine.
"""

from __future__ import annotations

import compileall
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "kernel"), str(ROOT / "kernel")]

from model_server import FORMATS, Format, Handler, Server, request  # noqa: E402 -- rooms of the tests, from there

PACKAGE = ROOT / "kernel" / "ghost_kernel"
WORDS = [sys.executable, "-I", "-S", str(PACKAGE), "mind"]
TOKENS = 200


def row(name: str, taken: list[float]) -> None:
    """One line of milliseconds."""
    tenths = statistics.quantiles(taken, n=20)
    print(
        f"{name:<44} {statistics.median(taken):8.2f} {tenths[1]:8.2f} {tenths[-1]:8.2f} {max(taken):8.2f}", flush=True
    )


def bare() -> float:
    """Milliseconds for an interpreter that does nothing."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-I", "-S", "-c", "pass"], check=True)
    return (time.perf_counter() - start) * 1000


def started(form: Format, words: list[str] = WORDS) -> tuple[float, float]:
    """Milliseconds from the start of the talker to its request, and to its end."""
    seen: list[float] = []

    def script(to: Handler) -> None:
        seen.append(time.perf_counter())
        to.begin(form.stream_kind)
        to.chunk(b"".join([form.word("x"), *form.finish("stop")]))
        to.end()

    with Server(script) as server:
        line = json.dumps(request(form, server.port)).encode() + b"\n"
        start = time.perf_counter()
        done = subprocess.run(words, input=line, stdout=subprocess.PIPE, check=True)
        end = time.perf_counter()
    assert b'"done"' in done.stdout, done.stdout
    return (seen[0] - start) * 1000, (end - start) * 1000


def tokens(form: Format) -> list[float]:
    """Milliseconds from a token being sent to its piece being read, for each."""
    sent: list[float] = []
    read = threading.Semaphore(1)

    def script(to: Handler) -> None:
        to.begin(form.stream_kind)
        for number in range(TOKENS):
            read.acquire()
            message = form.word(f"word{number} ")
            sent.append(time.perf_counter())
            to.chunk(message)
        read.acquire()
        to.chunk(b"".join(form.finish("stop")))
        to.end()

    taken = []
    with Server(script) as server, subprocess.Popen(WORDS, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as talker:
        assert talker.stdin is not None and talker.stdout is not None
        talker.stdin.write(json.dumps(request(form, server.port)).encode() + b"\n")
        talker.stdin.flush()
        while b'"piece"' in talker.stdout.readline():
            taken.append((time.perf_counter() - sent[-1]) * 1000)
            read.release()
        talker.stdin.close()
    assert len(taken) == TOKENS, len(taken)
    return taken


def main(args: list[str]) -> int:
    """Measure and print."""
    rounds = int(args[0]) if args else 30
    compileall.compile_dir(str(PACKAGE), quiet=2)
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    print(f"{'load ' + busy:<44} {'median':>8} {'quick':>8} {'p95':>8} {'max':>8}   ms")
    row("an interpreter that does nothing", [bare() for _ in range(rounds)])
    both = [started(FORMATS[0]) for _ in range(rounds)]
    row("talker: start to request on the wire", [one for one, _ in both])
    row("talker: start to end, an answer of a word", [one for _, one in both])
    with tempfile.TemporaryDirectory() as folder:
        # As it was unpacked, before the body has had its modules compiled (wrapper/src/client/compiled.rs).
        fresh = os.path.join(folder, PACKAGE.name)
        shutil.copytree(PACKAGE, fresh, ignore=shutil.ignore_patterns("__pycache__"))
        words = [sys.executable, "-I", "-S", "-B", fresh, "mind"]
        uncompiled = [started(FORMATS[0], words)[0] for _ in range(rounds)]
    row("the same to the request, nothing compiled", uncompiled)
    for form in FORMATS:
        row(f"{form.kind}: token sent to piece read", tokens(form))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
