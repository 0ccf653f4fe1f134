"""Which failures are alike: a line and an error message with what differs from one time to the next taken out.

The program, its subcommand and its options stay; other words become their kind. No regular expressions: a cold brain
that recalls something does without importing them.
"""

from __future__ import annotations

import os

from ghost_kernel import messages
from ghost_kernel.knowledge import subcommands

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ghost_kernel.failure import Failure
    from ghost_kernel.line import Stage, Word
    from ghost_kernel.machine import Machine

MARKS = ("<typed>", "<number>", "<path>", "«»")  # of what differs from one time to the next
UNSEEN = "?"  # the output was not seen, which is not the same as empty
ASKED = "\nasked"  # nothing failed: it was a sentence. No message begins so
MOST_SHAPE = 512
MOST_LINE = 160
MOST_SAID = 160  # of which a vector is made
HEAD, TAIL = 2, 1  # lines of a message that tell what it is about
LOWER = frozenset("abcdefghijklmnopqrstuvwxyz-")
HEX = frozenset("0123456789abcdefABCDEF")
DIGITS = frozenset("0123456789")
PROJECT_MARKS = (".git", ".hg", ".jj", ".svn")
MOST_ABOVE = 24  # folders
ENDS = ".,;:!?()[]{}<>…"


def words_of(stages: Iterable[Stage]) -> list[Word]:
    """Every word of a line in the order of the text, targets of redirections and assignments included."""
    found: list[Word] = []
    for stage in stages:
        found += [*stage.assignments, *stage.prefix, *stage.words]
        found += [one.target for one in stage.redirects if one.target is not None]
    return sorted(found, key=lambda word: word.start)


def of_line(failure: Failure) -> str:
    """The line's shape; empty where it could not be taken apart."""
    parts: list[str] = []
    for stage in failure.stages:
        parts.append({"start": "", "pipe": "|", "and": "&&", "or": "||", "then": ";"}.get(stage.operator, "&"))
        parts += [word.plain.partition("=")[0] + "=" for word in stage.assignments]
        parts += [word.plain if word.is_option else _kind(word) if place else word.plain
                  for place, word in enumerate(stage.prefix)]  # fmt: skip
        parts += _command(stage)
        for one in stage.redirects:
            parts.append(one.operator + (_kind(one.target) if one.target is not None else ""))
    return " ".join([part for part in parts if part])[:MOST_SHAPE]


def _command(stage: Stage) -> list[str]:
    if not stage.words:
        return []
    parts = [stage.words[0].plain if "/" not in stage.words[0].plain else stage.program]
    takes_names = subcommands.is_operand_taker(stage.program)
    for word in stage.args:
        if word.is_option:
            name, mark, _ = word.plain.partition("=")
            parts.append(name + mark)
        elif not takes_names and word.value is not None and LOWER.issuperset(word.plain) and word.plain:
            parts.append(word.plain)
            takes_names = True  # only the first names what is to be done
        else:
            takes_names = True
            parts.append(_kind(word))
    return parts


def _kind(word: Word) -> str:
    text = word.plain
    if word.value is None:
        return "<expansion>"
    if word.is_glob:
        return "<glob>"
    if DIGITS.issuperset(text):
        return "<number>"
    if "://" in text:
        return "<address>"
    return "<word>"


def of_output(output: str | None, typed: Iterable[str]) -> str:
    """What a message says, without the names, numbers and paths in it."""
    if output is None:
        return UNSEEN
    lines = [line for line in output.splitlines() if line.strip()]
    if len(lines) > HEAD + TAIL:
        lines = lines[:HEAD] + lines[-TAIL:]
    words = {word for word in typed if word}
    return "\n".join([_of_message(line[: 4 * MOST_LINE], words) for line in lines])


def _of_message(line: str, typed: set[str]) -> str:
    for part in messages.quoted(line):
        line = line.replace(part, "«»", 1)
    found: list[str] = []
    for token in line.split():
        bare = token.strip(ENDS)
        if not bare:
            found.append(token)
        elif bare in typed:
            found.append(token.replace(bare, "<typed>"))
        elif not DIGITS.isdisjoint(bare) or (len(bare) > 6 and HEX.issuperset(bare)):
            found.append("<number>")
        elif "/" in bare or bare[0] in ".~":
            found.append("<path>")
        else:
            found.append(token.lower())
    return " ".join(found)[:MOST_LINE]


def spoken(line: str, error: str) -> str:
    """What a program said, without the marks of what differs: the text that a failure's vector is made of. The line
    itself would make all failures of one program alike; it is taken where nothing was said.
    """
    for mark in MARKS:
        error = error.replace(mark, " ")
    said = " ".join(error.split()).strip(" :")
    return said[:MOST_SAID] if any(char.isalpha() for char in said) else line[:MOST_SAID]


def project_of(machine: Machine) -> str:
    """The folder that a project begins in: the nearest one above that is kept under version control, or this one."""
    cwd = machine.cwd
    above = cwd
    for _ in range(MOST_ABOVE):
        if len(above) < 2 or above == machine.home:
            break
        if any(machine.exists(os.path.join(above, mark)) for mark in PROJECT_MARKS):
            return above
        above = os.path.dirname(above)
    return cwd
