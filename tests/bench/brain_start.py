"""How long a cold brain takes: hello, one failed line, shutdown; as a multiple of `python3 -I -S -c pass` in the same
run. Goal: at most 3.

    python3 tests/bench/brain_start.py [PYTHON] [ROUNDS]

Three failures: a misspelt git subcommand, a misspelt program against 5,000 programs on the PATH, a misspelt file among
200. The package's bytecode is compiled first, as an installation does; without it each start compiles anew. `quick` is
the ratio of the tenth percentiles: what is left when nobody else wants the processors. Processor time leaves out what a
brain waited for others; its ratio is the one to compare on a busy machine.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import ground
from brain import PACKAGE, compiled, encoded, failed, hello

GIT = "git: 'comit' is not a git command. See 'git --help'.\n\nThe most similar command is\n\tcommit\n"
FAILURES = {
    "git comit": ("git comit --allow-empty -m x", 1, GIT),
    "pyhton3, of 5,000 programs": ("pyhton3 tool.py", 127, "bash: pyhton3: command not found\n"),
    "cat raedme.txt, of 200 files": ("cat raedme.txt", 1, "cat: raedme.txt: No such file or directory\n"),
}


def once(command: list[str], said: bytes) -> tuple[float, float]:
    """Milliseconds that one run takes, and of processor time."""
    worked = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, input=said, stdout=subprocess.PIPE, check=True)
    taken = time.perf_counter() - start
    work = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = work.ru_utime - worked.ru_utime + work.ru_stime - worked.ru_stime
    return taken * 1000, used * 1000


def tenth(taken: list[float]) -> float:
    """The tenth percentile."""
    return statistics.quantiles(taken, n=10)[0]


def main(args: list[str]) -> int:
    """Measures in turns, so that a busy machine is as unkind to the one as to the other."""
    python = args[0] if args else sys.executable
    rounds = int(args[1]) if len(args) > 1 else 60
    compiled(python)
    bare = "python3 -I -S -c pass"
    runs: dict[str, tuple[list[str], bytes]] = {bare: ([python, "-I", "-S", "-c", "pass"], b"")}
    with tempfile.TemporaryDirectory(prefix="ghost-start-") as folder:
        home = Path(folder) / "home"
        work = ground.project(home)
        path = ground.programs(Path(folder) / "programs")
        for name, (line, exit_code, output) in FAILURES.items():
            event = failed(line, exit_code, output, str(work), path)
            said = encoded(hello(str(home)), event, {"event": "shutdown"})
            runs[name] = ([python, "-I", "-S", os.path.join(PACKAGE, "__main__.py")], said)
        taken: dict[str, list[float]] = {name: [] for name in runs}
        used: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(rounds):
            for name, (command, said) in runs.items():
                for kind, one in zip((taken, used), once(command, said)):
                    kind[name].append(one)
    print(f"{'':<30} {'ms':>7} {'median':>8} {'quick':>8} {'processor':>10} {'':>8}")
    for name, times in taken.items():
        ratio = statistics.median(one / other for one, other in zip(times, taken[bare]))
        quick = tenth(times) / tenth(taken[bare])
        work = statistics.median(used[name])
        of_bare = work / statistics.median(used[bare])
        print(f"{name:<30} {statistics.median(times):7.1f} {ratio:7.2f}x {quick:7.2f}x {work:7.1f} ms {of_bare:7.2f}x")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
