"""How long a cold brain takes: hello, one failed line (a misspelt git subcommand), shutdown; as a multiple of
`python3 -I -S -c pass` in the same run.

    python3 tests/bench/brain_start.py [PYTHON] [ROUNDS]

The package's bytecode is compiled first, as an installation does; without it each start compiles anew.
"""

from __future__ import annotations

import compileall
import json
import os
import statistics
import subprocess
import sys
import time

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PACKAGE = os.path.join(PROJECT, "kernel", "ghost_kernel")
LINE = "git comit --allow-empty -m x"


def messages() -> bytes:
    """What the body sends."""
    words = []
    at = 0
    for text in LINE.split(" "):
        words.append({"text": text, "value": text, "start": at, "end": at + len(text)})
        at += len(text) + 1
    failed = {
        "event": "failed",
        "id": 2,
        "line": LINE,
        "cwd": PROJECT,
        "exit_code": 1,
        "output": "git: 'comit' is not a git command. See 'git --help'.\n\nThe most similar command is\n\tcommit\n",
        "stages": [{"words": words, "start": 0, "end": len(LINE), "failed": True}],
        "path": os.environ.get("PATH", "").split(":"),
    }
    hello = {"event": "hello", "id": 1, "protocol": 1, "ghost": "0.1.0"}
    return b"".join([json.dumps(one).encode() + b"\n" for one in (hello, failed, {"event": "shutdown"})])


def once(command: list[str], said: bytes) -> float:
    """Seconds that one run takes."""
    start = time.perf_counter()
    subprocess.run(command, input=said, stdout=subprocess.PIPE, check=True)
    return time.perf_counter() - start


def main(args: list[str]) -> int:
    """Measures in turns, so that a busy machine is as unkind to the one as to the other."""
    python = args[0] if args else sys.executable
    rounds = int(args[1]) if len(args) > 1 else 60
    if python == sys.executable:
        compileall.compile_dir(PACKAGE, quiet=1)
    else:
        subprocess.run([python, "-m", "compileall", "-q", PACKAGE], check=True)
    commands = {
        "python3 -I -S -c pass": [python, "-I", "-S", "-c", "pass"],
        "brain, by its folder": [python, "-I", "-S", PACKAGE],
        "brain, by its __main__.py": [python, "-I", "-S", os.path.join(PACKAGE, "__main__.py")],
    }
    said = messages()
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            times[name].append(once(command, said))
    reference = statistics.median(times["python3 -I -S -c pass"])
    for name, taken in times.items():
        median = statistics.median(taken)
        sys.stdout.write(f"{name:<26} {median * 1000:6.1f} ms  {median / reference:4.2f} ×\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
