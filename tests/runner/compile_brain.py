"""Compiles the brain's modules once for all tests, and tells them where.

    python3 tests/runner/compile_brain.py

A brain compiles what it imports into its own folder, below the person's home. A test has a fresh home, so each of some
thousand brains compiled the same modules anew, which was half of what the tests of shells computed. nextest runs this
before them and gives its environment on; a home that a test makes gets a link to the folder named here. Without it, or
where a module is newer than what was compiled, a brain compiles for itself as it does at home.
"""

from __future__ import annotations

import os
import shutil
import subprocess

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NAME = "GHOST_TEST_COMPILED"
# Where the tests' ghosts look for their interpreter.
_PATH = "/usr/local/bin:/usr/bin:/bin"


def compile_brain(target: str, python: str | None = None) -> str:
    """Bring the folder up to date; gives its path, empty where there is no interpreter, or one that cannot do it."""
    python = python or shutil.which("python3", path=_PATH)
    if python is None:
        return ""
    # As brains name it (python(1), `-X pycache_prefix`): below it each module has the path that its source has.
    folder = os.path.join(os.path.realpath(target), "tmp", "compiled")
    package = os.path.join(os.path.realpath(PROJECT), "kernel", "ghost_kernel")
    os.makedirs(folder, exist_ok=True)
    words = [python, "-I", "-S", "-X", f"pycache_prefix={folder}", "-m", "compileall", "-q", package]
    return folder if subprocess.run(words, check=False).returncode == 0 else ""


def main() -> None:
    """Compile, and write the variable to the file that nextest reads (its documentation: "Setup scripts")."""
    target = os.environ.get("CARGO_TARGET_DIR") or os.path.join(PROJECT, "target")
    folder = compile_brain(target)
    told = os.environ.get("NEXTEST_ENV")
    if folder and told:
        with open(told, "a", encoding="utf-8") as file:
            file.write(f"{NAME}={folder}\n")


if __name__ == "__main__":
    main()
