"""The names of packages that this machine can install, or has, as its managers' own lists on disk tell.

For npm, pip, cargo and gem only what is installed here or stands in the project's own lists counts: a name that is near
on their registries may be anybody's.
"""

from __future__ import annotations

from ghost_kernel.knowledge import command_lists

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ghost_kernel.machine import Machine

DNF = "/var/cache/dnf/packages.db"
MOST_PACKED = 12_000_000
MOST_PLAIN = 4_000_000


def offered(machine: Machine, manager: str, near: str) -> list[str]:
    """Names that the manager can install and that begin as `near` does; empty when that is not known."""
    source = SOURCES.get(manager)
    if source is None or not near or not near.isprintable():
        return []
    return machine.keep(("offered", manager, near[:1]), lambda: source(machine, near[:1]))


def has(machine: Machine, manager: str, package: str) -> bool | None:
    """Whether the manager offers the package; None when there is no list to look in."""
    names = offered(machine, manager, package)
    return package in names if names else None


def _dnf(machine: Machine, letter: str) -> list[str]:
    """The list that dnf keeps for completion: names with version, release and architecture."""
    if letter in "%_":
        return []
    question = "SELECT DISTINCT pkg FROM available WHERE pkg LIKE ?"
    found = command_lists.rows(machine, DNF, question, letter + "%", most=MOST_ROWS)
    return list(dict.fromkeys([one.rsplit("-", 2)[0] for one in found]))


def _pacman(machine: Machine, letter: str) -> list[str]:
    """The repositories' databases: tar archives with an entry `name-version-release/desc` for each package."""
    found: list[str] = []
    for file in machine.names(command_lists.PACMAN):
        if not file.endswith(".db"):
            continue
        data = command_lists.unpacked(machine, f"{command_lists.PACMAN}/{file}", MOST_PACKED)
        at = data.find(b"/desc\0")
        while at >= 0:
            name = command_lists.holder(data, at + 6, b"/desc\0")
            if name[:1] == letter:
                found.append(name)
            at = data.find(b"/desc\0", at + 6)
    return list(dict.fromkeys(found))


def _apk(machine: Machine, letter: str) -> list[str]:
    """Alpine's index: `P:name` in each stanza."""
    wanted = b"\nP:" + letter.encode()
    found: list[str] = []
    for folder in command_lists.APK:
        for file in machine.names(folder):
            if file.startswith("APKINDEX."):
                data = command_lists.unpacked(machine, f"{folder}/{file}")
                at = data.find(wanted)
                while at >= 0:
                    end = data.find(b"\n", at + 3)
                    found.append(data[at + 3 : end].decode("utf-8", "replace"))
                    at = data.find(wanted, end)
    return list(dict.fromkeys(found))


def _brew(machine: Machine, letter: str) -> list[str]:
    """Homebrew's lists of formulae and casks, a name a line."""
    found: list[str] = []
    for cache in command_lists.BREW_CACHES if machine.home else ():
        for file in ("formula_names.txt", "cask_names.txt"):
            text = machine.read(f"{machine.home}/{cache}/api/{file}", MOST_PLAIN)
            found += [name for name in text.splitlines() if name[:1] == letter]
    return found


def _pip(machine: Machine, letter: str) -> list[str]:
    """Distributions that are installed, and names in the project's requirements."""
    from ghost_kernel.knowledge import packages, python

    found = python.distributions(machine)
    for file in packages.LISTS:
        found += packages.names_in(machine, file)
    return [name for name in dict.fromkeys(found) if name[:1].lower() == letter.lower()]


def _npm(machine: Machine, letter: str) -> list[str]:
    """What lies in node_modules, and what package.json asks for."""
    found = [name for name in machine.names("node_modules") if name[0] not in ".@"]
    found += [key for key in _json_keys(machine, "package.json") if key not in found]
    return [name for name in found if name[:1] == letter]


def _json_keys(machine: Machine, file: str) -> list[str]:
    import json

    try:
        read = json.loads(machine.read(file) or "{}")
    except ValueError:
        return []
    fields = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
    tables = [read.get(field) for field in fields] if isinstance(read, dict) else []
    return [str(key) for table in tables if isinstance(table, dict) for key in table]


def _cargo(machine: Machine, letter: str) -> list[str]:
    """Crates of Cargo.lock, and those that cargo has fetched for other projects."""
    found = []
    for line in machine.read("Cargo.lock", MOST_PLAIN).splitlines():
        if line.startswith('name = "'):
            found.append(line[8:].rstrip('"'))
    for line in machine.read("Cargo.toml").splitlines():
        name, mark, _ = line.partition("=")
        if mark and name.strip().replace("-", "").replace("_", "").isalnum():
            found.append(name.strip())
    return [name for name in dict.fromkeys(found) if name[:1] == letter]


def _gem(machine: Machine, letter: str) -> list[str]:
    """Gems of Gemfile and Gemfile.lock."""
    found: list[str] = []
    for line in machine.read("Gemfile").splitlines():
        words = line.replace(",", " ").split()
        if words[:1] == ["gem"] and len(words) > 1:
            found.append(words[1].strip("\"'"))
    for line in machine.read("Gemfile.lock").splitlines():
        if line[:4] == "    " and line[4:5].strip():
            found.append(line.split()[0])
    return [name for name in dict.fromkeys(found) if name[:1] == letter]


MOST_ROWS = 20_000
SOURCES: dict[str, Callable[[Machine, str], list[str]]] = {
    "dnf": _dnf, "yum": _dnf, "pacman": _pacman, "apk": _apk, "brew": _brew, "pip": _pip, "npm": _npm,
    "cargo": _cargo, "gem": _gem,
}  # fmt: skip
