"""Ports on which something listens here, as the kernel's tables tell it (proc(5)); no socket is opened."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

TABLES = ("/proc/net/tcp", "/proc/net/tcp6")
LISTENING = "0A"


def ports(machine: Machine) -> dict[int, int]:
    """Each port with the number of the account that listens there."""
    return machine.keep("listeners", lambda: _ports(machine))


def _ports(machine: Machine) -> dict[int, int]:
    found: dict[int, int] = {}
    for table in TABLES:
        for line in machine.read(table).splitlines()[1:]:
            parts = line.split()
            if len(parts) > 3 and parts[3] == LISTENING:
                try:
                    owner = int(parts[7]) if len(parts) > 7 else -1
                    found.setdefault(int(parts[1].rpartition(":")[2], 16), owner)
                except ValueError:
                    continue
    return found
