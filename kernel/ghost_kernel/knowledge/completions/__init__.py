"""The completions that bash, zsh and fish have for a program on this machine, read as text; none of them is run.

Each shell has a reader of its own; here their files are found, and what they say is put together. What was read of a
file is kept as long as the file does not change.
"""

from __future__ import annotations

import time

from ghost_kernel.knowledge import folders, kept, stored
from ghost_kernel.knowledge.completion import Completion, is_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ghost_kernel.knowledge.completion import Book, Chain
    from ghost_kernel.machine import Machine

BASH = (
    "~/.local/share/bash-completion/completions",
    "/usr/local/share/bash-completion/completions",
    "/usr/share/bash-completion/completions",
)
SOURCED = ("/etc/bash_completion.d", "/usr/local/etc/bash_completion.d", "~/.bash_completion.d")
FISH = (
    "~/.config/fish/completions",
    "/etc/fish/completions",
    "~/.local/share/fish/vendor_completions.d",
    "/usr/local/share/fish/vendor_completions.d",
    "/usr/share/fish/vendor_completions.d",
    "/usr/share/fish/completions",
)
ZSH = (
    "~/.zfunc",
    "~/.zsh/completions",
    "~/.local/share/zsh/site-functions",
    "/usr/local/share/zsh/site-functions",
    "/usr/share/zsh/site-functions",
    "/usr/share/zsh/vendor-completions",
    "/usr/share/zsh/functions",
    *(f"/usr/share/zsh/functions/Completion/{part}" for part in ("Unix", "Linux", "Debian", "Redhat", "X", "Zsh")),
)
MOST_BYTES = 180_000  # of one script
MOST_SOURCED = 40  # scripts of the folders that a shell reads when it starts
MOST_SOURCED_BYTES = 65536
MOST_LIKE = 3  # programs that are completed as another is, one after the other


def of(machine: Machine, program: str, chain: Chain = ()) -> Completion:
    """What completions say of the words behind a program and its subcommands; empty where they say nothing."""
    found = Completion()
    for book in books(machine, program):
        found.add(book.look(chain))
    return found


def books(machine: Machine, program: str) -> list[Book]:
    """What each script says of a program."""
    return machine.keep(("completions", program), lambda: _books(machine, program))


def _books(machine: Machine, program: str) -> list[Book]:
    found: list[Book] = []
    names = [program]
    for name in names:
        if not is_plain(name) or "/" in name or name[0] in ".-":
            continue
        for book in _of_name(machine, name):
            found.append(book)
            if len(names) <= MOST_LIKE:
                names += [one for one in book.like if one not in names]
    return found


def _of_name(machine: Machine, name: str) -> list[Book]:
    bash = [*folders.beside(machine, name, ("share/bash-completion/completions",)), *BASH]
    fish = [*folders.beside(machine, name, ("share/fish/vendor_completions.d",)), *FISH]
    zsh = [*folders.beside(machine, name, ("share/zsh/site-functions",)), *ZSH]
    files = (name, f"{name}.bash", f"_{name}")
    found = [_read(machine, "bash", f"{folder}/{file}", name) for folder in bash for file in files]
    found += [_read(machine, "fish", f"{folder}/{name}.fish", name) for folder in fish]
    found += [_read(machine, "zsh", f"{folder}/_{name}", name) for folder in zsh]
    if not any(found):
        found += _sourced(machine, name)
    return [book for book in found if book is not None and book.pages]


def _read(machine: Machine, shell: str, path: str, name: str) -> Book | None:
    def make() -> Book:
        key = f"{path}@{shell}@{name}"
        now = " ".join(map(str, kept.stamp(machine, path) or ()))
        book = stored.load(machine, key, now)
        if book is None:
            start = time.perf_counter()
            book = _reader(shell)(machine.read(path, MOST_BYTES), name)
            if (time.perf_counter() - start) * 1000 >= stored.COSTLY_MS:
                stored.save(machine, key, now, book)
        return book

    return kept.while_same(machine, path, (shell, name), make)


def _reader(shell: str) -> Callable[[str, str], Book]:
    """Imported when there is something to read."""
    if shell == "bash":
        from ghost_kernel.knowledge.completions import bash

        return bash.read
    if shell == "zsh":
        from ghost_kernel.knowledge.completions import zsh

        return zsh.read
    from ghost_kernel.knowledge.completions import fish

    return fish.read


def _sourced(machine: Machine, name: str) -> list[Book | None]:
    """Of the scripts that every bash reads when it starts, those that complete the program."""
    found: list[Book | None] = []
    for folder in SOURCED:
        for file in sorted(machine.names(folder))[:MOST_SOURCED]:
            path = f"{folder}/{file}"
            text = kept.text(machine, path, MOST_SOURCED_BYTES)
            lines = [line for line in text.splitlines() if "complete " in line and name in line]
            if any(name in line.split() for line in lines):
                found.append(_read(machine, "bash", path, name))
    return found
