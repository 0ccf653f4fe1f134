#!/usr/bin/env python3
"""What the host and the hooks cost an interactive shell, beside the bare shell and script(1) in the same run.

    python3 tests/bench/host.py             everything
    python3 tests/bench/host.py NAME …      of: keys, output, prompt, window, memory, sync, repair
    SHELLS=nu python3 tests/bench/host.py   keys, prompt and repair of these shells alone

Not a timed test: it prints, and judges nothing. Needs a release build and, for `repair`, what the project's own
benchmark installs (thefuck) and, if it is to be compared, `pay-respects` on the PATH.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

from run import GLIBC, thefuck
from session import NOTHING, PROMPT, Session

SHELLS = os.environ.get("SHELLS", "bash zsh fish nu").split()
# A line with a misspelt program that prints the time, and what it is when it is right.
WRONG = {**dict.fromkeys(SHELLS, "dtae +%s%N"), "nu": "^dtae +%s%N"}
RIGHT = {**dict.fromkeys(SHELLS, "date +%s%N"), "nu": "^date +%s%N"}
GHOST = Path(os.environ.get("GHOST", GLIBC))


def keys() -> None:
    """From a key to its echo at the prompt."""
    for shell in SHELLS:
        sessions = {kind: Session(shell, kind, GHOST) for kind in ("bare", "ghost", "script")}
        taken: dict[str, list[float]] = {kind: [] for kind in sessions}
        for number in range(300):
            for kind, session in sessions.items():
                begin = time.perf_counter()
                session.write(b"x")
                session.until(b"x")
                taken[kind].append((time.perf_counter() - begin) * 1000)
                if shell == "nu":  # it draws the whole line again
                    session.settle()
                if number % 30 == 29:
                    session.write(b"\x15")
                    session.settle()
        bare = statistics.median(taken["bare"])
        for kind, times in taken.items():
            goal = "goal <= bare + 0.10 ms" if kind == "ghost" else ""
            median = statistics.median(times)
            print(f"key to echo, {shell}, {kind:<8} {median:8.3f} ms  {median - bare:+7.3f} ms   {goal}")
        for session in sessions.values():
            session.close()


def output() -> None:
    """Much output, plain and full of escapes, at the prompt."""
    for name, line in (
        ("66 MB plain", "cat plain.txt"),
        ("26 MB with four escapes a line", "cat colour.txt"),
    ):
        sessions = {kind: Session("bash", kind, GHOST) for kind in ("bare", "ghost", "script")}
        plain = b"a line of text that is nothing special, only long enough to be one\n"
        colour = b"\x1b[1m\x1b[32mgreen\x1b[0m and text\x1b[K that is not\n"
        for session in sessions.values():
            Path(session.home, "plain.txt").write_bytes(plain * (66_000_000 // len(plain)))
            Path(session.home, "colour.txt").write_bytes(colour * (26_000_000 // len(colour)))
        taken: dict[str, list[float]] = {kind: [] for kind in sessions}
        for _ in range(9):
            for kind, session in sessions.items():
                taken[kind].append(session.line(line))
        bare = statistics.median(taken["bare"])
        for kind, times in taken.items():
            goal = {"ghost": "goal <= 1.20" if "plain" in name else "goal <= 1.80"}.get(kind, "")
            median = statistics.median(times)
            print(f"{name}, {kind:<8} {median:9.1f} ms  {median / bare:6.2f} x   {goal}")
        for session in sessions.values():
            session.close()


def prompt() -> None:
    """The first prompt, the prompt after a success, and what is started on the way to it."""
    for shell in SHELLS:
        first: dict[str, list[float]] = {"bare": [], "ghost": []}
        for _ in range(11):
            for kind, times in first.items():
                session = Session(shell, kind, GHOST)
                times.append(session.started)
                session.close()
        bare = statistics.median(first["bare"])
        added = statistics.median(first["ghost"]) - bare
        print(f"first prompt, {shell}: bare {bare:.1f} ms, ghost {added:+.1f} ms   goal <= +25 ms")
        sessions = {kind: Session(shell, kind, GHOST) for kind in ("bare", "ghost")}
        after: dict[str, list[float]] = {kind: [] for kind in sessions}
        for _ in range(60):
            for kind, session in sessions.items():
                after[kind].append(session.line(NOTHING[shell]))
        bare = statistics.median(after["bare"])
        added = statistics.median(after["ghost"]) - bare
        print(f"prompt after a success, {shell}: bare {bare:.2f} ms, ghost {added:+.2f} ms   goal <= +0.15 ms")
        if shutil.which("strace"):
            print(f"processes started on the way to it, {shell}: {forks(sessions['ghost'], shell)}   goal 0")
        for session in sessions.values():
            session.close()


def forks(session: Session, shell: str) -> int:
    """How many processes the hosted shell starts for a builtin that goes well, prompt included."""
    inner = next(
        int(name)
        for name in os.listdir("/proc")
        if name.isdigit() and int(name) not in session.processes() and parent(int(name)) in session.processes()
    )
    log = Path(session.home, "strace.txt")
    tracer = subprocess.Popen(
        ["strace", "-f", "-qq", "-e", "trace=clone,clone3,fork,vfork", "-o", str(log), "-p", str(inner)],
        stderr=subprocess.PIPE,
    )
    while "TracerPid:\t0" in Path(f"/proc/{inner}/status").read_text():
        pass
    for _ in range(5):
        session.line(NOTHING[shell])
    tracer.terminate()
    tracer.wait()
    return sum("clone" in line or "fork" in line for line in log.read_text().splitlines() if "CLONE_THREAD" not in line)


def parent(pid: int) -> int:
    """The parent's number; 0 when there is none to be seen."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def window() -> None:
    """When a slow command's first byte is seen, for each time that first output may be kept back."""
    windows = {"bare": Session("bash", "bare", GHOST)}
    for ms in (0, 20, 40, 80, 150):
        windows[f"hold {ms} ms"] = Session("bash", "ghost", GHOST, config=f"[host]\nhold_ms = {ms}\n")
    slow: dict[str, list[float]] = {name: [] for name in windows}
    quick: dict[str, list[float]] = {name: [] for name in windows}
    for _ in range(9):
        for name, session in windows.items():
            session.write(b"sh -c 'sleep 0.2; echo fir''st; sleep 0.4; echo la''st'")
            session.settle()
            begin = time.perf_counter()
            session.write(b"\r")
            session.until(b"first")
            slow[name].append((time.perf_counter() - begin) * 1000 - 200)
            session.until(b"last")
            session.settle()
            quick[name].append(session.line("echo quick"))
    for name, times in slow.items():
        first, whole = statistics.median(times), statistics.median(quick[name])
        print(f"{name:<12} a slow command's first byte {first:7.1f} ms, a quick command to its prompt {whole:6.2f} ms")
    for session in windows.values():
        session.close()


def memory() -> None:
    """What the host's processes keep in memory, and what they do while nothing happens."""
    session = Session("bash", "ghost", GHOST)
    session.line("seq 1 100000")
    pids = session.processes()
    for pid in pids:
        status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        pss = next(line.split()[1] for line in rollup if line.startswith("Pss:"))
        print(f"host process {pid}: resident {status['VmRSS'].split()[0]} kB, its share {pss} kB")

    def used() -> int:
        return sum(
            sum(map(int, Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13])) for pid in pids
        )

    time.sleep(1)
    before = used()
    time.sleep(10)
    print(f"processor time in 10 s of rest: {used() - before} ticks   goal 0")
    session.close()


def sync() -> None:
    """Is the text of an error complete the moment its end is told? Asked before the line has even run."""
    session = Session("bash", "ghost", GHOST)
    shell = next(
        int(name)
        for name in os.listdir("/proc")
        if name.isdigit() and parent(int(name)) in session.processes() and int(name) not in session.processes()
    )
    entries = Path(f"/proc/{shell}/environ").read_text().split("\0")
    path = next(entry for entry in entries if entry.startswith("GHOST_SOCK=")).partition("=")[2]
    complete = 0
    for number in range(1, 1001):
        with socket.socket(socket.AF_UNIX) as guest:
            guest.connect(path)
            ask = {"ask": "take", "version": 1, "id": f"{shell}.{number}", "brain": False}
            guest.sendall(json.dumps(ask).encode() + b"\n")
            session.write(b"ls /nowhere-$__ghost_n /etc/hostname\r")
            answer = guest.makefile("rb")
            told = json.loads(answer.readline())
            text = answer.read(told["run"]["head"])
        lines = [line for line in text.split(b"\r\n") if line]
        named = f"/nowhere-{number}'".encode()
        complete += len(lines) == 2 and named in lines[0] and lines[1] == b"/etc/hostname"
        session.until(PROMPT)
        session.settle()
    print(f"errors whose text was complete when their end was told: {complete} of 1000   goal 1000")
    session.close()


def repair() -> None:
    """From a failure to the start of the repaired line, warm; and what the peers take to name a line."""
    for shell in SHELLS:
        session = Session(shell, "ghost", GHOST)
        bare = Session(shell, "bare", GHOST)
        wrong, right = WRONG[shell], RIGHT[shell]
        starts(session, wrong)
        times: dict[str, list[float]] = {"repaired": [], "right at once": [], "not found": []}
        whole: dict[str, list[float]] = {name: [] for name in times}
        for _ in range(25):
            times["repaired"].append(starts(session, wrong))
            times["right at once"].append(starts(bare, right))
            times["not found"].append(bare.line(wrong))
            whole["repaired"].append(session.line("gti --version"))
            whole["right at once"].append(bare.line("git --version"))
            whole["not found"].append(bare.line("gti --version"))
        for name, taken, goal in (
            (f"to the start of the repaired line ({wrong.split()[0]})", times, "   goal <= 8 ms"),
            ("to the prompt behind it (gti)", whole, ""),
        ):
            figures = {part: statistics.median(all_) for part, all_ in taken.items()}
            added = figures["repaired"] - figures["right at once"] - figures["not found"]
            listed = ", ".join(f"{part} {figure:.1f} ms" for part, figure in figures.items())
            print(f"warm repair in {shell}, {name}: {listed}; added {added:.1f} ms{goal}")
        session.close()
        bare.close()
    env = {**os.environ, "_PR_MODE": "echo", "_PR_SHELL": "bash", "_PR_LAST_COMMAND": "gti --version"}
    if program := shutil.which("pay-respects"):
        print(f"pay-respects, its re-run included: {timed([program], env):.1f} ms")
    else:
        print("pay-respects: not on the PATH (cargo install pay-respects --locked)")
    if peer := thefuck():
        argv, settings = peer
        print(f"thefuck 3.32, its re-run included: {timed(argv, {**settings, 'TF_HISTORY': 'gti --version'}):.1f} ms")


def starts(session: Session, line: str) -> float:
    """Milliseconds from Enter until the line runs; it prints the time, in nanoseconds, when it does."""
    session.write(line.encode())
    session.settle()
    begin = time.time_ns()
    session.write(b"\r")
    session.until(b"\n")
    found = re.search(rb"\b1\d{18}\b", session.until(PROMPT))
    if not found:
        sys.exit(f"bench: {line} was not repaired")
    return (int(found[0]) - begin) / 1e6


def timed(argv: list[str], env: dict[str, str]) -> float:
    """The median of fifteen runs, in milliseconds."""
    times = []
    for _ in range(15):
        begin = time.perf_counter()
        subprocess.run(argv, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def main() -> int:
    """Measures what is named, or everything."""
    known = {
        "keys": keys,
        "output": output,
        "prompt": prompt,
        "window": window,
        "memory": memory,
        "sync": sync,
        "repair": repair,
    }
    wanted = sys.argv[1:] or list(known)
    if unknown := [name for name in wanted if name not in known]:
        sys.exit(f"bench: there is no {unknown[0]}; choose from {', '.join(known)}")
    if not GHOST.exists():
        sys.exit("bench: there is no release build; run cargo build --release")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for name in wanted:
        known[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
