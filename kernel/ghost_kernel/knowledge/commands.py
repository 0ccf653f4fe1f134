"""Which package holds a program that is not installed, for the package manager that is here, and the line to type.

One interface over all sources: lists that managers keep on this machine, the bundled table of Debian's commands, and
two small tables made by hand. Telling is all that is done: nothing is proposed, so nothing is ever installed unasked.
"""

from __future__ import annotations

from ghost_kernel.knowledge import command_table, managers, tool_packages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine


class Holder:
    """A package that holds a command: whose it is, whether that is certain, what the program is called in it."""

    __slots__ = ("package", "manager", "sure", "called")

    def __init__(self, package: str, manager: str, sure: bool, called: str = "") -> None:
        self.package = package
        self.manager = manager  # a name of managers.NAMED; empty where only Debian's name of the package is known
        self.sure = sure
        self.called = called


class Told:
    """The pieces of an answer to "which package must I install for NAME?"."""

    __slots__ = ("name", "package", "manager", "sure", "called", "line", "as_root", "others")

    def __init__(self, name: str, holder: Holder, line: str, as_root: bool, others: list[tuple[str, str, str]]) -> None:
        self.name = name
        self.package = holder.package
        self.manager = holder.manager
        self.sure = holder.sure
        self.called = holder.called  # the program's name in the package, where it is another one
        self.line = line  # what to type to install it; empty where no manager is here that could
        self.as_root = as_root  # the line is for the administrator, and nothing here makes one of this person
        self.others = others  # other ways: package, manager, line

    @property
    def place(self) -> str:
        """Where it is, as a sentence begins: `it is in the package ripgrep`."""
        called = f", as {self.called}" if self.called else ""
        if not self.manager:
            return f"it is in the package {self.package}, as Debian names it{called}"
        if self.manager in [one.name for one in managers.OF_LANGUAGE]:
            whose = "pip" if self.manager in ("pipx", "uv") else self.manager
            return f"{whose} has it in the package {self.package}{called}"
        return f"it is {'' if self.sure else 'probably '}in the package {self.package}{called}"

    @property
    def sentence(self) -> str:
        """All of it, with the line that installs it."""
        return f"{self.name} is not installed; {self.way}"

    @property
    def way(self) -> str:
        """Where it is, and the line that installs it."""
        line = f": {self.line}{' (as root)' if self.as_root else ''}" if self.line else ""
        return self.place + line


def package_of(machine: Machine, name: str) -> list[tuple[str, str]]:
    """The packages that hold a command, each with its manager, the best first; empty when nothing here knows."""
    return [(one.package, one.manager) for one in holders(machine, name)]


def told(machine: Machine, name: str) -> Told | None:
    """What to say about a program that is not installed; None when nothing here knows it."""
    found = holders(machine, name)
    if not found:
        return None
    ways = [(one.package, one.manager, _line(machine, one)) for one in found]
    manager = managers.NAMED.get(found[0].manager)
    as_root = manager is not None and manager.rights and not managers.is_root() and not managers.rights(machine)
    return Told(name, found[0], ways[0][2], as_root, ways[1:])


def _line(machine: Machine, holder: Holder) -> str:
    manager = managers.NAMED.get(holder.manager)
    return managers.line(machine, manager, holder.package) if manager is not None else ""


def holders(machine: Machine, name: str) -> list[Holder]:
    """The system's packages first, then a language's; Debian's name alone when neither manager is here."""
    return machine.keep(("holders", name), lambda: _holders(machine, name))


def _holders(machine: Machine, name: str) -> list[Holder]:
    program = tool_packages.PROGRAM.get(name, "")
    if program:
        of_program = holders(machine, program)
        return [Holder(one.package, one.manager, one.sure, one.called or program) for one in of_program]
    manager = managers.here(machine)
    found: list[Holder] = []
    if manager is not None:
        found = _of_system(machine, manager.name, name)
    language, package = tool_packages.of_language(name)
    tool = managers.for_tool(machine, language) if language else None
    if tool is not None:
        found.append(Holder(package, tool.name, True))
    if not found and manager is None:
        package = command_table.package(name)
        found = [Holder(package, "", True, tool_packages.CALLED.get(name, ""))] if package else []
    return found


def _of_system(machine: Machine, manager: str, name: str) -> list[Holder]:
    from ghost_kernel.knowledge import command_lists

    listed = [one for one in command_lists.packages(machine, manager, name) if _is_plain(one)]
    if listed:
        return [Holder(package, manager, True) for package in listed[:3]]
    package = command_table.package(name)
    if manager == "apt":
        return [Holder(package, manager, True, tool_packages.CALLED.get(name, ""))] if package else []
    from ghost_kernel.knowledge import package_names

    other = tool_packages.elsewhere(name, manager)
    if other:
        return [Holder(other, manager, package_names.has(machine, manager, other) is True)]
    # What Debian calls the package, or as the program itself is called, where a list of names does not deny it.
    for guess in dict.fromkeys((package, name)) if package else ():
        known = package_names.has(machine, manager, guess)
        if known is not False:
            return [Holder(guess, manager, known is True and guess == name)]
    return []


def _is_plain(package: str) -> bool:
    """Whether the name can be told in a line to type: lists on disk are others' text."""
    return package[:1].isalnum() and all(char.isalnum() or char in "+-._:@/" for char in package) and package.isascii()
