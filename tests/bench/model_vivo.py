#!/usr/bin/env python3
"""Play scenarios with a model behind the rules: by how much does that raise what is solved, and does it harm?

    python3 tests/bench/model.py --port 8033 &
    python3 tests/bench/model_vivo.py --ghost PATH --port 8033 FILE.jsonl [words of scenarios/play.py …]
    python3 tests/bench/model_vivo.py --ghost PATH --alone FILE.jsonl     the rules alone, to compare with

With --hosted the line is typed at the prompt of a bash in ghost's host (vivo-hosted-bash.sh), else given to ghost.

Rules that were written with scenarios of a kind in view leave a model little to do there. --without PERCENT plays with
so many of the rules taken away, by lot (--seed N): what is then missed stands for what no rule was ever written for.

Each scenario is played in a sandbox whose network is its own; the model's server outside is reached through a socket
file (bridge.py). One at a time: a small model on a few cores answers one after the other.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLAYER = HERE.parent / "scenarios" / "play.py"
KERNEL = HERE.parent.parent / "kernel" / "ghost_kernel"
SEEN_AT = "/run/bridge"
SECONDS = "600"


def without(folder: Path, percent: int, seed: int) -> tuple[int, int]:
    """Puts a brain there that lacks so many of the rules; gives how many it lacks, and of how many."""
    package = folder / "kernel" / "ghost_kernel"
    shutil.copytree(KERNEL, package, ignore=shutil.ignore_patterns("__pycache__"))
    sys.path.insert(0, str(KERNEL.parent))
    from ghost_kernel.rules._gates import GATES

    gone = set(random.Random(seed).sample(sorted(GATES), len(GATES) * percent // 100))
    kept = {name: gate for name, gate in GATES.items() if name not in gone}
    (package / "rules" / "_gates.py").write_text(f"GATES = {kept!r}\n", encoding="utf-8")
    brain = folder / "brain"
    brain.write_text(f'#!/bin/sh\nexec /usr/bin/python3 -I -S {SEEN_AT}/kernel/ghost_kernel "$@"\n', encoding="ascii")
    brain.chmod(0o755)
    return len(gone), len(GATES)


def main() -> int:
    """Play, with both ends of the bridge in place."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    model = parser.add_mutually_exclusive_group(required=True)
    model.add_argument("--port", type=int, help="where the model's server listens")
    model.add_argument("--alone", action="store_true", help="the rules alone")
    parser.add_argument("--hosted", action="store_true", help="type the lines at a prompt in ghost's host")
    parser.add_argument("--without", metavar="PERCENT", type=int, default=0, help="take so many of the rules away")
    parser.add_argument("--seed", type=int, default=1, help="which of them")
    asked, words = parser.parse_known_args()
    names = ["vivo-hosted-bash.sh" if asked.hosted else "vivo-wrapper.sh"]
    with tempfile.TemporaryDirectory(prefix="bridge-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        play = [sys.executable, str(PLAYER), "--mount", f"{folder}:{SEEN_AT}"]
        if asked.without:
            gone, there = without(folder, asked.without, asked.seed)
            sys.stderr.write(f"without {gone} of {there} rules\n")
            play += ["--env", f"VIVO_KERNEL={SEEN_AT}/brain"]
        outside = None
        if not asked.alone:
            shutil.copy(HERE / "bridge.py", folder)
            command = [sys.executable, str(HERE / "bridge.py"), "outside", str(folder / "model.sock"), str(asked.port)]
            outside = subprocess.Popen(command)
            play += ["--env", f"VIVO_BRIDGE={SEEN_AT}", "--env", f"VIVO_WAIT={SECONDS}", "--timeout", SECONDS]
            play += ["--jobs", "1"]
            names = ["vivo-model.sh", *names]
        template = "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)
        try:
            template += "\n" if asked.alone else "\nvivo_after\n"
            return subprocess.run([*play, "--template", template, *words], check=False).returncode
        finally:
            if outside is not None:
                outside.terminate()
                outside.wait()


if __name__ == "__main__":
    sys.exit(main())
