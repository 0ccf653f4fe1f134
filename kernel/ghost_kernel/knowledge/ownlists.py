"""Lists that programs themselves keep of their subcommands: files and folders, read where they lie."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ghost_kernel.machine import Machine

GIT_CORE = ("/usr/lib/git-core", "/usr/libexec/git-core", "/usr/local/libexec/git-core")
NPM = (
    "/usr/lib/node_modules/npm/lib/commands",
    "/usr/local/lib/node_modules/npm/lib/commands",
    "/usr/share/nodejs/npm/lib/commands",
)
DOCKER_PLUGINS = (
    "~/.docker/cli-plugins",
    "/usr/local/lib/docker/cli-plugins",
    "/usr/local/libexec/docker/cli-plugins",
    "/usr/lib/docker/cli-plugins",
    "/usr/libexec/docker/cli-plugins",
)
GH_EXTENSIONS = "~/.local/share/gh/extensions"


def of(machine: Machine, program: str) -> list[str]:
    """The subcommands that the program's own files tell of; empty for a program that keeps none known here."""
    reader = READERS.get(program)
    return machine.keep(("own list", program), lambda: reader(machine)) if reader else []


def _git(machine: Machine) -> list[str]:
    from ghost_kernel.knowledge import git

    found = git.aliases(machine)
    more = [name for folder in GIT_CORE for name in machine.names(folder)]
    found += [name[4:] for name in more if name.startswith("git-") and "--" not in name]
    return found


def _cargo(machine: Machine) -> list[str]:
    """`cargo-x` on the PATH, and aliases of the configuration from here up to the root and at home."""
    found = _on_path(machine, "cargo-")
    folders = [machine.home] if machine.home else []
    place = machine.cwd
    while place and place not in folders and len(folders) < 40:
        folders.append(place)
        place = os.path.dirname(place)
    for folder in folders:
        for name in ("config.toml", "config"):
            found += _table(machine.read(f"{folder}/.cargo/{name}"), "alias")
    return found


def _table(text: str, section: str) -> list[str]:
    """The keys of one table of a TOML file."""
    found: list[str] = []
    inside = False
    for raw in text.splitlines():
        line = raw.strip()
        if line[:1] == "[" and "=" not in line:
            inside = line.strip("[] ") == section
        elif line.startswith(section + ".") and "=" in line:
            found.append(line.partition("=")[0].strip()[len(section) + 1 :])
        elif inside and "=" in line and line[:1] not in "#\"'":
            found.append(line.partition("=")[0].strip())
    return [name for name in found if name.replace("-", "").replace("_", "").isalnum()]


def _npm(machine: Machine) -> list[str]:
    """One file a command."""
    folders = list(NPM)
    place = machine.which("npm")
    if place:
        folders.insert(0, os.path.dirname(os.path.dirname(place)) + "/lib/node_modules/npm/lib/commands")
    return [name[:-3] for folder in folders for name in machine.names(folder) if name.endswith(".js")]


def _docker(machine: Machine) -> list[str]:
    """Plugins; the folder in the home is closed only as to what its files hold."""
    names = [name for folder in DOCKER_PLUGINS for name in machine.names(folder)]
    return [name[7:].partition(".")[0] for name in names if name.startswith("docker-")]


def _kubectl(machine: Machine) -> list[str]:
    """`kubectl-a_b-c` on the PATH is `kubectl a-b c`."""
    return [name.partition("-")[0].replace("_", "-") for name in _on_path(machine, "kubectl-")]


def _gh(machine: Machine) -> list[str]:
    """Extensions, and aliases of the configuration."""
    found = [name[3:] for name in machine.names(GH_EXTENSIONS) if name.startswith("gh-")]
    inside = False
    for line in machine.read("~/.config/gh/config.yml").splitlines():
        if not line[:1].isspace():
            inside = line.startswith("aliases:")
        elif inside and ":" in line and line.strip()[:1] != "#":
            found.append(line.partition(":")[0].strip())
    return found


def _on_path(machine: Machine, head: str) -> list[str]:
    return [name[len(head) :] for folder in machine.path for name in machine.names(folder) if name.startswith(head)]


READERS: dict[str, Callable[[Machine], list[str]]] = {
    "git": _git,
    "cargo": _cargo,
    "npm": _npm,
    "docker": _docker,
    "kubectl": _kubectl,
    "gh": _gh,
}
