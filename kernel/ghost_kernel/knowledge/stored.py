"""What was costly to read out of a script, kept in the brain's own folder for the next brain.

Plain text, one file a script. Its first line names the script's stamp, so that a change makes it worthless; its last
says that it is whole. Whatever is wrong with such a file, the script is read again.
"""

from __future__ import annotations

import os

from ghost_kernel.knowledge.completion import Book

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

FORMAT = "ghost completions 1"
COSTLY_MS = 8.0  # reading that took less is done again
MOST_FILES = 200
MOST_BYTES = 1_000_000
END = "."


def load(machine: Machine, key: str, stamp: str) -> Book | None:
    """What was kept of a script that has this stamp; None where nothing was, or nothing good."""
    if not machine.state:
        return None
    try:
        with open(os.path.join(machine.state, _file(key)), encoding="utf-8") as file:
            lines = file.read(MOST_BYTES).split("\n")
    except (OSError, ValueError):
        return None
    if lines[0] != f"{FORMAT}\t{key}\t{stamp}" or lines[-1] != END:
        return None
    book = Book()
    for line in lines[1:-1]:
        sort, *fields = line.split("\t")
        if sort == "like":
            book.like += fields
        elif len(fields) > 1:
            page = book.at(tuple(fields[0].split(" ")) if fields[0] else ())
            if sort == "words":
                page.add_subcommands(fields[1].split(" "))
            elif sort == "options":
                page.add_options(fields[1].split(" "))
            elif sort == "values" and len(fields) > 2:
                page.add_values(fields[1], fields[2].split(" ") if fields[2] else ())
    return book


def save(machine: Machine, key: str, stamp: str, book: Book) -> None:
    """Keeps what a script said; where that cannot be done, nothing is lost."""
    if not machine.state:
        return
    lines = [f"{FORMAT}\t{key}\t{stamp}"]
    lines += ["\t".join(("like", *book.like))] if book.like else []
    for chain, page in book.pages.items():
        where = " ".join(chain)
        if page.subcommands:
            lines.append(f"words\t{where}\t{' '.join(page.subcommands)}")
        if page.options:
            lines.append(f"options\t{where}\t{' '.join(page.options)}")
        lines += [f"values\t{where}\t{option}\t{' '.join(words)}" for option, words in page.values.items()]
    text = "\n".join([*lines, END])
    path = os.path.join(machine.state, _file(key))
    try:
        os.makedirs(machine.state, mode=0o700, exist_ok=True)
        _make_room(machine.state)
        with open(path + ".new", "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(path + ".new", path)
    except (OSError, ValueError):
        return


def _file(key: str) -> str:
    """A name that leads to no other folder; one that two scripts share is told apart by the first line."""
    letters = "".join([char if char.isalnum() or char in "-_" else "." for char in key.lstrip("/")])
    return "completions-" + letters[-120:]


def _make_room(folder: str) -> None:
    ours = [name for name in os.listdir(folder) if name.startswith("completions-")]
    if len(ours) >= MOST_FILES:
        for name in ours[: len(ours) // 2 + 1]:
            os.unlink(os.path.join(folder, name))
