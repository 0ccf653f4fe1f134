"""Python's modules as folders tell them: those of the standard library and those that are installed."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

PREFIXES = ("/usr/lib", "/usr/local/lib")


def standard() -> list[str]:
    """Modules of the standard library; of the interpreter that runs the brain, which is near enough."""
    names = getattr(sys, "stdlib_module_names", None)  # Python ≥ 3.10
    if names is None:
        names = [name.partition(".")[0] for name in os.listdir(os.path.dirname(os.__file__))]
    return sorted(name for name in names if not name.startswith("_"))


def _sites(machine: Machine) -> list[str]:
    found = []
    bases = [*PREFIXES, f"{machine.home}/.local/lib" if machine.home else "", ".venv/lib", "venv/lib", "env/lib"]
    for base in bases:
        if not base:
            continue
        for name, is_folder in machine.names(base).items():
            if is_folder and name.startswith("python3"):
                found += [f"{base}/{name}/site-packages", f"{base}/{name}/dist-packages"]
    return found


def installed(machine: Machine) -> list[str]:
    """Top-level modules in the usual site folders, those of a virtual environment in the working folder included."""
    return machine.keep("python modules", lambda: _installed(machine))


def _installed(machine: Machine) -> list[str]:
    found: set[str] = set()
    for site in _sites(machine):
        for name in machine.names(site):
            stem = name.partition(".")[0]
            if "-" not in stem and stem and not name.endswith((".dist-info", ".egg-info", ".pth")):
                found.add(stem)
    return sorted(found)


def runs(machine: Machine, module: str) -> bool:
    """Whether `python3 -m` can start an installed module: a file, or a folder with `__main__.py`; no compiled one."""
    files = (f"{module}/__main__.py", f"{module}.py")
    return any(machine.is_file(f"{site}/{file}") for site in _sites(machine) for file in files)


def distributions(machine: Machine) -> list[str]:
    """Packages in the usual site folders, by the names that pip knows them by."""
    found: set[str] = set()
    for site in _sites(machine):
        for name in machine.names(site):
            if name.endswith((".dist-info", ".egg-info")):
                found.add(name.rpartition(".")[0].partition("-")[0].replace("_", "-"))
    return sorted(found)


def reads(source: str) -> bool:
    """Whether this Python can parse the text of a script; it is not run."""
    try:
        compile(source, "script", "exec", 0x400, dont_inherit=True)  # PyCF_ONLY_AST
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return bool(source)


def local(machine: Machine) -> list[str]:
    """Modules that lie in the working folder."""
    found = []
    for name, is_folder in machine.names("").items():
        if name.endswith(".py"):
            found.append(name[:-3])
        elif is_folder and machine.is_file(f"{name}/__init__.py"):
            found.append(name)
    return found
