"""Packages of Debian and its kin: what is installed, and what apt's lists on disk offer."""

from __future__ import annotations

from ghost_kernel import spelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

STATUS = "/var/lib/dpkg/status"
LISTS = "/var/lib/apt/lists"
ENDING = "_Packages"
MOST_BYTES = 60_000_000  # of one list
SHORTEST = 4
NAME = b"\nPackage: "
MARK = b"\nStatus: "


def installed(machine: Machine, near: str) -> list[str]:
    """The names of installed packages that begin with the same letter as `near`."""
    data = machine.head(STATUS, MOST_BYTES)
    return [name for name, status in _listed(data, near) if b" installed" in status or not status]


def offered(machine: Machine, near: str) -> list[str]:
    """The names in apt's lists that begin with the same letter as `near`.

    Where the lists are not there, or are compressed, those packages are known that hold a program.
    """
    found: list[str] = []
    for name in machine.names(LISTS):
        if name.endswith(ENDING):
            found += [one for one, _ in _listed(machine.head(f"{LISTS}/{name}", MOST_BYTES), near)]
    return list(dict.fromkeys(found)) or machine.keep(("bundled", near[:1]), lambda: _bundled(near[:1]))


def _bundled(letter: str) -> list[str]:
    from ghost_kernel.knowledge import command_table

    table = command_table.opened()
    names = command_table.every(table).values() if table is not None else ()
    return list(dict.fromkeys([name for name in names if name[:1] == letter]))


def _listed(data: bytes, near: str) -> list[tuple[str, bytes]]:
    """Name and status of each stanza whose name begins as wanted."""
    found = []
    data = b"\n" + data
    wanted = NAME + near[:1].encode()
    at = data.find(wanted)
    while at >= 0:
        start = at + len(NAME)
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        stop = data.find(b"\n\n", end)
        mark = data.find(MARK, end, stop if stop >= 0 else len(data))
        status = data[mark + len(MARK) : data.find(b"\n", mark + 1)] if mark >= 0 else b""
        found.append((data[start:end].decode("utf-8", "replace").strip(), status))
        at = data.find(wanted, end)
    return found


def nearest(machine: Machine, name: str, here: bool) -> spelling.Near | None:
    """The package that is meant; `here` asks for an installed one."""
    return of_names(name, installed(machine, name) if here else offered(machine, name)) if name else None


def of_names(name: str, names: list[str]) -> spelling.Near | None:
    """The only near one of packages' names; a name that differs in its digits is another package."""
    if len(name) < SHORTEST:
        return None
    found = [one for one in spelling.rank(name, names) if not spelling.numbers_differ(name, one.name)]
    return found[0] if found and found[0].only else None
