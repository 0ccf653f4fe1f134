"""Asks a program named `ghost` who it is: other programs bear that name, and none of them may be run for real.

Ours answers `--version` with one line of exactly this shape: `ghost 0.1.0 (ghostsh)`.
"""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from .places import Places
from .system import ask

PATIENCE = 5.0  # seconds for an answer
_SHAPE = re.compile(r"ghost (\d+\.\d+\.\d+) \(ghostsh\)\n?")


class Found(NamedTuple):
    """A program named ghost; `version` is None when it is somebody else's."""

    path: str
    version: str | None


def identity(path: str, places: Places) -> str | None:
    """The version of our ghost, None for any other program, one that fails, or one that does not answer in time."""
    answer = ask([path, "--version"], places.env, seconds=PATIENCE, cwd="/")
    shape = _SHAPE.fullmatch(answer.text)
    return shape.group(1) if answer.status == 0 and shape else None


def candidates(places: Places) -> list[Found]:
    """Every program named ghost that a person could mean, first found first: the folder of ours, then the PATH.

    A folder that was given is the only one that is looked at.
    """
    folders = [places.bin]
    if not places.bin_given:
        folders += places.env.get("PATH", os.defpath).split(os.pathsep)
    found: list[Found] = []
    seen: set[str] = set()
    for folder in folders:
        path = os.path.join(folder, "ghost")
        real = os.path.realpath(path)
        if os.path.isabs(folder) and real not in seen and os.path.isfile(real) and os.access(real, os.X_OK):
            seen.add(real)
            found.append(Found(path, identity(path, places)))
    return found
