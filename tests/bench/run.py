#!/usr/bin/env python3
"""What ghost costs, as multiples of a reference in the same run. Not a timed test: it prints, and judges nothing.

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
from pathlib import Path

from timing import drained, interleaved, spawn, spawn_on_terminal

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
GLIBC = TARGET / "release" / "ghost"
MUSL = TARGET / f"{platform.machine()}-unknown-linux-musl" / "release" / "ghost"
ROUNDS = 300


def row(name: str, value: float, reference: float, goal: str) -> None:
    print(f"{name:<46} {value:8.2f} ms   {value / reference:6.2f} x   {goal}")


def binaries() -> list[tuple[str, Path]]:
    found = [(name, path) for name, path in (("glibc", GLIBC), ("static musl", MUSL)) if path.exists()]
    if not found:
        sys.exit("bench: there is no release build; run cargo build --release")
    return found


def wrapper() -> None:
    """What `ghost /bin/true` adds to `/bin/true`."""
    kinds = binaries()
    true = ["/bin/true"]
    bare, *wrapped = interleaved(
        [lambda: spawn(true), *[lambda p=path: spawn([str(p), *true]) for _, path in kinds]],  # type: ignore[misc]
        ROUNDS,
    )
    row("/bin/true", bare, bare, "reference")
    goals = {"glibc": "goal <= 1.30", "static musl": "goal <= 0.35"}
    for (name, _), time in zip(kinds, wrapped):
        row(f"added by ghost, {name}, no terminal", time - bare, bare, goals[name])
    bare, *wrapped = interleaved(
        [lambda: spawn_on_terminal(true), *[lambda p=path: spawn_on_terminal([str(p), *true]) for _, path in kinds]],  # type: ignore[misc]
        ROUNDS,
    )
    row("/bin/true on a terminal", bare, bare, "reference")
    for (name, _), time in zip(kinds, wrapped):
        row(f"added by ghost, {name}, terminal", time - bare, bare, "goal <= 2.20")


def cat() -> None:
    """66 MB through a pipe."""
    kinds = binaries()
    with tempfile.NamedTemporaryFile() as file:
        size = 66_000_000
        file.write((b"a line of text that is nothing special, only long enough\n" * (size // 57 + 1))[:size])
        file.flush()
        bare, *wrapped = interleaved(
            [
                lambda: drained(["cat", file.name], size),
                *[lambda p=path: drained([str(p), "cat", file.name], size) for _, path in kinds],  # type: ignore[misc]
            ],
            21,
        )
        row("cat, 66 MB into a pipe", bare, bare, "reference")
        for (name, _), time in zip(kinds, wrapped):
            row(f"ghost cat, {name}", time, bare, "goal <= 1.15")


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
    kinds = binaries()
    python = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable
    other = thefuck()
    line = ["git", "comit", "--allow-empty", "-m", "x"]
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "HOME": folder, "GIT_CONFIG_GLOBAL": os.devnull}
        for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
            env[name] = "x@example.org"
        repository = Path(folder, "repository")
        subprocess.run(["git", "init", "-q", str(repository)], env=env, check=True)
        os.chdir(repository)
        measures = [lambda: spawn([python, "-I", "-S", "-c", "pass"], env)]
        measures += [lambda p=path: spawn([str(p), "--yes", *line], env) for _, path in kinds]  # type: ignore[misc]
        if other:
            argv, settings = other
            measures.append(lambda: spawn(argv, {**settings, **env}))
        times = interleaved(measures, 60)
        os.chdir(ROOT)
    row("python3 -I -S -c pass", times[0], times[0], "reference")
    for index, (name, _) in enumerate(kinds, start=1):
        row(f"ghost --yes git comit …, {name}", times[index], times[0], "goal <= 6.00")
    if other:
        row("thefuck 3.32, proposal only", times[-1], times[0], "")
        for index, (name, _) in enumerate(kinds, start=1):
            row(f"ghost against thefuck, {name}", times[index], times[-1], "goal <= 0.33")
    else:
        print("thefuck: no Python that runs it")


def main() -> int:
    wanted = sys.argv[1:] or ["wrapper", "cat", "repair"]
    known = {"wrapper": wrapper, "cat": cat, "repair": repair}
    for name in wanted:
        if name not in known:
            sys.exit(f"bench: there is no {name}; choose from {', '.join(known)}")
    for name in wanted:
        known[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
