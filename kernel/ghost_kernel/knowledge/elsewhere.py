"""Programs that are installed, but not on the PATH: administrators' folders, project folders, per-user folders."""

from __future__ import annotations

from ghost_kernel.knowledge import programs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

PROJECT = ("node_modules/.bin", ".venv/bin", "venv/bin", "env/bin", "vendor/bin", "bin", "scripts")
PERSON = (".local/bin", ".cargo/bin", "go/bin", "bin", ".npm-global/bin", ".yarn/bin", ".deno/bin", ".bun/bin")


def find(machine: Machine, name: str) -> str:
    """How to start a program that the PATH does not have, as a path to type; empty when it is nowhere."""
    found = programs.in_system_folder(machine, name)
    if found:
        return found
    if machine.may_run("./" + name):
        return "./" + name
    for folder in PROJECT:
        if machine.may_run(f"{folder}/{name}"):
            return f"{folder}/{name}"
    if machine.home:
        for folder in PERSON:
            if machine.may_run(f"{machine.home}/{folder}/{name}"):
                return f"{machine.home}/{folder}/{name}"
    return ""
