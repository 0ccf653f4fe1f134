"""Files and folders below the working folder, found by their names: a bounded walk that leaves out what is made."""

from __future__ import annotations

from ghost_kernel.quoting import is_safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ghost_kernel.failure import Failure
    from ghost_kernel.machine import Machine

MADE = frozenset("node_modules target build dist venv env __pycache__ vendor site-packages".split())
DEEPEST = 3
MOST_FOLDERS = 300


def folders(machine: Machine, deepest: int = DEEPEST) -> list[str]:
    """The folders below the working folder, nearer ones first; hidden ones and what programs made are left out."""
    return machine.keep(("folders below", str(deepest)), lambda: list(_walk(machine, deepest)))


def _walk(machine: Machine, deepest: int) -> Iterator[str]:
    level = [""]
    seen = 0
    for _ in range(deepest):
        following: list[str] = []
        for folder in level:
            for name, is_folder in machine.names(folder or ".").items():
                if not is_folder or name[0] == "." or name in MADE:
                    continue
                seen += 1
                if seen > MOST_FOLDERS:
                    return
                path = f"{folder}/{name}" if folder else name
                following.append(path)
                yield path
        level = following


def entering(failure: Failure, folder: str) -> str:
    """The line as it was typed, run in a folder and by a shell that leaves the person where they are.

    Nothing of the command changes, so that it is judged as what was typed. Empty where the
    command is part of a pipe, redirected or wrapped, or where the shell has no `(…)`.
    """
    stage = failure.stage
    at = failure.stages.index(stage) if stage in failure.stages else -1
    piped = "pipe" in [one.operator for one in failure.stages[max(at, 0) : at + 2]]
    plain = at >= 0 and not piped and not stage.redirects and not stage.prefix and not stage.assignments
    if not plain or failure.dialect not in ("bash", "zsh", "sh") or not is_safe(folder):
        return ""
    line = failure.line
    return f"{line[: stage.start]}(cd {folder} && {line[stage.start : stage.end]}){line[stage.end :]}"


def holding(machine: Machine, name: str, fits: Callable[[str], bool] | None = None) -> list[str]:
    """The folders below that hold a file of that name; `fits` may refuse a path."""
    found = []
    for folder in folders(machine):
        path = f"{folder}/{name}"
        if machine.is_file(path) and (fits is None or fits(path)):
            found.append(folder)
    return found
