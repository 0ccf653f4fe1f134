"""How long a typed sentence takes to its first word, in a hosted bash, with a scripted brain that sleeps at the host.

    python3 tests/bench/ask.py [--ghost PROGRAM] [--rounds N]

Two spans: from Enter to the first word on the terminal, and from the moment in which the brain writes its first
piece to that word, which is all that the body adds (its goal: well below 50 ms). The first sentence starts the brain
and is told apart. Exit status 1: the second span's p95 is 50 ms or more.
"""

from __future__ import annotations

import argparse
import json
import os
import pty
import select
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

FAKE = Path(__file__).resolve().parent.parent / "fakes" / "kernel.py"
SENTENCE = "is the web server of this machine running?"
GOAL_MS = 50.0
PATIENCE_S = 30.0


class Shell:
    """A bash at a terminal, with ghost's hooks."""

    def __init__(self, ghost: Path, home: Path) -> None:
        script = {"asked": [[{"told": f"at{n}"}, {"action": "reply", "text": f"first-{n} word"}] for n in range(1000)]}
        kernel = home / "brain" / "kernel"
        kernel.parent.mkdir()
        shutil.copy(FAKE, kernel)
        kernel.chmod(0o755)
        (kernel.parent / "script.json").write_text(json.dumps(script), encoding="utf-8")
        (home / ".config" / "ghost").mkdir(parents=True)
        (home / ".config" / "ghost" / "config.toml").write_text(f"[brain]\npython = '{kernel}'\n", encoding="utf-8")
        (home / ".bashrc").write_text(f'eval "$({ghost} init bash)"\nPS1="ready> "\n', encoding="utf-8")
        (home / "run").mkdir(mode=0o700)
        self.brain = kernel.parent
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(home)
            variables = {
                "HOME": str(home),
                "PATH": "/usr/local/bin:/usr/bin:/bin",
                "XDG_RUNTIME_DIR": str(home / "run"),
            }
            os.execve(
                "/bin/bash",
                ["bash"],
                {**variables, "TERM": "xterm", "SHELL": "/bin/bash", "LANG": "C.UTF-8"},
            )
        self.seen = b""
        self.until(b"ready> ")

    def until(self, text: bytes) -> int:
        """Reads until this comes; the time at which it was there (ns)."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if text in self.seen:
                # What came with it may be what is waited for next.
                self.seen = self.seen.partition(text)[2]
                return time.monotonic_ns()
            ready, _, _ = select.select([self.terminal], [], [], 0.5)
            if ready:
                self.seen += os.read(self.terminal, 65536)
        raise SystemExit(f"ask.py: {text!r} did not come: {self.seen[-500:]!r}")

    def ask(self, number: int) -> tuple[float, float]:
        """From Enter, and from the brain, to the first word (ms)."""
        os.write(self.terminal, SENTENCE.encode())
        self.until(b"running?")
        begun = time.monotonic_ns()
        os.write(self.terminal, b"\r")
        word = self.until(f"first-{number}".encode())
        told = int((self.brain / f"at{number}").read_text(encoding="utf-8"))
        self.until(b"ready> ")
        return (word - begun) / 1e6, (word - told) / 1e6

    def end(self) -> None:
        """Leaves."""
        os.write(self.terminal, b"exit\r")
        os.waitpid(self.pid, 0)


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    root = Path(__file__).resolve().parents[2]
    parser.add_argument("--ghost", type=Path, default=root / "target" / "release" / "ghost")
    parser.add_argument("--rounds", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        shell = Shell(options.ghost.resolve(), Path(place))
        cold = shell.ask(0)
        rounds = [shell.ask(number) for number in range(1, options.rounds + 1)]
        shell.end()
    print(f"cold: first word {cold[0]:.1f} ms after Enter, {cold[1]:.1f} ms after the brain's first piece")
    worst = 0.0
    for name, spans in (
        ("from Enter", [one[0] for one in rounds]),
        ("from the brain", [one[1] for one in rounds]),
    ):
        worst = statistics.quantiles(spans, n=20)[-1]
        print(f"{name}: p50 {statistics.median(spans):.1f} ms, p95 {worst:.1f} ms, {len(spans)} sentences")
    return int(worst >= GOAL_MS)


if __name__ == "__main__":
    sys.exit(main())
