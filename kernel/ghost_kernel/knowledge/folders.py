"""Where the files lie that describe a program: the system's folders, the person's own, and those beside the program."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.machine import Machine

SYSTEM = ("", "/usr", "/usr/local")


def beside(machine: Machine, program: str, parts: Sequence[str]) -> list[str]:
    """The folders of these names below the place where a program is installed, if that is none of the system's."""
    place = machine.which(program).rpartition("/")[0]
    prefix, _, last = place.rpartition("/")
    if last not in ("bin", "sbin") or prefix in SYSTEM:
        return []
    return [f"{prefix}/{part}" for part in parts]
