"""Names that the system itself keeps: accounts and groups, units of systemd, hosts of ssh, time zones."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

UNITS = ("/etc/systemd/system", "/run/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system")
ZONES = "/usr/share/zoneinfo"


def users(machine: Machine) -> list[str]:
    """Accounts, as /etc/passwd has them; directories on the network are not asked."""
    return [line.partition(":")[0] for line in machine.read("/etc/passwd").splitlines() if ":" in line]


def groups(machine: Machine) -> list[str]:
    """Groups, as /etc/group has them."""
    return [line.partition(":")[0] for line in machine.read("/etc/group").splitlines() if ":" in line]


def units(machine: Machine) -> list[str]:
    """Units that systemd could load: by their full names, services also without the ending."""
    found: list[str] = []
    own = ["~/.config/systemd/user", "~/.local/share/systemd/user"] if machine.home else []
    for folder in [*UNITS, *own]:
        for name in machine.names(folder):
            if name.rpartition(".")[2] in ("service", "socket", "timer", "target", "mount", "path"):
                found.append(name)
                if name.endswith(".service"):
                    found.append(name[: -len(".service")])
    return list(dict.fromkeys(found))


def hosts(machine: Machine) -> list[str]:
    """Hosts of the person's ssh configuration (no patterns), of known_hosts (none that are hashed), of /etc/hosts."""
    found: list[str] = []
    for line in machine.read("~/.ssh/config").splitlines() if machine.home else []:
        words = line.split()
        if len(words) > 1 and words[0].lower() == "host":
            found += [word for word in words[1:] if not set(word) & set("*?!")]
    for line in machine.read("~/.ssh/known_hosts").splitlines() if machine.home else []:
        listed = line.partition(" ")[0]
        if listed[:1] not in ("", "#", "|", "@"):
            found += [name.strip("[]").partition("]")[0] for name in listed.split(",")]
    for line in machine.read("/etc/hosts").splitlines():
        found += line.partition("#")[0].split()[1:]
    return list(dict.fromkeys(found))


def zones(machine: Machine) -> list[str]:
    """Time zones, as in Europe/Vienna."""
    found: list[str] = []
    for name, is_folder in machine.names(ZONES).items():
        if not is_folder:
            found.append(name)
        elif name not in ("posix", "right"):
            found += [f"{name}/{one}" for one, deeper in machine.names(f"{ZONES}/{name}").items() if not deeper]
    return found
