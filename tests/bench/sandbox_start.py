#!/usr/bin/env python3
"""What the sandbox for probes adds to the start of a program, as a multiple of the bare start in the same run.

    python3 tests/bench/sandbox_start.py [--ghost PATH] [--rounds N]

`timing.py` says what each column is. `env` stands for the least that any helper can cost: one that becomes the program
and does nothing else. Root becomes an ordinary account first, for which the sandbox is made. Needs a release build. Not
a timed test: it prints, and judges nothing.
"""

from __future__ import annotations

import argparse
import os
import resource  # noqa: F401  os.wait4 loads it, when the Python of root may be out of reach already
import shutil
import tempfile
from functools import partial
from pathlib import Path

from planted import NOBODY
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
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
            os.chmod(ghost, 0o755)
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        os.chdir(folder)
        for words in (["/bin/true"], ["/bin/ls", "/etc"]):
            measure(ghost, words, folder, asked.rounds)
        os.chdir("/")
        # What is left of it is root's file, which its folder's owner may remove.
        os.remove(ghost)
    return 0


def measure(ghost: str, words: list[str], folder: str, rounds: int) -> None:
    """Runs a program in turns bare, under the sandbox and through `env`, and prints the ratios."""
    probe = [ghost, "__probe", "--read", "/usr"]
    measures: list[Measure] = [
        partial(spawn, words),
        partial(spawn, [*probe, *words]),
        partial(spawn, [*probe, "--read", folder, *words]),
        partial(spawn, ["/usr/bin/env", *words]),
    ]
    bare, probed, wider, least = interleaved(measures, rounds)
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    print(f"\n{' '.join(words)} (load {busy} on {os.cpu_count()} processors)")
    print(f"{'':<28} {'ms':>8} {'median':>8} {'quick':>8} {'work':>8}")
    for name, samples, goal in (
        ("bare", bare, ""),
        ("under the sandbox", probed, f"goal <= {GOAL:.2f}"),
        ("... with its folder readable", wider, f"goal <= {GOAL:.2f}"),
        ("env, which does nothing", least, ""),
    ):
        ratios = "".join(f" {ratio:7.2f}x" for ratio in compare(samples, bare))
        print(f"{name:<28} {median(samples):8.2f}{ratios}   {goal}".rstrip())


if __name__ == "__main__":
    raise SystemExit(main())
