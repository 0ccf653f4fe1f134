"""An installation of ghost for benches to use: a binary and this tree's brain, laid out as pip lays them out.

`ghost` finds the package in the same prefix, and its bytecode is compiled for the system's interpreter, which it takes
first; so what is measured is this tree's brain without building anything anew, and no cold cache.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("GHOST_CORPUS") or ROOT.parent / "shared" / "corpus")
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))


def default_ghost() -> Path:
    """The release build, where there is one."""
    return TARGET / "release" / "ghost"


def system_python() -> str:
    """The interpreter that ghost takes first."""
    return "/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else sys.executable


def lay_out(ghost: Path, folder: Path) -> Path:
    """Copies `ghost` and the brain of this tree below `folder`; gives the binary there."""
    if not os.access(ghost, os.X_OK) or ghost.is_dir():
        raise SystemExit(f"there is no program {ghost}; build it, or say where it is")
    binary = folder / "bin" / "ghost"
    packages = folder / "lib" / "python3" / "site-packages"
    binary.parent.mkdir(parents=True)
    shutil.copy(ghost, binary)
    brain = packages / "ghost_kernel"
    shutil.copytree(ROOT / "kernel" / "ghost_kernel", brain, ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([system_python(), "-m", "compileall", "-q", str(brain)], check=True)
    for path in [folder, *folder.rglob("*")]:
        # What others could change is not run, and a sandbox's user must be able to read it.
        path.chmod(0o755 if path.is_dir() or path == binary else 0o644)
    return binary


@contextlib.contextmanager
def installed(ghost: Path) -> Iterator[Path]:
    """Such an installation for as long as it is needed; gives its folder."""
    with tempfile.TemporaryDirectory(prefix="ghost-prefix-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        lay_out(ghost, folder)
        yield folder


def corpus(name: str) -> Path:
    """A file of the shared corpus. Raises SystemExit where it is not there."""
    path = CORPUS / name
    if not path.is_file():
        raise SystemExit(f"there is no {path}; GHOST_CORPUS names the folder with the shared corpus")
    return path
