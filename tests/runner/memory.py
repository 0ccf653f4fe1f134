"""Temporary files in memory, for the time of the tests.

They make and remove some hundred thousand files and folders. A file system that tells its disk of each removal at once
(mount(8), `discard`) takes a millisecond for one, and half the time of some suites went into that. As root the runner
goes on in a mount namespace of its own, in which memory lies over /tmp: paths stay as they are, nobody else sees any
of it, and it is gone with the last process.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

_INSIDE = "GHOST_TESTS_IN_MEMORY"
_PLACE = "/tmp"
_LEAST = 4 << 30  # bytes of memory that must be free; the tests need a fraction of it


def use_for_temporary_files(needed: Sequence[str]) -> None:
    """Begin anew with memory over /tmp, where that can be had and nothing that is needed lies below it.

    `needed` are folders beside those that the environment names. Returns where nothing can be won, or it has been done.
    """
    if os.environ.pop(_INSIDE, "") or not _is_possible(needed):
        return
    mount = f"mount -t tmpfs -o mode=1777 tmpfs {_PLACE}"
    # What cannot be mounted after all is no reason to run nothing.
    line = f'{mount} || echo "temporary files stay on the disk" >&2; exec "$@"'
    os.environ[_INSIDE] = "1"
    sys.stdout.flush()
    words = ["unshare", "--mount", "sh", "-c", line, "sh", sys.executable, *sys.argv]
    os.execvp(words[0], words)


def _is_possible(needed: Sequence[str]) -> bool:
    if os.geteuid() != 0 or "TMPDIR" in os.environ or not (shutil.which("unshare") and shutil.which("mount")):
        return False
    if _kind_of(_PLACE) == "tmpfs" or _free_memory() < _LEAST:
        return False
    named = [
        os.environ.get(name, "") for name in ("HOME", "CARGO_HOME", "RUSTUP_HOME", "CARGO_TARGET_DIR", "GHOST_CORPUS")
    ]
    named += [sys.executable, os.getcwd(), *os.environ.get("PATH", "").split(os.pathsep), *needed]
    if any(os.path.realpath(path).startswith(_PLACE + "/") for path in named if path):
        return False
    tried = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", _PLACE]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


def _kind_of(place: str) -> str:
    """The file system that is mounted there; empty when none is."""
    with open("/proc/mounts", encoding="utf-8") as file:
        found = [line.split(" ") for line in file]
    return next((words[2] for words in reversed(found) if words[1] == place), "")


def _free_memory() -> int:
    with open("/proc/meminfo", encoding="ascii") as file:
        told = dict(line.split(":", 1) for line in file)
    return int(told.get("MemAvailable", "0 kB").split()[0]) * 1024
