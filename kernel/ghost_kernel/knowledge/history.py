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
MOST_BYTES = 3_000_000  # of the end of each: some 100,000 lines


def uses(machine: Machine, name: str) -> int:
    """How often the name was typed as a word of its own."""
    return machine.keep(("history", name), lambda: _count(machine, name, (b" ", b"\n")))


def runs(machine: Machine, name: str) -> int:
    """How often a line began with the name; zsh writes `: TIME:0;LINE` and fish `- cmd: LINE`."""
    return machine.keep(("history of runs", name), lambda: _count(machine, name, (b"\n", b";", b"- cmd: ", b"sudo ")))


def _count(machine: Machine, name: str, before: tuple[bytes, ...]) -> int:
    """How often the name stands behind one of these and in front of a blank."""
    if len(name) < 2 or not name.isprintable():
        return 0
    # For the length of one repair: a history is not left in the memory of a brain that goes to sleep.
    texts = machine.keep("history", lambda: [_tail(machine, path) for path in FILES] if machine.home else [])
    bare = name.encode("utf-8", "surrogateescape") + b" "
    again = b" " in before  # what is empty lies between two of them: `frob frob`
    found = 0
    for text in texts:
        # One search through the text: looking for each way to stand there would take one a way.
        for piece in text.split(bare)[:-1]:
            found += piece.endswith(before) if piece else again
    return found


def _tail(machine: Machine, path: str) -> bytes:
    """The end of a history, with a blank behind each line, as behind every other word."""
    place = machine.resolve(path)
    try:
        size = os.stat(place).st_size
        with open(place, "rb") as file:
            file.seek(max(0, size - MOST_BYTES))
            return b"\n" + file.read(MOST_BYTES).replace(b"\n", b" \n") + b" "
    except (OSError, ValueError):
        return b""
