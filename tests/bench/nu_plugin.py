#!/usr/bin/env python3
"""What a call of the Nushell plugin costs, beside one that does nothing, in the same nu and in turns.

    cargo build --release --package ghostsh
    cargo build --release --package nu_plugin_ghost --bins --example nu_plugin_empty
    python3 tests/bench/nu_plugin.py [FOLDER]       FOLDER: target/release

Not a timed test: it prints medians and judges nothing. `nu` 0.115.1 has to be on the PATH, or in target/tools/bin. Cold
is a call after `plugin stop`: the plugin is started for it. A first repair starts the brain as well: told by itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import pty
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 40
WARM = 200
INTERRUPTS = 10

CALLS = {
    "empty": "empty",
    "route": 'ghost route "ls -l"',
    "explain": 'ghost explain "ls -l"',
    "fix": 'ghost fix "gti status" --status 127',
    "column": "ghost fix $line --status 1 --output $said",
}
SAID = (
    "Error: nu::shell::name_not_found\n\n  × Name not found\n   ╭─[entry #1:1:10]\n 1 │ ls | get nam\n"
    "   ·          ─┬─\n   ·           ╰── did you mean 'name'?\n   ╰────\n"
)
SCRIPT = """
let line = "ls | get nam"
let said = $env.SAID
for name in [ghost empty] {{ try {{ plugin stop $name }} }}
let first = (timeit {{ {fix} | ignore }})
let warm = (1..{warm} | each {{|_| {{{warm_calls}}} }})
let cold = (1..{rounds} | each {{|_|
  plugin stop empty
  plugin stop ghost
  {{empty: (timeit {{ empty }}), route: (timeit {{ {route} | ignore }})}}
}})
def middle [rows: list, name: string] {{ $rows | get $name | each {{|one| $one / 1us }} | math median }}
{{
  first: ($first / 1us)
  warm: ($warm | columns | each {{|name| [$name (middle $warm $name)] }} | into record)
  cold: ($cold | columns | each {{|name| [$name (middle $cold $name)] }} | into record)
}} | to json --raw
"""


def interrupted(words: list[str], home: Path) -> list[float]:
    """Milliseconds from Ctrl-C to the prompt, and to the end of a brain that never answers: the later of the two."""
    brain = home / "brain"
    brain.mkdir()
    shutil.copy(ROOT / "tests/fakes/kernel.py", brain / "python")
    (brain / "python").chmod(0o755)
    (brain / "script.json").write_text(json.dumps({"failed": [[{"stall": True}]]}), encoding="utf-8")
    settings = home / ".config/ghost/config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        f"[brain]\npython = {json.dumps(str(brain / 'python'))}\ndeadline_ms = 60000\n", encoding="utf-8"
    )
    pid, terminal = pty.fork()
    if pid == 0:
        env = {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm"}
        os.chdir(home)
        os.execve(words[0], words, env)
    shown = b""

    def read(seconds: float) -> None:
        """What comes within that time. Where the cursor is, is told as a terminal tells it."""
        nonlocal shown
        if select.select([terminal], [], [], seconds)[0]:
            piece = os.read(terminal, 65536)
            shown += piece
            for _ in range(piece.count(b"\x1b[6n")):
                os.write(terminal, b"\x1b[1;1R")

    def until(done: Callable[[], bool]) -> None:
        end = time.monotonic() + 30
        while not done():
            read(0.002)
            if time.monotonic() > end:
                raise TimeoutError(shown[-400:].decode(errors="replace"))

    def asked() -> int:
        received = brain / "received.jsonl"
        return received.read_text(encoding="utf-8").count('"failed"') if received.exists() else 0

    def thinks() -> bool:
        try:
            state = Path(f"/proc/{(brain / 'pid').read_text(encoding='utf-8').strip()}/stat").read_text(
                encoding="utf-8"
            )
        except OSError:
            return False
        return state.rsplit(")", 1)[1].split()[0] != "Z"

    taken = []
    until(lambda: b"\x1b[?25h" in shown)
    for _ in range(INTERRUPTS):
        before = asked()
        os.write(terminal, b"ghost fix gti -s 127\r")
        until(lambda before=before: asked() > before)
        seen, begin = len(shown), time.perf_counter()
        os.write(terminal, b"\x03")
        until(lambda seen=seen: b"\x1b[6n" in shown[seen:] and not thinks())
        taken.append((time.perf_counter() - begin) * 1000)
        until(lambda: shown.endswith(b"\x1b[?25h"))
    os.write(terminal, b"exit\r")
    with contextlib.suppress(OSError):
        while True:
            read(1)
    os.waitpid(pid, 0)
    return taken


def main() -> int:
    """Asks nu, and prints."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/release").absolute()
    plugins = [folder / "nu_plugin_ghost", folder / "examples/nu_plugin_empty"]
    own = ROOT / "target/tools/bin/nu"
    nu = str(own) if own.exists() else shutil.which("nu")
    missing = [str(path) for path in [*plugins, folder / "ghost"] if not path.exists()]
    if nu is None or missing:
        print(f"bench: {', '.join(missing) or 'nu'} missing; the first lines of this file say how it is made")
        return 2
    calls = ", ".join(f"{name}: (timeit {{ {call} | ignore }})" for name, call in CALLS.items())
    script = SCRIPT.format(warm=WARM, rounds=ROUNDS, warm_calls=calls, fix=CALLS["fix"], route=CALLS["route"])
    with tempfile.TemporaryDirectory() as home:
        paths = ", ".join(json.dumps(str(path)) for path in plugins)
        words = [nu, "-n", "--no-std-lib", "--plugins", f"[{paths}]", "-c", script]
        env = {"HOME": home, "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "SAID": SAID}
        done = subprocess.run(words, env=env, cwd=home, capture_output=True, text=True, check=False)
        stopped = interrupted([*words[:-2]], Path(home))
    if done.returncode != 0:
        print(f"bench: nu ended with {done.returncode}: {done.stderr}")
        return 1
    told = json.loads(done.stdout)
    warm, cold = told["warm"], told["cold"]
    print(f"warm, {WARM} rounds: empty {warm['empty'] / 1000:.3f} ms")
    for name in ("route", "explain"):
        took, over = warm[name] / 1000, (warm[name] - warm["empty"]) / 1000
        print(f"warm, ghost {name}: {took:.3f} ms, {over:+.3f} ms over the empty plugin   goal <= +0.3 ms")
    print(
        f"cold, {ROUNDS} rounds: empty {cold['empty'] / 1000:.2f} ms, ghost route {cold['route'] / 1000:.2f} ms, "
        f"{cold['route'] / cold['empty']:.2f} times as long   goal <= 4"
    )
    fixes = f"a program {warm['fix'] / 1000:.2f} ms, a column {warm['column'] / 1000:.2f} ms"
    print(f"ghost fix, warm: {fixes}   goal <= 6 ms")
    print(f"ghost fix, the first one, which starts plugin and brain: {told['first'] / 1000:.0f} ms")
    middle, longest = statistics.median(stopped), max(stopped)
    print(f"Ctrl-C while the brain thinks, to its end: {middle:.0f} ms, at most {longest:.0f} ms   goal <= 150 ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
