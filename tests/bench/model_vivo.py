#!/usr/bin/env python3
"""Play scenarios with a model behind the rules: by how much does that raise what is solved, and does it harm?

    python3 tests/bench/model.py --port 8033 &
    python3 tests/bench/model_vivo.py --ghost PATH --port 8033 [--hosted] FILE.jsonl [words of tests/scenarios/play.py …]
    python3 tests/scenarios/play.py --ghost PATH --template @tests/bench/vivo-wrapper.sh FILE.jsonl    the rules alone

With --hosted the line is typed at the prompt of a bash in ghost's host (vivo-hosted-bash.sh), else given to the wrapper.

Each scenario is played in a sandbox whose network is its own; the model's server outside is reached through a socket
file (bridge.py). One at a time: a small model on a few cores answers one after the other.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLAYER = HERE.parent / "scenarios" / "play.py"
SEEN_AT = "/run/bridge"
SECONDS = "600"


def main() -> int:
    """Play, with both ends of the bridge in place."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, required=True, help="where the model's server listens")
    parser.add_argument("--hosted", action="store_true", help="type the lines at a prompt in ghost's host")
    asked, words = parser.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="bridge-") as folder:
        Path(folder).chmod(0o755)
        shutil.copy(HERE / "bridge.py", folder)
        socket = f"{folder}/model.sock"
        outside = subprocess.Popen([sys.executable, str(HERE / "bridge.py"), "outside", socket, str(asked.port)])
        try:
            inner = "vivo-hosted-bash.sh" if asked.hosted else "vivo-wrapper.sh"
            parts = [(HERE / name).read_text(encoding="utf-8") for name in ("vivo-model.sh", inner)]
            play = [sys.executable, str(PLAYER), "--template", "\n".join([*parts, "vivo_after", ""])]
            play += ["--mount", f"{folder}:{SEEN_AT}", "--env", f"VIVO_BRIDGE={SEEN_AT}"]
            play += ["--env", f"VIVO_WAIT={SECONDS}", "--timeout", SECONDS, "--jobs", "1"]
            return subprocess.run([*play, *words], check=False).returncode
        finally:
            outside.terminate()
            outside.wait()


if __name__ == "__main__":
    sys.exit(main())
