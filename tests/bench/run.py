#!/usr/bin/env python3
"""What ghost costs, as multiples of a reference in the same run (`timing.py` says what each column is). Not a timed
test: it prints, and judges nothing.

    python3 tests/bench/run.py              everything that can be measured here
    python3 tests/bench/run.py wrapper      one of: wrapper, cat, repair

Needs a release build (`cargo build --release`, and one more with `--target x86_64-unknown-linux-musl` where that
target can be had). `repair` installs thefuck 3.32 into target/tools by its name, for a Python it still runs on.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from timing import Measure, Sample, adopt, compare, drained, interleaved, median, spawn, spawn_on_terminal

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
GLIBC = TARGET / "release" / "ghost"
MUSL = TARGET / f"{platform.machine()}-unknown-linux-musl" / "release" / "ghost"
ROUNDS = 500


def heading(what: str) -> None:
    """Figures are worth what the machine was: its load stands above them."""
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    print(f"\n{what} (load {busy} on {os.cpu_count()} processors)")
    print(f"{'':<36} {'ms':>8} {'median':>8} {'quick':>8} {'work':>8}")


def row(name: str, samples: list[Sample], reference: list[Sample], goal: str = "", less: float = 0.0) -> None:
    """One line: milliseconds, and multiples of the reference; `less` so many times the reference."""
    ratios = "".join(f" {ratio - less:7.2f}x" for ratio in compare(samples, reference))
    print(f"{name:<36} {median(samples) - less * median(reference):8.2f}{ratios}   {goal}".rstrip())


def binaries(folder: str) -> list[tuple[str, str]]:
    """The release builds, copied as an installation does: a file that a linker has written bit by bit lies in smaller
    pieces in the page cache, and a program from it takes longer to start."""
    found = [(name, path) for name, path in (("glibc", GLIBC), ("static musl", MUSL)) if path.exists()]
    if not found:
        sys.exit("bench: there is no release build; run cargo build --release")
    copies = []
    for name, path in found:
        copy = os.path.join(folder, name.replace(" ", "-"), "ghost")
        os.mkdir(os.path.dirname(copy))
        shutil.copy(path, copy)
        copies.append((name, copy))
    return copies


def wrapper() -> None:
    """What `ghost /bin/true` adds to `/bin/true`."""
    goals = {"glibc": "goal <= 1.30", "static musl": "goal <= 0.35"}
    with tempfile.TemporaryDirectory() as folder:
        kinds = binaries(folder)
        for place, start, goal in (("no terminal", spawn, goals), ("terminal", spawn_on_terminal, {})):
            measures: list[Measure] = [partial(start, ["/bin/true"])]
            measures += [partial(start, [path, "/bin/true"]) for _, path in kinds]
            bare, *wrapped = interleaved(measures, ROUNDS)
            heading(f"what ghost adds to /bin/true, {place}")
            row("/bin/true", bare, bare)
            for (name, _), samples in zip(kinds, wrapped):
                row(f"added by ghost, {name}", samples, bare, goal.get(name, "goal <= 2.20"), less=1.0)


def cat() -> None:
    """66 MB through a pipe."""
    size = 66_000_000
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as file:
        kinds = binaries(folder)
        file.write((b"a line of text that is nothing special, only long enough\n" * (size // 57 + 1))[:size])
        file.flush()
        measures: list[Measure] = [partial(drained, ["cat", file.name], size)]
        measures += [partial(drained, [path, "cat", file.name], size) for _, path in kinds]
        bare, *wrapped = interleaved(measures, 41)
    heading("66 MB into a pipe")
    row("cat", bare, bare)
    for (name, _), samples in zip(kinds, wrapped):
        row(f"ghost cat, {name}", samples, bare, "goal <= 1.15")


def thefuck() -> tuple[list[str], dict[str, str]] | None:
    """thefuck 3.32 and the environment it wants, or None where no Python can run it."""
    home = ROOT / "target" / "tools" / "thefuck"
    program = home / "bin" / "thefuck"
    if not program.exists():
        pythons = ["python3.11", "python3.10", "python3.9", "/usr/bin/python3", sys.executable]
        code = "import sys, venv; sys.exit(not (3, 8) <= sys.version_info < (3, 12))"
        for python in pythons:
            path = shutil.which(python)
            if path and subprocess.run([path, "-c", code], capture_output=True).returncode == 0:
                break
        else:
            return None
        subprocess.run([path, "-m", "venv", str(home)], check=True)
        packages = ["thefuck==3.32", "setuptools<70"]
        subprocess.run([str(home / "bin" / "pip"), "install", "-q", *packages], check=True)
    env = {
        **os.environ,
        "TF_SHELL": "bash",
        "TF_ALIAS": "fuck",
        "TF_HISTORY": "git comit --allow-empty -m x",
        "THEFUCK_REQUIRE_CONFIRMATION": "false",
    }
    return [str(program), "THEFUCK_ARGUMENT_PLACEHOLDER"], env


def repair() -> None:
    """One offline repair with a cold brain, the repaired command included."""
    python = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable
    other = thefuck()
    line = ["git", "comit", "--allow-empty", "-m", "x"]
    with tempfile.TemporaryDirectory() as folder:
        kinds = binaries(folder)
        env = {**os.environ, "HOME": folder, "GIT_CONFIG_GLOBAL": os.devnull}
        for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
            env[name] = "x@example.org"
        repository = Path(folder, "repository")
        subprocess.run(["git", "init", "-q", str(repository)], env=env, check=True)
        os.chdir(repository)
        measures: list[Measure] = [partial(spawn, [python, "-I", "-S", "-c", "pass"], env)]
        measures += [partial(spawn, [path, "--yes", *line], env) for _, path in kinds]
        if other:
            argv, settings = other
            measures.append(partial(spawn, argv, {**settings, **env}))
        bare, *taken = interleaved(measures, 80)
        os.chdir(ROOT)
    heading("a repair with a cold brain")
    row("python3 -I -S -c pass", bare, bare)
    for (name, _), samples in zip(kinds, taken):
        row(f"ghost --yes git comit …, {name}", samples, bare, "goal <= 6.00")
    if other:
        row("thefuck 3.32, proposal only", taken[-1], bare)
        for (name, _), samples in zip(kinds, taken):
            row(f"ghost against thefuck, {name}", samples, taken[-1], "goal <= 0.33")
    else:
        print("thefuck: no Python that runs it")


def main() -> int:
    wanted = sys.argv[1:] or ["wrapper", "cat", "repair"]
    known = {"wrapper": wrapper, "cat": cat, "repair": repair}
    for name in wanted:
        if name not in known:
            sys.exit(f"bench: there is no {name}; choose from {', '.join(known)}")
    adopt()
    for name in wanted:
        known[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
