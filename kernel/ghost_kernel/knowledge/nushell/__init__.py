"""Nushell's own commands: their names, flags, arguments, and what they take from a pipeline.

The installed nu is asked once, as a contained probe, and what it said is kept in the brain's own folder for as long as
it is the same file. Where it cannot be asked, the shipped table speaks: that of 0.115.1
(kernel/nu_commands.py writes it).
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

HERE = os.path.dirname(os.path.abspath(__file__))
FORMAT = "ghost nushell 1"
NAME = "nushell.kept"
MOST_BYTES = 400_000
FEWEST = 200  # lines; fewer are no whole list of its commands

_SHIPPED: list[Commands] = []
_KEPT: dict[str, Commands] = {}


class Flag:
    """One flag: its long and short form with their dashes, either may be empty; whether it takes a value."""

    __slots__ = ("long", "short", "takes")

    def __init__(self, long: str, short: str, takes: bool) -> None:
        self.long = long
        self.short = short
        self.takes = takes


class Commands:
    """A list of commands, each line `name TAB flags TAB arguments TAB input types`."""

    def __init__(self, text: str) -> None:
        self._rows: dict[str, str] = {}
        for line in text.splitlines():
            name, tab, rest = line.partition("\t")
            if tab and name:
                self._rows[name] = rest
        self.names = frozenset(self._rows)

    def below(self, head: str) -> list[str]:
        """The words that follow a command's first ones."""
        start = head + " "
        found = [name[len(start) :].partition(" ")[0] for name in self._rows if name.startswith(start)]
        return list(dict.fromkeys(found))

    def flags(self, name: str) -> list[Flag]:
        """A command's own flags, --help left out."""
        found = []
        for text in self._column(name, 0).split():
            long, _, short = text.rstrip("=").partition("/")
            if long != "--help":
                found.append(Flag(long, short, text[-1] == "="))
        return found

    def shapes(self, name: str) -> list[str]:
        """What its arguments are; a `?` behind one says that it may be left out, a `*` that it may come again."""
        return self._column(name, 1).split(" ") if self._column(name, 1) else []

    def inputs(self, name: str) -> list[str]:
        """The types that it takes from a pipeline; `nothing` where it may stand first."""
        return self._column(name, 2).split(" ") if self._column(name, 2) else []

    def _column(self, name: str, place: int) -> str:
        parts = self._rows.get(name, "").split("\t")
        return parts[place] if place < len(parts) else ""


def shipped() -> Commands:
    """Those of the version that this was written with."""
    if not _SHIPPED:
        with open(os.path.join(HERE, "commands.table"), encoding="utf-8") as file:
            _SHIPPED.append(Commands(file.read()))
    return _SHIPPED[0]


def commands(machine: Machine) -> Commands:
    """Those of the nu that is installed here, as far as it can be asked."""
    return machine.keep("nu commands", lambda: _commands(machine))


def _commands(machine: Machine) -> Commands:
    path = machine.which("nu")
    try:
        state = os.stat(machine.resolve(path)) if path else None
    except (OSError, ValueError):
        state = None
    if state is None:
        return shipped()
    stamp = f"{FORMAT}\t{path}\t{state.st_mtime_ns}\t{state.st_size}"
    if stamp in _KEPT:
        return _KEPT[stamp]
    text = _load(machine, stamp) or _asked(machine, stamp)
    found = Commands(text) if text else shipped()
    _KEPT.clear()
    _KEPT[stamp] = found
    return found


def question() -> list[str]:
    """The words that ask a nu; the policy of the body knows them, and no others."""
    with open(os.path.join(HERE, "ask.txt"), encoding="utf-8") as file:
        return ["nu", "--no-config-file", "--no-std-lib", "-c", file.read().strip()]


def _asked(machine: Machine, stamp: str) -> str:
    seen = machine.probe(question(), "to learn Nushell's own commands")
    if seen is None or seen.exit_code or seen.stdout.count("\n") < FEWEST:
        return ""
    text = seen.stdout[:MOST_BYTES]
    if machine.state:
        path = os.path.join(machine.state, NAME)
        try:
            os.makedirs(machine.state, mode=0o700, exist_ok=True)
            with open(path + ".new", "w", encoding="utf-8") as file:
                file.write(stamp + "\n" + text)
            os.replace(path + ".new", path)
        except (OSError, ValueError):
            pass  # it is asked again the next time
    return text


def _load(machine: Machine, stamp: str) -> str:
    if not machine.state:
        return ""
    try:
        with open(os.path.join(machine.state, NAME), encoding="utf-8") as file:
            head, _, text = file.read(MOST_BYTES).partition("\n")
    except (OSError, ValueError):
        return ""
    return text if head == stamp and text.count("\n") >= FEWEST else ""
