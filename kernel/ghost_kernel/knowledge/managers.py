"""The package manager that is here, and the line that has it install a package. Nothing here installs anything."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine


class Manager:
    """One package manager: the program that shows that it is here, how it installs, whether root alone may do so."""

    __slots__ = ("name", "program", "install", "rights", "systems")

    def __init__(self, name: str, program: str, install: str, rights: bool, systems: str = "") -> None:
        self.name = name
        self.program = program
        self.install = install
        self.rights = rights
        self.systems = systems.split()  # names of /etc/os-release whose own manager it is


# A system's own manager first; of those that no system names, the order here decides.
OF_SYSTEM = (
    Manager("apt", "apt-get", "apt-get install", True, "debian ubuntu raspbian linuxmint pop kali devuan"),
    Manager("dnf", "dnf", "dnf install", True, "fedora rhel centos rocky almalinux ol amzn"),
    Manager("yum", "yum", "yum install", True, "rhel centos amzn"),
    Manager("pacman", "pacman", "pacman -S", True, "arch archlinux manjaro endeavouros artix"),
    Manager("zypper", "zypper", "zypper install", True, "suse opensuse opensuse-leap opensuse-tumbleweed sles"),
    Manager("apk", "apk", "apk add", True, "alpine postmarketos"),
    Manager("xbps", "xbps-install", "xbps-install", True, "void"),
    Manager("nix", "nix-env", "nix-env -iA", False, "nixos"),
    Manager("emerge", "emerge", "emerge", True, "gentoo"),
    Manager("brew", "brew", "brew install", False),
    Manager("pkg", "pkg", "pkg install", True, "freebsd"),
)
OF_LANGUAGE = (
    Manager("pipx", "pipx", "pipx install", False),
    Manager("uv", "uv", "uv tool install", False),
    Manager("pip", "pip3", "pip3 install --user", False),
    Manager("npm", "npm", "npm install -g", False),
    Manager("cargo", "cargo", "cargo install", False),
    Manager("gem", "gem", "gem install", False),
    Manager("go", "go", "go install", False),
)
NAMED = {one.name: one for one in (*OF_SYSTEM, *OF_LANGUAGE)}
RELEASE = ("/etc/os-release", "/usr/lib/os-release")
APT_LISTS = "/var/lib/apt/lists"


def here(machine: Machine) -> Manager | None:
    """The manager of this system: the one its release file names, else the first that is installed."""
    return machine.keep("manager", lambda: _here(machine))


def _here(machine: Machine) -> Manager | None:
    installed = [one for one in OF_SYSTEM if machine.which(one.program)]
    for system in systems(machine):
        for one in installed:
            if system in one.systems:
                return one
    return installed[0] if installed else None


def systems(machine: Machine) -> list[str]:
    """What the system calls itself, and what it says that it is like."""
    return machine.keep("systems", lambda: _systems(machine))


def _systems(machine: Machine) -> list[str]:
    text = next((text for text in (machine.read(file, 8192) for file in RELEASE) if text), "")
    said: dict[str, str] = {}
    for line in text.splitlines():
        key, _, value = line.partition("=")
        said[key] = value.strip("\"'")
    return [*said.get("ID", "").split(), *said.get("ID_LIKE", "").split()]


def for_tool(machine: Machine, name: str) -> Manager | None:
    """A language's manager that is here; for Python's, one that keeps tools apart is taken before pip."""
    names = ("pipx", "uv", "pip") if name == "pip" else (name,)
    return next((NAMED[one] for one in names if machine.which(NAMED[one].program)), None)


def line(machine: Machine, manager: Manager, package: str) -> str:
    """What to type to have a package installed; apt's lists are fetched first where there are none yet."""
    before = rights(machine) if manager.rights else ""
    if manager.name == "nix":
        channel = "nixos" if "nixos" in systems(machine) else "nixpkgs"
        package = f"{channel}.{package}"
    install = f"{before}{manager.install} {package}"
    if manager.name == "apt" and machine.is_folder(APT_LISTS) and not _has_lists(machine):
        return f"{before}apt-get update && {install}"
    return install


def _has_lists(machine: Machine) -> bool:
    return any("_Packages" in name for name in machine.names(APT_LISTS))


def rights(machine: Machine) -> str:
    """What makes a line root's: empty for root, and where there is nothing of the kind."""
    if is_root():
        return ""
    return next((f"{one} " for one in ("sudo", "doas") if machine.which(one)), "")


def is_root() -> bool:
    """Whether the person is the administrator; the brain runs as they do."""
    return own() == 0


def own() -> int:
    """The number of the person's account."""
    return os.geteuid()
