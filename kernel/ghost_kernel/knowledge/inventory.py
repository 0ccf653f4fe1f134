"""What packages are installed, by the managers' own records on disk; and which of them a file is from."""

from __future__ import annotations

import os

from ghost_kernel.knowledge import debian, managers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

APK = "/lib/apk/db/installed"
PACMAN = "/var/lib/pacman/local"
DPKG_INFO = "/var/lib/dpkg/info"
CELLARS = ("/opt/homebrew/Cellar", "/home/linuxbrew/.linuxbrew/Cellar", "/usr/local/Cellar")
MOST_BYTES = 40_000_000
MOST_LIST = 2_000_000


class Installed:
    """A package that is installed: its manager, name and version."""

    __slots__ = ("manager", "name", "version")

    def __init__(self, manager: str, name: str, version: str) -> None:
        self.manager = manager
        self.name = name
        self.version = version


def installed(machine: Machine, name: str) -> Installed | None:
    """The package of that very name, where it is installed."""
    if not name or not name.isascii() or not name.isprintable() or "/" in name or " " in name:
        return None
    return machine.keep(("installed", name), lambda: _installed(machine, name))


def _installed(machine: Machine, name: str) -> Installed | None:
    version = _stanza(machine.head(debian.STATUS, MOST_BYTES), name)
    if version:
        return Installed("apt", name, version)
    version = _apk(machine, name)
    if version:
        return Installed("apk", name, version)
    for folder in machine.names(PACMAN):
        parts = folder.rsplit("-", 2)
        if len(parts) == 3 and parts[0] == name:
            return Installed("pacman", name, "-".join(parts[1:]))
    for cellar in CELLARS:
        versions = sorted(machine.names(f"{cellar}/{name}")) if machine.exists(f"{cellar}/{name}") else []
        if versions:
            return Installed("brew", name, versions[-1])
    manager = managers.here(machine)
    if manager is not None and manager.name in ("dnf", "yum", "zypper"):
        seen = machine.probe(["rpm", "-q", name], f"whether {name} is installed")
        if seen is not None and seen.exit_code == 0 and seen.stdout.startswith(name + "-"):
            return Installed(manager.name, name, seen.stdout.strip()[len(name) + 1 :])
    if name in machine.names("/snap") and machine.is_folder(f"/snap/{name}/current"):
        return Installed("snap", name, os.path.basename(os.path.realpath(machine.resolve(f"/snap/{name}/current"))))
    return None


def _stanza(data: bytes, name: str) -> str:
    """The version of a package in dpkg's status; empty when it is not installed."""
    data = b"\n" + data
    at = data.find(b"\nPackage: " + name.encode() + b"\n")
    if at < 0:
        return ""
    end = data.find(b"\n\n", at)
    fields = {
        key: value.strip()
        for key, _, value in (line.partition(b":") for line in data[at : end if end >= 0 else len(data)].splitlines())
    }
    if b" installed" not in b" " + fields.get(b"Status", b"installed"):
        return ""
    if not fields.get(b"Status", b"x installed").endswith(b" installed"):
        return ""
    return fields.get(b"Version", b"?").decode("utf-8", "replace")


def _apk(machine: Machine, name: str) -> str:
    data = b"\n" + machine.head(APK, MOST_BYTES)
    at = data.find(b"\nP:" + name.encode() + b"\n")
    if at < 0:
        return ""
    version = data.find(b"\nV:", at)
    return data[version + 3 : data.find(b"\n", version + 1)].decode("utf-8", "replace") if version >= 0 else "?"


def count(machine: Machine) -> int:
    """How many packages are installed; 0 where that is not known."""
    data = machine.head(debian.STATUS, MOST_BYTES)
    if data:
        return data.count(b"\nStatus: install ok installed")
    data = b"\n" + machine.head(APK, MOST_BYTES)
    if len(data) > 1:
        return data.count(b"\nP:")
    return len(machine.names(PACMAN))


def owner(machine: Machine, path: str) -> str:
    """The package that has put a file where it is; empty when none has, or that is not known."""
    return machine.keep(("owner", path), lambda: _owner(machine, path))


def _owner(machine: Machine, path: str) -> str:
    real = os.path.realpath(path)
    # Where /bin is a link to /usr/bin, packages may name either.
    names = dict.fromkeys([path, real, *[one[4:] for one in (path, real) if one.startswith("/usr/")]])
    wanted = [b"\n" + one.encode("utf-8", "surrogateescape") + b"\n" for one in names]
    folder = machine.resolve(DPKG_INFO)
    base = os.path.basename(real).encode()
    try:
        lists = [one for one in os.listdir(folder) if one.endswith(".list")]
    except OSError:
        lists = []
    # A package named as the program, or beginning so, is the likeliest.
    start = os.path.basename(path)[:3]
    for name in sorted(lists, key=lambda one: not one.startswith(start)):
        try:
            with open(os.path.join(folder, name), "rb") as file:
                data = b"\n" + file.read(MOST_LIST)
        except OSError:
            continue
        if base in data and any(one in data for one in wanted):
            return name[: -len(".list")].partition(":")[0]
    manager = managers.here(machine)
    argv = {"dnf": ["rpm", "-qf"], "yum": ["rpm", "-qf"], "zypper": ["rpm", "-qf"], "pacman": ["pacman", "-Qqo"],
            "apk": ["apk", "info", "-W"]}.get(manager.name if manager is not None else "")  # fmt: skip
    if argv:
        seen = machine.probe([*argv, path], f"which package {path} is from")
        if seen is not None and seen.exit_code == 0 and seen.stdout.strip():
            return seen.stdout.strip().splitlines()[0].split()[-1]
    return ""
