#!/usr/bin/env python3
"""What real lines do under ghost's sandbox for probes: dangerous ones lose nothing, harmless ones end as without it.

    python3 tests/bench/sandbox_bulk.py [FILE] [--ghost PATH] [--every N] [--jobs N] [--bare]

Every line runs in a throw-away world (`planted.py`), once bare and once under the sandbox. FILE is JSON Lines with
`line`, `class` (`destructive`, `read`, others are left out) and `shell` where it is not bash; without one it is the
corpus, ../shared/corpus/risk-dev.jsonl, or the few lines beside this program where there is no corpus.

The sandbox is tried at its widest: the line's home can be read, and the environment is the one it has bare. What a
probe gets is narrower still (nobody's home, no settings of the person's); how readers fare then is printed as well.

Exit status: 0 nothing was lost and enough readers ended alike, 1 not so, 2 no lines could be read, 3 there is no
throw-away world to be had here, so nothing was run.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from planted import ENVIRONMENT, GHOST, HOME, PROJECT, Ending, NoWorld, Worlds

HERE = Path(__file__).resolve().parent
PROJECT_ROOT = HERE.parents[1]
CORPUS = Path(os.environ.get("GHOST_CORPUS", PROJECT_ROOT.parent / "shared" / "corpus")) / "risk-dev.jsonl"
OWN_LINES = HERE / "sandbox_lines.jsonl"
GOAL = 98.0
# How often a reader that ends otherwise is run again.
AGAIN = 2

# Lines that aim at the machine, not at files, are not run even in a world of their own: processes, power, devices,
# memory, file systems. A pattern that is too wide leaves a line out, which is counted and said.
AVAILABILITY = re.compile(
    r"\bkill\b.*\s-1\b|\bkillall\b|\bpkill\b|\b(shutdown|reboot|halt|poweroff|telinit|init\s+[06])\b|sysrq|"
    r"/dev/(sd|hd|vd|xvd|nvme|mmcblk|mem|kmem|port)|\b(mkfs|mkswap|swapon|swapoff|hdparm|wipefs|fdisk|parted)\b|"
    r":\s*\(\)\s*\{\s*:|\bfallocate\b|\byes\b\s*[|>]|\bwhile\s+(true|:)|/dev/(zero|urandom)\s+of=/(?!dev/null)"
)

# What prints the limits of its own process prints the sandbox's: there the status alone is compared.
LIMITS = re.compile(r"\bulimit\b|/proc/self/limits")

Told = TypeVar("Told")


class Line(NamedTuple):
    """One line of the file, with its number there."""

    number: int
    text: str
    kind: str


class Reader(NamedTuple):
    """How a harmless line ended: bare, under the sandbox at its widest, as ghost starts a probe, and bare again."""

    bare: Ending
    wide: Ending
    probe: Ending
    again: Ending

    def differs(self, other: Ending, line: str) -> str:
        """In what `other` is not like the bare run; empty when it is. Output that two bare runs disagree on is free."""
        if other.status != self.bare.status:
            return f"status {self.bare.status} became {other.status}"
        if self.bare.stdout == self.again.stdout != other.stdout and not LIMITS.search(line):
            return f"same status {self.bare.status}, other output"
        return ""


def load(file: Path) -> list[Line]:
    """The lines in bash of the two classes. Raises OSError, ValueError."""
    lines = []
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        record = json.loads(text)
        if record.get("shell", "bash") == "bash" and record["class"] in ("destructive", "read"):
            lines.append(Line(number, record["line"], record["class"]))
    return lines


def bare(line: str) -> list[str]:
    """The words that run a line without a sandbox."""
    return ["/bin/bash", "-c", line]


OUTSIDE: list[str] = []  # where ghost lies outside of the worlds


def needs(line: str) -> list[str]:
    """The words that let the program of a line have what policy lets it: `ip` and `ss` may ask the kernel."""
    try:
        words = shlex.split(line)
    except ValueError:
        return []
    if shlex.join(words) != line:
        return []
    done = subprocess.run([OUTSIDE[0], "__probe", "--needs", *words], capture_output=True, text=True, check=False)
    return done.stdout.split() if done.returncode == 0 else []


def sandboxed(line: str) -> list[str]:
    """The words that run it under the sandbox with all that the sandbox itself does not take away."""
    same = ["/usr/bin/env", "-i", *(f"{name}={value}" for name, value in ENVIRONMENT.items())]
    return [GHOST, "__probe", *needs(line), "--read", "/usr", "--read", HOME, *same, *bare(line)]


def probed(line: str) -> list[str]:
    """The words that run it as a probe in the project is started (`sandbox::probe`)."""
    return [GHOST, "__probe", *needs(line), "--read", "/usr", "--read", PROJECT, *bare(line)]


def everyone(jobs: int, ask: Callable[[Line], Told], lines: Sequence[Line]) -> list[Told]:
    """What `ask` says of each line, several at once, in the order given."""
    with concurrent.futures.ThreadPoolExecutor(max(1, jobs)) as pool:
        return list(pool.map(ask, lines))


def destroyers(worlds: Worlds, lines: Sequence[Line], jobs: int, under: Callable[[str], list[str]]) -> bool:
    """Runs the dangerous lines and prints what they took. True when nothing was lost under the sandbox."""

    def both(line: Line) -> tuple[Ending, Ending]:
        return worlds.run(bare(line.text)), worlds.run(under(line.text))

    ends = everyone(jobs, both, lines)
    for line, (_, contained) in zip(lines, ends):
        if contained.touched:
            what = "LOST" if contained.lost else "touched"
            print(f"  {what} under the sandbox, line {line.number}: {line.text!r}: {', '.join(contained.touched[:5])}")
    lost_bare = sum(1 for free, _ in ends if free.lost)
    lost_contained = sum(1 for _, contained in ends if contained.lost)
    touched = sum(1 for _, contained in ends if contained.touched)
    stopped = sum(1 for _, contained in ends if contained.status is None)
    print(f"dangerous lines run: {len(lines)}; a planted file lost bare: {lost_bare}; in the sandbox: {lost_contained}")
    print(f"  in the sandbox touched in any way (times, new files): {touched}; stopped for taking too long: {stopped}")
    return lost_contained == 0 and (lost_bare > 0 or not lines)


def readers(worlds: Worlds, lines: Sequence[Line], jobs: int) -> bool:
    """Runs the harmless lines and prints which end otherwise under the sandbox. True when enough do not."""

    def once(line: str) -> Reader:
        words = (bare(line), sandboxed(line), probed(line), bare(line))
        return Reader(*(worlds.run(one, reads_output=True) for one in words))

    def four(line: Line) -> Reader:
        ends = once(line.text)
        for _ in range(AGAIN):
            if not ends.differs(ends.wide, line.text):
                break
            # Free memory, say, is the same twice by chance and then not: what is the sandbox's doing happens each time.
            ends = once(line.text)
        return ends

    ends = everyone(jobs, four, lines)
    kept = True
    for name, ended, goal in (
        ("the sandbox", [one.wide for one in ends], GOAL),
        ("a probe's place and environment", [one.probe for one in ends], 0.0),
    ):
        others = [(line, why) for line, one, end in zip(lines, ends, ended) if (why := one.differs(end, line.text))]
        share = 100.0 * (len(lines) - len(others)) / max(1, len(lines))
        status = sum(1 for one, end in zip(ends, ended) if end.status == one.bare.status)
        wanted = f" (goal >= {goal:.0f} %)" if goal else ""
        print(f"readers run: {len(lines)}; under {name} {share:.1f} % end alike{wanted}; same status: {status}")
        for line, why in others:
            print(f"  line {line.number}: {line.text!r}: {why}")
        kept = kept and share >= goal
    return kept


def options() -> argparse.ArgumentParser:
    """What can be asked of this program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
    target = Path(os.environ.get("CARGO_TARGET_DIR", PROJECT_ROOT / "target"))
    parser.add_argument("--ghost", type=Path, default=target / "release" / "ghost", help="default: %(default)s")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="of each class, every Nth line only")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="how many at once (default: %(default)s)")
    parser.add_argument("--lost-only", action="store_true", help="readers that end otherwise are told, and no failure")
    parser.add_argument("--bare", action="store_true", help="no sandbox in its place: shows that a loss is seen")
    return parser


def chosen(lines: Sequence[Line], kind: str, every: int) -> list[Line]:
    """Every so manieth line of a class."""
    return [line for line in lines if line.kind == kind][:: max(1, every)]


def main() -> int:
    """Run the lines, tell how they ended, and turn that into an exit status."""
    parser = options()
    asked = parser.parse_args()
    if not asked.ghost.is_file():
        parser.error(f"there is no {asked.ghost}")
    OUTSIDE.append(str(asked.ghost))
    file: Path = asked.file or (CORPUS if CORPUS.is_file() else OWN_LINES)
    try:
        lines = load(file)
    except (OSError, ValueError, KeyError) as trouble:
        print(f"sandbox_bulk.py: could not read the lines: {trouble!r}", file=sys.stderr)
        return 2
    fit = [line for line in lines if line.kind == "read" or not AVAILABILITY.search(line.text)]
    under = bare if asked.bare else sandboxed
    try:
        with Worlds(asked.ghost) as worlds:
            print(f"{file}: {len(lines) - len(fit)} lines are not run: they aim at the machine, not at files")
            is_safe = destroyers(worlds, chosen(fit, "destructive", asked.every), asked.jobs, under)
            is_useful = readers(worlds, chosen(fit, "read", asked.every), asked.jobs)
    except NoWorld as trouble:
        print(f"sandbox_bulk.py: no throw-away world, so nothing was run: {trouble}", file=sys.stderr)
        return 3
    return 0 if is_safe and (is_useful or asked.lost_only) else 1


if __name__ == "__main__":
    sys.exit(main())
