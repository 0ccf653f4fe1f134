#!/usr/bin/env python3
"""What a call of the Nushell plugin costs, beside one that does nothing, in the same nu and in turns.

    cargo build --release --package ghostsh
    cargo build --release --package nu_plugin_ghost --bins --example nu_plugin_empty
    python3 tests/bench/nu_plugin.py [FOLDER]       FOLDER: target/release

Not a timed test: it prints medians and judges nothing. `nu` 0.115.1 has to be on the PATH, or in target/tools/bin. Cold
is a call after `plugin stop`: the plugin is started for it. A first repair starts the brain as well: told by itself.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 40
WARM = 200

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
    return 0


if __name__ == "__main__":
    sys.exit(main())
