"""Where the files lie that describe a program: the system's folders, the person's own, and those beside the program."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.machine import Machine

TOOLCHAINS = "~/.rustup/toolchains"
MOST_TOOLCHAINS = 3
SYSTEM = ("", "/usr", "/usr/local")


def beside(machine: Machine, program: str, parts: Sequence[str]) -> list[str]:
    """The folders of these names below the place where a program is installed, if that is none of the system's."""
    place = machine.which(program).rpartition("/")[0]
    prefix, _, last = place.rpartition("/")
    if last not in ("bin", "sbin") or prefix in SYSTEM:
        return []
    prefixes = [prefix]
    if place.endswith("/.cargo/bin"):
        # What lies there stands for the programs of a toolchain, and their files lie with those.
        prefixes += [
            f"{TOOLCHAINS}/{name}" for name in sorted(machine.names(TOOLCHAINS), reverse=True)[:MOST_TOOLCHAINS]
        ]
    return [f"{one}/{part}" for one in prefixes for part in parts]
