"""Runs the lines of nu_texts.jsonl in a real nu, and writes what it printed and its exit code beside them.

    python3 tests/kernel/nu_record.py            # every case that has no output yet
    python3 tests/kernel/nu_record.py --again    # every case

Each runs in a terminal of its own width, below a folder with the case's files that is its home. The name of the
source is told as a prompt tells it: `entry #3`.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(HERE, "nu_texts.jsonl")
WIDTH = 80
HOME = "/home/kit/desk"  # what stands for the case's folder, as long as real ones are


def lay_out(folder: str, files: dict[str, str]) -> None:
    """The case's files: `x/` is a folder."""
    for name, text in files.items():
        path = os.path.join(folder, name)
        os.makedirs(path if name.endswith("/") else os.path.dirname(path), exist_ok=True)
        if not name.endswith("/"):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)


def run(nu: str, case: dict[str, Any], folder: str) -> tuple[str, int]:
    """What a terminal shows of the line, and its exit code."""
    env = {
        "PATH": os.environ["PATH"], "HOME": folder, "TERM": "xterm-256color", "LANG": "C.UTF-8", "NO_COLOR": "1",
        "GIT_CEILING_DIRECTORIES": os.path.dirname(folder),
    }  # fmt: skip
    env.update({name: text.replace("{home}", folder) for name, text in case.get("env", {}).items()})
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, case.get("width", WIDTH), 0, 0))
    plain = case.get("theme") == "ascii"
    child = subprocess.Popen(
        [nu, "--no-config-file", "--no-std-lib", "-c", case["line"]],
        cwd=folder, env=env, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if plain else theirs, stderr=subprocess.STDOUT if plain else theirs,
    )  # fmt: skip
    os.close(theirs)
    if child.stdout is not None:
        text = child.stdout.read()
    else:
        text = _read(ours)
    os.close(ours)
    status = child.wait()
    shown = text.decode("utf-8", "replace").replace("\r\n", "\n").replace(folder, HOME)
    for tool in sorted(os.environ["PATH"].split(":"), key=len, reverse=True):
        shown = shown if tool in ("", "/bin", "/usr/bin") else shown.replace(tool + "/", "/usr/bin/")
    return shown.replace("[source:", "[entry #3:"), status


def _read(there: int) -> bytes:
    found = b""
    while True:
        try:
            part = os.read(there, 65536)
        except OSError:  # the other side is closed
            return found
        if not part:
            return found
        found += part


def main(args: list[str]) -> int:
    """Runs and writes."""
    nu = shutil.which("nu")
    if nu is None:
        sys.stderr.write("no nu on the PATH\n")
        return 1
    with open(CASES, encoding="utf-8") as file:
        cases = [json.loads(line) for line in file if line.strip()]
    for case in cases:
        if "output" in case and "--again" not in args:
            continue
        with tempfile.TemporaryDirectory(prefix="kit-") as folder:
            inner = os.path.join(os.path.realpath(folder), "work")
            os.mkdir(inner)
            lay_out(inner, case.get("files", {}))
            case["output"], case["status"] = run(nu, case, inner)
    with open(CASES, "w", encoding="utf-8") as file:
        for case in cases:
            file.write(json.dumps(case, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
