#!/usr/bin/env python3
"""What a brain weighs: resident memory of a real one, confined as the body confines it, without the extras and with.

    python3 tests/bench/brain_memory.py [--data FOLDER] [--ghost PROGRAM] [--python PROGRAM]

FOLDER is ghost's data folder, where `ghost model setup` has put the extras (usually ~/.local/share/ghost); without
extras in it only the first half is told. Goals: 20 MB behind a failed line and a question, 350 MB with extras. `now` is
what is resident, `peak` the most that was; `own` leaves out what others share, such as files of the interpreter's.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from brain import PACKAGE, PROJECT, compiled, encoded, failed

QUESTION = "by which of the invariants is what a person types kept out of recordings, and where does it stay?"
MOST_PLAIN, MOST_WITH_EXTRAS = 20.0, 350.0
UP_S = 60.0  # until the extras are loaded
LIBRARY = "libonnxruntime"


class Confined:
    """A brain behind ghost's own entry."""

    def __init__(self, ghost: str, python: str, home: str, data: str) -> None:
        state = os.path.join(home, "brain")
        words = [ghost, "__brain", "--write", state, python, "-I", "-S", "-X", f"pycache_prefix={state}/compiled"]
        self.child = subprocess.Popen(
            [*words, os.path.join(PACKAGE, "__main__.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        settings = {"home": home, "state_dir": state, "data_dir": data, "memory": True}
        self.ask({"event": "hello", "id": 1, "protocol": 1, "ghost": "0.1.0", "settings": settings})

    def ask(self, event: dict[str, Any]) -> dict[str, Any]:
        """What it says in the end; looks are refused."""
        assert self.child.stdin is not None and self.child.stdout is not None, "both are pipes"
        said = encoded(event)
        while True:
            self.child.stdin.write(said)
            self.child.stdin.flush()
            line = self.child.stdout.readline()
            if not line:
                raise SystemExit("the brain has ended")
            action: dict[str, Any] = json.loads(line)
            if action.get("action") != "execute":
                return action
            said = encoded({"event": "result", "action_id": action["action_id"], "refused": "this is a bench"})

    def has_extras(self) -> bool:
        """Whether the library that runs the model is in the process."""
        with open(f"/proc/{self.child.pid}/maps") as file:
            return LIBRARY in file.read()

    def weighs(self) -> tuple[float, float, float]:
        """Megabytes: resident now, at most so far, and what is its own alone (proc(5))."""
        found = dict.fromkeys(("VmRSS", "VmHWM", "Private_Clean", "Private_Dirty"), 0)
        for name in ("status", "smaps_rollup"):
            with open(f"/proc/{self.child.pid}/{name}") as file:
                for line in file:
                    key, _, rest = line.partition(":")
                    if key in found:
                        found[key] = int(rest.split()[0])
        own = found["Private_Clean"] + found["Private_Dirty"]
        return found["VmRSS"] / 1000, found["VmHWM"] / 1000, own / 1000

    def end(self) -> None:
        """Says goodbye."""
        self.child.communicate(encoded({"event": "shutdown"}))


def row(name: str, brain: Confined) -> float:
    """Prints one; gives what is resident."""
    now, peak, own = brain.weighs()
    print(f"{name:<52} {now:8.1f} {peak:8.1f} {own:8.1f}", flush=True)
    return now


def question() -> dict[str, Any]:
    """A sentence that only documents answer."""
    return {"event": "asked", "id": 3, "text": QUESTION, "cwd": "/", "path": ["/usr/bin", "/bin"]}


def of_documents(answer: dict[str, Any]) -> None:
    """Else something else would be measured."""
    if "documents" not in answer.get("text", ""):
        raise SystemExit(f"no documents answered: {answer}")


def index(options: argparse.Namespace, home: str, data: str) -> None:
    """The project's own documents."""
    os.mkdir(f"{home}/brain", 0o700)
    words = [options.python, "-I", "-S", os.path.join(PACKAGE, "__main__.py"), "memory", "--state", f"{home}/brain"]
    words += ["--data", data, "index", "--"]
    texts = [os.path.join(PROJECT, name) for name in ("README.md", "ARCHITECTURE.md", "SECURITY.md", "docs")]
    subprocess.run([*words, *texts], check=True, stdout=subprocess.DEVNULL)


def plain(options: argparse.Namespace) -> bool:
    """A brain without extras."""
    with tempfile.TemporaryDirectory() as home:
        index(options, home, "")
        most = 0.0
        for note in (" (the first one ever, which compiles)", ""):
            brain = Confined(options.ghost, options.python, home, "")
            row(f"greeted{note}", brain)
            brain.ask(failed("gti status", 127, "bash: gti: command not found", "/", ["/usr/bin", "/bin"]))
            row("behind a failed line", brain)
            of_documents(brain.ask(question()))
            most = row("and behind a question to documents", brain)
            brain.end()
    return most <= MOST_PLAIN


def with_extras(options: argparse.Namespace) -> bool:
    """A brain with extras; they are loaded beside its first question."""
    with tempfile.TemporaryDirectory() as home:
        index(options, home, options.data)
        brain = Confined(options.ghost, options.python, home, options.data)
        end = time.monotonic() + UP_S
        of_documents(brain.ask(question()))
        while not brain.has_extras() and time.monotonic() < end:
            of_documents(brain.ask(question()))
        if not brain.has_extras():
            raise SystemExit("the extras were not loaded")
        for _ in range(20):
            of_documents(brain.ask(question()))
        most = row("with extras, behind questions to documents", brain)
        brain.end()
    return most <= MOST_WITH_EXTRAS


def main(args: list[str]) -> int:
    """Measure and print; exit status 1: a goal is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    base = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    parser.add_argument("--data", default=os.path.join(base, "ghost"))
    parser.add_argument("--ghost", default=os.path.join(PROJECT, "target", "debug", "ghost"))
    parser.add_argument("--python", default="/usr/bin/python3")
    options = parser.parse_args(args)
    if not Path(options.ghost).exists():
        raise SystemExit(f"{options.ghost} is not built")
    compiled(options.python)
    print(f"{'a confined brain, in MB':<52} {'now':>8} {'peak':>8} {'own':>8}")
    is_well = plain(options)
    if os.path.isdir(os.path.join(options.data, "venv")):
        is_well = with_extras(options) and is_well
    else:
        print(f"no extras in {options.data}: `ghost model setup` makes them")
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
