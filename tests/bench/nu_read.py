#!/usr/bin/env python3
"""What it costs to have a contained nu read lines: `ghost policy judge` about lines that need no nu, and that do.

    python3 tests/bench/nu_read.py [--ghost PATH] [--nu PATH] [--rounds N]

One ghost answers all questions, each with a start of nu of its own; `bare` is the same nu started without a sandbox.
Needs a release build. Not a timed test: it prints, and judges nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
ASK = ROOT / "wrapper" / "src" / "driver" / "ask.nu"


def judged(ghost: Path, nu: str, line: str, typed: str | None, rounds: int) -> float:
    """Milliseconds of one answer in the middle of many."""
    asked = json.dumps({"line": line, "shell": "nu", **({"typed": typed} if typed else {})}) + "\n"
    times = []
    with subprocess.Popen(
        [ghost, "policy", "judge"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "SHELL": nu},
        text=True,
    ) as running:
        assert running.stdin and running.stdout
        for _ in range(rounds):
            start = time.perf_counter()
            running.stdin.write(asked)
            running.stdin.flush()
            running.stdout.readline()
            times.append(time.perf_counter() - start)
        running.stdin.close()
    return statistics.median(times) * 1000


def bare(nu: str, line: str, rounds: int) -> float:
    """Milliseconds of the same question to a nu that nothing contains."""
    words = [nu, "--no-config-file", "--no-std-lib", "--stdin", "-c", ASK.read_text(encoding="utf-8")]
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run(words, input=json.dumps([line]), text=True, capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ghost", type=Path, default=TARGET / "release" / "ghost", help="default: %(default)s")
    parser.add_argument("--nu", default=shutil.which("nu"), help="default: the one on the search path")
    parser.add_argument("--rounds", type=int, default=50, metavar="N", help="of each (default: %(default)s)")
    asked = parser.parse_args()
    if not asked.ghost.is_file() or not asked.nu:
        parser.error("there is no ghost or no nu")
    line = "ls | where size > 1kb | get name"
    many = "; ".join([line] * 20)
    plain = judged(asked.ghost, asked.nu, "git status", None, asked.rounds)
    one = judged(asked.ghost, asked.nu, line, None, asked.rounds)
    print(f"no nu needed          {plain:6.2f} ms")
    print(f"one line              {one:6.2f} ms")
    print(f"two lines, one start  {judged(asked.ghost, asked.nu, line, line + '; ls', asked.rounds):6.2f} ms")
    print(f"twenty statements     {judged(asked.ghost, asked.nu, many, None, asked.rounds):6.2f} ms")
    print(f"bare nu, one line     {bare(asked.nu, line, asked.rounds):6.2f} ms")
    print(f"one contained read    {one - plain:6.2f} ms")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
