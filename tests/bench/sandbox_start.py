#!/usr/bin/env python3
"""What the sandbox for probes adds to the start of a program, as a multiple of the bare start in the same run.

    python3 tests/bench/sandbox_start.py [--ghost PATH] [--rounds N]

`timing.py` says what each column is. Needs a release build. Not a timed test: it prints, and judges nothing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from functools import partial
from pathlib import Path

from timing import Measure, adopt, compare, interleaved, median, spawn

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
GOAL = 2.2


def options() -> argparse.ArgumentParser:
    """What can be asked of this program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ghost", type=Path, default=TARGET / "release" / "ghost", help="default: %(default)s")
    parser.add_argument("--rounds", type=int, default=300, metavar="N", help="of each (default: %(default)s)")
    return parser


def main() -> int:
    """Measure the programs in turns and print the ratios."""
    parser = options()
    asked = parser.parse_args()
    if not asked.ghost.is_file():
        parser.error(f"there is no {asked.ghost}; run cargo build --release")
    adopt()
    with tempfile.TemporaryDirectory() as folder:
        # Copied as an installation does: see run.py.
        ghost = shutil.copy(asked.ghost, folder)
        os.chdir(folder)
        for words in (["/bin/true"], ["/bin/ls", "/etc"]):
            # `--help` is the least that ghost does: what is above it is the sandbox, not the start of the binary.
            started = [ghost, "--version"]
            measures: list[Measure] = [
                partial(spawn, words),
                partial(spawn, [ghost, "__probe", "--read", "/usr", *words]),
                partial(spawn, [ghost, "__probe", "--read", "/usr", "--read", folder, *words]),
                partial(spawn, started),
            ]
            bare, probed, wider, least = interleaved(measures, asked.rounds)
            busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
            print(f"\n{' '.join(words)} (load {busy} on {os.cpu_count()} processors)")
            print(f"{'':<28} {'ms':>8} {'median':>8} {'quick':>8} {'work':>8}")
            for name, samples, goal in (
                ("bare", bare, ""),
                ("under the sandbox", probed, f"goal <= {GOAL:.2f}"),
                ("… with its folder readable", wider, f"goal <= {GOAL:.2f}"),
                ("ghost --version alone", least, ""),
            ):
                ratios = "".join(f" {ratio:7.2f}x" for ratio in compare(samples, bare))
                print(f"{name:<28} {median(samples):8.2f}{ratios}   {goal}".rstrip())
        os.chdir(ROOT)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
