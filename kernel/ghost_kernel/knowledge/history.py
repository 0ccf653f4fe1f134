"""How often a name stands in the shell's history: what decides between names that are equally near.

A history holds what nobody else should read, so nothing of it is kept or told: a name that is already known is
counted, and only the number leaves this file.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

FILES = (
    "~/.bash_history", "~/.zsh_history", "~/.histfile", "~/.local/share/fish/fish_history",
    "~/.config/nushell/history.txt",
)  # fmt: skip
MOST_BYTES = 1_500_000  # of the end of each: some 50,000 lines


def uses(machine: Machine, name: str) -> int:
    """How often the name was typed as a word of its own."""
    return machine.keep(("history", name), lambda: _count(machine, name, (b" %b ", b" %b\n", b"\n%b ", b"\n%b\n")))


def runs(machine: Machine, name: str) -> int:
    """How often a line began with the name; zsh writes `: TIME:0;LINE` and fish `- cmd: LINE`."""
    forms = (b"\n%b ", b"\n%b\n", b";%b ", b";%b\n", b"- cmd: %b ", b"sudo %b ")
    return machine.keep(("history of runs", name), lambda: _count(machine, name, forms))


def _count(machine: Machine, name: str, forms: tuple[bytes, ...]) -> int:
    if len(name) < 2 or not name.isprintable():
        return 0
    # For the length of one repair: a history is not left in the memory of a brain that goes to sleep.
    texts = machine.keep("history", lambda: [_tail(machine, path) for path in FILES] if machine.home else [])
    bare = name.encode("utf-8", "surrogateescape")
    return sum(text.count(form % bare) for text in texts if bare in text for form in forms)


def _tail(machine: Machine, path: str) -> bytes:
    place = machine.resolve(path)
    try:
        size = os.stat(place).st_size
        with open(place, "rb") as file:
            file.seek(max(0, size - MOST_BYTES))
            return b"\n" + file.read(MOST_BYTES) + b"\n"
    except (OSError, ValueError):
        return b""
