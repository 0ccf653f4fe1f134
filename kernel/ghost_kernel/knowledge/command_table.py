"""The bundled table of commands: which package of Debian's holds a program. Made by kernel/package_table.py.

The file, in the byte order of the names, so that one name costs one block; its first lines end with a line feed:

    ghost commands 1 BLOCKS SIZE     the head: how many blocks, and how many bytes of index follow
    NAME LENGTH                      the index: the first name of each block and its length in the file
    BLOCK BLOCK …                    raw deflate; inside, a line a command

A line is a character that says how many letters it has in common with the line before (`0` none, `1` one, …), the other
letters, and the package: nothing where it bears the command's name, `=` where it is that of the line before, else a
blank and its name.
"""

from __future__ import annotations

import os

MAGIC = "ghost commands 1"
ZERO = 48  # the character `0`
MOST_SHARED = 70
MOST_INDEX = 65536
MOST_BLOCK = 65536  # a block is no larger, whatever the file says
FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "commands.table")
MOST_KEPT = 1  # blocks: each weighs some 60 kB, and is read again in less than a millisecond
_KEPT: dict[str, Table] = {}


class Table:
    """An opened table: its index, and the blocks that were read already."""

    __slots__ = ("path", "firsts", "places", "_blocks")

    def __init__(self, path: str, firsts: list[str], places: list[tuple[int, int]]) -> None:
        self.path = path
        self.firsts = firsts
        self.places = places  # where each block begins, and its length
        self._blocks: dict[int, dict[str, str]] = {}

    def package(self, name: str) -> str:
        """The package of a command; empty when the table has none."""
        at = -1
        for first in self.firsts:  # a few dozen: quicker than importing bisect
            if first > name:
                break
            at += 1
        return self.block(at).get(name, "") if at >= 0 else ""

    def block(self, at: int) -> dict[str, str]:
        """Commands and packages of one block; empty when the file has become unreadable."""
        if at not in self._blocks:
            if len(self._blocks) >= MOST_KEPT:
                self._blocks.clear()
            self._blocks[at] = self._read(at)
        return self._blocks[at]

    def _read(self, at: int) -> dict[str, str]:
        import zlib  # a built-in module nearly everywhere; lzma would cost four times the time to import

        place, length = self.places[at]
        try:
            with open(self.path, "rb") as file:
                file.seek(place)
                text = zlib.decompressobj(-15).decompress(file.read(length), MOST_BLOCK)
        except (OSError, zlib.error):
            return {}
        return unfold(text.decode("ascii", "replace").rpartition("\n")[0])  # of a file cut off, whole lines only


def unfold(text: str) -> dict[str, str]:
    """The lines of one block as commands and their packages."""
    found: dict[str, str] = {}
    name = package = ""
    for line in text.split("\n"):
        if not line:
            continue
        shared = ord(line[0]) - ZERO
        rest, blank, told = line[1:].partition(" ")
        same = rest[-1:] == "="
        name = name[:shared] + (rest[:-1] if same else rest)
        if blank:
            package = told
        elif not same:
            package = name
        found[name] = package
    return found


def opened(path: str = FILE) -> Table | None:
    """The table, its index read once; None where there is none or it cannot be understood."""
    if path not in _KEPT:
        table = _opened(path)
        if table is None:
            return None
        _KEPT[path] = table
    return _KEPT[path]


def _opened(path: str) -> Table | None:
    try:
        with open(path, "rb") as file:
            head = file.readline(80).decode("ascii")
            magic, blocks, size = head.rsplit(" ", 2)
            if magic != MAGIC or int(size) > MOST_INDEX:
                return None
            rows = file.read(int(size)).decode("ascii").splitlines()
    except (OSError, ValueError):
        return None
    firsts: list[str] = []
    places: list[tuple[int, int]] = []
    place = len(head) + int(size)
    for row in rows:
        name, _, length = row.rpartition(" ")
        if not length.isdigit():
            return None
        firsts.append(name)
        places.append((place, int(length)))
        place += int(length)
    return Table(path, firsts, places) if len(firsts) == int(blocks) else None


def package(name: str) -> str:
    """The package of Debian's that holds a command; empty when the table does not know it."""
    table = opened()
    return table.package(name) if table is not None else ""


def every(table: Table) -> dict[str, str]:
    """All of it, for the script that makes it and for tests."""
    found: dict[str, str] = {}
    for at in range(len(table.firsts)):
        found.update(table.block(at))
    return found
