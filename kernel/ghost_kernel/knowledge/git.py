"""A repository as its files tell it: branches, remotes, tags, tracked paths, aliases. git itself is not started."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

MOST_REFS = 5000


def folder(machine: Machine) -> str:
    """The .git folder that the working folder belongs to; empty outside of a repository."""
    return machine.keep("git folder", lambda: _folder(machine))


def _folder(machine: Machine) -> str:
    place = machine.cwd
    while place:
        inside = os.path.join(place, ".git")
        if machine.is_folder(inside):
            return inside
        if machine.is_file(inside):  # a worktree or a submodule: `gitdir: PATH`
            said = machine.read(inside, 4096).partition("gitdir:")[2].strip()
            return os.path.normpath(os.path.join(place, said)) if said else ""
        if machine.is_file(os.path.join(place, "HEAD")) and machine.is_folder(os.path.join(place, "refs")):
            return place  # a bare repository
        parent = os.path.dirname(place)
        if parent == place:
            return ""
        place = parent
    return ""


def top(machine: Machine) -> str:
    """The top of the working tree; empty outside of one."""
    place = machine.cwd
    while place:
        if machine.exists(os.path.join(place, ".git")):
            return place
        parent = os.path.dirname(place)
        if parent == place:
            return ""
        place = parent
    return ""


def _common(machine: Machine) -> str:
    """Where refs and configuration lie: a worktree shares them with its repository."""
    inside = folder(machine)
    shared = machine.read(os.path.join(inside, "commondir"), 4096).strip() if inside else ""
    return os.path.normpath(os.path.join(inside, shared)) if shared else inside


def refs(machine: Machine) -> list[str]:
    """Full names of all refs."""
    return machine.keep("git refs", lambda: _refs(machine))


def _refs(machine: Machine) -> list[str]:
    base = _common(machine)
    if not base:
        return []
    found: list[str] = []
    todo = ["refs"]
    while todo and len(found) < MOST_REFS:
        inner = todo.pop()
        for name, is_folder in machine.names(os.path.join(base, inner)).items():
            (todo if is_folder else found).append(f"{inner}/{name}")
    for line in machine.read(os.path.join(base, "packed-refs")).splitlines():
        if line[:1] not in ("#", "^") and " " in line:
            found.append(line.partition(" ")[2])
    return sorted(set(found))


def _below(machine: Machine, prefix: str) -> list[str]:
    """Refs of one kind; git allows none that begins with a dash, but a file in a folder of somebody else's may."""
    size = len(prefix)
    return [name[size:] for name in refs(machine) if name.startswith(prefix) and name[size : size + 1] != "-"]


def branches(machine: Machine) -> list[str]:
    """Local branches."""
    return _below(machine, "refs/heads/")


def tags(machine: Machine) -> list[str]:
    """Tags."""
    return _below(machine, "refs/tags/")


def remote_branches(machine: Machine) -> list[str]:
    """Branches of remotes, as in origin/main."""
    return [name for name in _below(machine, "refs/remotes/") if not name.endswith("/HEAD")]


def branch(machine: Machine) -> str:
    """The branch that is checked out; empty when none is."""
    said = machine.read(os.path.join(folder(machine), "HEAD"), 4096).strip() if folder(machine) else ""
    name = said[len("ref: refs/heads/") :] if said.startswith("ref: refs/heads/") else ""
    return "" if name[:1] == "-" else name


def revisions(machine: Machine) -> list[str]:
    """Every name that means a commit."""
    return [*branches(machine), *tags(machine), *remote_branches(machine), "HEAD"]


def _config(machine: Machine) -> list[tuple[str, str, str]]:
    """Section, key and value of the repository's and the person's configuration; includes are not followed."""
    return machine.keep("git config", lambda: _read_config(machine))


def _read_config(machine: Machine) -> list[tuple[str, str, str]]:
    found = []
    base = _common(machine)
    files = [os.path.join(base, "config")] if base else []
    if machine.home:
        files += [os.path.join(machine.home, ".gitconfig"), os.path.join(machine.home, ".config/git/config")]
    for file in files:
        section = ""
        for raw in machine.read(file).splitlines():
            line = raw.strip()
            if line[:1] == "[":
                section = line.partition("]")[0][1:]
            elif "=" in line and line[:1] not in "#;":
                key, _, value = line.partition("=")
                found.append((section, key.strip(), value.strip()))
    return found


def aliases(machine: Machine) -> list[str]:
    """Aliases of git's configuration."""
    return [key for section, key, _ in _config(machine) if section.lower() == "alias"]


def remotes(machine: Machine) -> list[str]:
    """Names of the remotes."""
    names = [section[8:-1] for section, _, _ in _config(machine) if section.startswith('remote "')]
    return [name for name in dict.fromkeys(names) if name[:1] != "-"]


def upstream(machine: Machine, name: str) -> str:
    """The remote that a branch is set to follow; empty when none."""
    for section, key, value in _config(machine):
        if section == f'branch "{name}"' and key == "remote":
            return value
    return ""


def tracked(machine: Machine) -> list[str]:
    """Paths in the index, from the top of the tree; empty where the index is of a version not read here."""
    return machine.keep("git index", lambda: _tracked(machine))


def _tracked(machine: Machine) -> list[str]:
    inside = folder(machine)
    data = machine.head(os.path.join(inside, "index"), 8_000_000) if inside else b""
    version = int.from_bytes(data[4:8], "big")
    if data[:4] != b"DIRC" or version not in (2, 3):
        return []
    found: list[str] = []
    at = 12
    for _ in range(min(int.from_bytes(data[8:12], "big"), 50_000)):
        flags = int.from_bytes(data[at + 60 : at + 62], "big")
        start = at + (64 if version == 3 and flags & 0x4000 else 62)
        end = data.find(b"\0", start)
        if end < 0:
            break
        name = data[start:end].decode("utf-8", "replace")
        if name.isprintable():
            found.append(name)
        at += (end - at + 8) // 8 * 8  # entries are padded with 1 to 8 NULs to a multiple of eight
    return list(dict.fromkeys(found))


def changed(machine: Machine) -> bool:
    """Whether a tracked file's size or time differs from the index: there is something to stage."""
    inside = folder(machine)
    base = top(machine)
    data = machine.head(os.path.join(inside, "index"), 8_000_000) if inside else b""
    if data[:4] != b"DIRC" or int.from_bytes(data[4:8], "big") not in (2, 3):
        return False
    at = 12
    for name in tracked(machine):
        end = data.find(b"\0", at + 62)
        mtime = int.from_bytes(data[at + 8 : at + 12], "big")
        size = int.from_bytes(data[at + 36 : at + 40], "big")
        try:
            now = os.lstat(os.path.join(base, name))
        except OSError:
            return True
        if now.st_size != size or int(now.st_mtime) & 0xFFFFFFFF != mtime:
            return True
        at += (end - at + 8) // 8 * 8
    return False
