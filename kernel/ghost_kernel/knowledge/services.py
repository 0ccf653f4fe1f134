"""The state of a service or program: its unit, its processes, whether it is installed, which package brings it.

Each way of looking may fail or be refused; then the next one is taken.
"""

from __future__ import annotations

from ghost_kernel.knowledge import commands, inventory, looks, managers, programs, things

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.knowledge.looks import Row
    from ghost_kernel.machine import Machine

COMM = 15  # bytes of a process's name that the kernel keeps (proc(5), comm)
STATES = frozenset("active inactive failed activating deactivating reloading unknown".split())
WANTS = ("/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system")


class Seen:
    """All that was seen of one thing."""

    __slots__ = ("thing", "unit", "state", "processes", "looked", "program", "package", "enabled")

    def __init__(self, thing: str) -> None:
        self.thing = thing
        self.unit = ""  # the unit's name, without `.service`; empty when there is none
        self.state = ""  # what systemd says of it; empty when it was not asked, or knows none
        self.processes: list[Row] = []
        self.looked = False  # whether processes could be seen
        self.program = ""  # where it lies
        self.package: inventory.Installed | None = None
        self.enabled: bool | None = None

    @property
    def is_running(self) -> bool:
        """Whether it runs."""
        return self.state in ("active", "reloading") or bool(self.processes)

    @property
    def is_installed(self) -> bool:
        """Whether it is here at all."""
        return bool(self.program or self.unit or self.package or self.processes)


def seen(machine: Machine, thing: str) -> Seen:
    """The state of the thing; at most four probes."""
    return machine.keep(("service", thing), lambda: _seen(machine, thing))


def _seen(machine: Machine, thing: str) -> Seen:
    found = Seen(thing)
    names = things.names(thing)
    units = things.units(machine)
    found.unit = next((name for name in names if name.lower() in units or f"{name.lower()}.service" in units), "")
    unit = found.unit or (names[0] if _is_unit(names[0]) else "")
    if unit and (found.unit or machine.which("systemctl") or machine.which("systemd")):
        asked = machine.probe(["systemctl", "is-active", unit], f"whether {unit} is active")
        word = asked.stdout.strip() if asked is not None else ""
        if word in STATES and (found.unit or word == "active"):
            found.state = word
            found.unit = unit
    _processes(machine, found, names)
    _place(machine, found, names)
    if found.unit:
        found.enabled = is_enabled(machine, found.unit)
    return found


def _is_unit(name: str) -> bool:
    return (
        bool(name) and name[0] != "-" and all(char.isascii() and (char.isalnum() or char in "@:._-") for char in name)
    )


def _processes(machine: Machine, found: Seen, names: list[str]) -> None:
    for name in names[:2]:
        if not name or name[0] == "-":
            continue
        rows = looks.look(machine, "processes", name[:COMM], why=f"whether {name} runs")
        if rows is None:
            continue
        found.looked = True
        found.processes = [row for row in rows.rows if is_of(row, name)]
        if found.processes:
            return


def is_of(row: Row, name: str) -> bool:
    """Whether the process is one of the program of that name."""
    comm = looks.text(row, "name").lower()
    low = name.lower()
    # A script is called by what follows its interpreter.
    first = [word.rsplit("/", 1)[-1].rstrip(":").lower() for word in looks.text(row, "command").split()[:2]]
    if looks.text(row, "state") == "Z":
        return False
    if comm == low[:COMM] or low in first or any(one.rpartition(".")[0] == low for one in first):
        return True
    # `python` for python3.11, `php-fpm` for php-fpm8.2, `postgres: writer`.
    return comm.startswith(low) and not comm[len(low)].isalpha() and comm[len(low)] not in "-_"


def _place(machine: Machine, found: Seen, names: list[str]) -> None:
    for name in names:
        found.program = machine.which(name) or programs.in_system_folder(machine, name)
        if found.program:
            break
    manager = managers.here(machine)
    called = things.package(machine, found.thing, manager.name if manager is not None else "")
    for name in dict.fromkeys([*([called] if called else []), found.thing, *names]):
        found.package = inventory.installed(machine, name)
        if found.package is not None:
            break


def is_enabled(machine: Machine, unit: str) -> bool | None:
    """Whether systemd starts the unit at boot, by the links that `systemctl enable` makes; None without systemd."""
    full = unit if "." in unit else unit + ".service"
    known = False
    for folder in WANTS:
        for name, is_folder in machine.names(folder).items():
            known = True
            if is_folder and name.endswith((".wants", ".requires")) and full in machine.names(f"{folder}/{name}"):
                return True
    return False if known else None


class Way:
    """How a thing is had here: the package, the line that installs it, and how sure that is."""

    __slots__ = ("package", "manager", "line", "sure", "as_root", "others")

    def __init__(
        self, package: str, manager: str, line: str, sure: bool, as_root: bool, others: list[tuple[str, str, str]]
    ) -> None:
        self.package = package
        self.manager = manager
        self.line = line
        self.sure = sure
        self.as_root = as_root
        self.others = others


def way(machine: Machine, thing: str) -> Way | None:
    """The package that brings the thing under this machine's manager, and the line to type; None when unknown."""
    manager = managers.here(machine)
    called = things.package(machine, thing, manager.name if manager is not None else "")
    if called and manager is not None:
        as_root = manager.rights and not managers.is_root() and not managers.rights(machine)
        return Way(called, manager.name, managers.line(machine, manager, called), True, as_root, [])
    for name in things.names(thing):
        told = commands.told(machine, name)
        if told is not None:
            return Way(told.package, told.manager, told.line, told.sure, told.as_root, told.others)
    if manager is None:
        return Way(called, "", "", True, False, []) if called else None
    package = _offered(machine, manager.name, thing)
    if not package:
        return None
    as_root = manager.rights and not managers.is_root() and not managers.rights(machine)
    return Way(package, manager.name, managers.line(machine, manager, package), True, as_root, [])


def _offered(machine: Machine, manager: str, thing: str) -> str:
    """A package that is called as the thing, in the manager's own lists."""
    from ghost_kernel.knowledge import debian, package_names

    low = thing.lower()
    if not low.isascii() or not low.replace("-", "").replace(".", "").replace("+", "").isalnum():
        return ""
    if manager == "apt":
        return low if low in debian.offered(machine, low) else ""
    if package_names.has(machine, manager, low):
        return low
    return low if low in things.SERVICES else ""
