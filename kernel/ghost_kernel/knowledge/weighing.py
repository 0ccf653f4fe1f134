"""What lies right in a folder, each with the room that all below it takes.

Each child is looked into by turns, so that one large one does not hide the others; what time does not allow is told.
"""

from __future__ import annotations

import fnmatch
import heapq
import os
import time
from collections import deque

from ghost_kernel.knowledge.filesearch import Entry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_SECONDS = 3.0
# Of these the kernel makes up the sizes.
_MADE_UP = frozenset(["/proc", "/sys", "/dev"])


class Child:
    """What lies right in the folder; `is_whole` where all below it was looked at."""

    __slots__ = ("name", "size", "is_folder", "todo")

    def __init__(self, name: str, is_folder: bool) -> None:
        self.name = name
        self.size = 0
        self.is_folder = is_folder
        self.todo: deque[tuple[str, str]] = deque()  # still to be looked into, with the way from the root

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to look into."""
        return not self.todo


class Weighed:
    """The children, the largest files below all of them, and whether everything was looked at."""

    __slots__ = ("children", "largest")

    def __init__(self, children: list[Child], largest: list[Entry]) -> None:
        self.children = children
        self.largest = largest

    @property
    def is_whole(self) -> bool:
        """Whether every child is."""
        return all(one.is_whole for one in self.children)


def weigh(root: str, names: Sequence[str] = (), most: int = 100, seconds: float = MOST_SECONDS) -> Weighed:
    """All below a folder; of files that fit one of the names alone, where there are some."""
    deadline = time.monotonic() + seconds
    children: dict[str, Child] = {}
    heap: list[tuple[int, str, float]] = []

    def fits(name: str) -> bool:
        return not names or any(fnmatch.fnmatch(name.lower(), one.lower()) for one in names)

    def look(folder: str, prefix: str, child: Child | None) -> None:
        try:
            with os.scandir(folder) as listed:
                entries = list(listed)
        except OSError:
            return
        for entry in entries:
            path = prefix + entry.name
            try:
                is_folder = entry.is_dir(follow_symlinks=False)
                told = None if is_folder else entry.stat(follow_symlinks=False)
            except OSError:
                continue
            mine = child or children.setdefault(entry.name, Child(entry.name, is_folder))
            if told is None:
                if entry.path not in _MADE_UP:
                    mine.todo.append((entry.path, path + "/"))
            elif fits(entry.name):
                mine.size += told.st_size
                kept = (told.st_size, path, told.st_mtime)
                if len(heap) < most:
                    heapq.heappush(heap, kept)
                elif kept > heap[0]:
                    heapq.heapreplace(heap, kept)

    look(root, "", None)
    waiting = [one for one in children.values() if one.todo]
    while waiting and time.monotonic() <= deadline:
        for child in waiting:
            # What lies high up first: it is the better sample of what there is no time for.
            place, prefix = child.todo.popleft()
            look(place, prefix, child)
        waiting = [one for one in waiting if one.todo]
    largest = [Entry(path, size, changed, False) for size, path, changed in sorted(heap, reverse=True)]
    return Weighed(list(children.values()), largest)
