"""What git's files and configuration say of the state a repository is in: settings, the main branch, what is begun."""

from __future__ import annotations

from ghost_kernel.knowledge import git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

MAIN = ("main", "master", "trunk", "develop")
# git's own name for a first branch where init.defaultBranch says nothing, and the one that hosts give.
UNKNOWN = ("master", "main")
TRUE = ("true", "yes", "on", "1", "", "merges", "interactive", "i", "m")


def setting(machine: Machine, section: str, key: str) -> str | None:
    """A value of the repository's or the person's configuration; None where it is not set."""
    for found, name, value in git._config(machine):
        if found.lower() == section and name.lower() == key:
            return value
    return None


def main_names(machine: Machine) -> list[str]:
    """The branch that others start from, likeliest first; where no repository can be read, the usual names."""
    known = git.branches(machine)
    if not known:
        told = setting(machine, "init", "defaultbranch")
        return [told] if told else list(UNKNOWN)
    return [name for name in MAIN if name in known] or [name for name in known if name != git.branch(machine)][:1]


def plain_pull_joins(machine: Machine) -> bool:
    """Whether `git pull` alone joins two histories; unknown repositories count as set up for it.

    Since 2.33 git refuses where nothing says how, so in a repository that can be read the settings decide.
    """
    if not git.folder(machine):
        return True
    if setting(machine, "pull", "rebase") is not None:
        return True
    forward = setting(machine, "pull", "ff")
    return forward is not None and forward.lower() in ("true", "false")


def rebases(machine: Machine) -> bool:
    """Whether `git pull` rebases by itself."""
    said = setting(machine, "pull", "rebase")
    return said is not None and said.lower() in TRUE
