"""What was made of a file is kept as long as the file stays as it is: for a brain that stays awake."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from ghost_kernel.machine import Machine

    T = TypeVar("T")

MOST = 256

_KEPT: dict[tuple[str, object], tuple[tuple[int, int, int, int], Any]] = {}


def stamp(machine: Machine, path: str) -> tuple[int, int, int, int] | None:
    """What changes when the file does; None when it is not there."""
    try:
        state = os.stat(machine.resolve(path))
    except (OSError, ValueError):
        return None
    return (state.st_dev, state.st_ino, state.st_mtime_ns, state.st_size)


def while_same(machine: Machine, path: str, key: object, make: Callable[[], T]) -> T | None:
    """What `make` gives for this file, made again only when the file has changed; None when there is none."""
    now = stamp(machine, path)
    if now is None:
        return None
    place = (machine.resolve(path), key)
    old = _KEPT.get(place)
    if old is not None and old[0] == now:
        known: T = old[1]
        return known
    made = make()
    while len(_KEPT) >= MOST:
        _KEPT.pop(next(iter(_KEPT)))
    _KEPT[place] = (now, made)
    return made


def text(machine: Machine, path: str, most: int) -> str:
    """What a file holds, at most so many bytes of it; empty when there is none."""
    return while_same(machine, path, "text", lambda: machine.read(path, most)) or ""
