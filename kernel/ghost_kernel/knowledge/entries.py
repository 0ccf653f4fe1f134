"""What the manual says of each option, an option a line, as a help text lists them.

A program's own help is not always to be had: some programs must not be asked, and one that is from no package is not.
"""

from __future__ import annotations

from ghost_kernel.knowledge import manpages, roff

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

WIDTH = 160  # characters of an entry: its options, and how its text begins
MOST = 400


def of(machine: Machine, program: str, chain: tuple[str, ...] = ()) -> list[str]:
    """The entries of the first page that has any, in its order; empty where no manual lies here."""
    for page in dict.fromkeys(["-".join((program, *chain)), "-".join((program, *chain[:1]))]):
        if "/" in page or page[:1] in ("", ".", "-"):
            continue
        for path in manpages.paths(machine, page, program):
            found = _read(manpages.source(machine, path))
            if found:
                return found
    return []


def _read(text: str) -> list[str]:
    found: list[str] = []
    is_entry = False  # what follows is the text of the last entry
    has_text = False
    for line in roff.lines(text, manpages.MOST_LINES):
        said = line.text
        if line.sort in (roff.HEADING, roff.SUBHEADING):
            is_entry = False
        elif said[:1] == "-" and (line.sort == roff.TAG or (line.sort == roff.FIRST and line.raw[:1] in "\\-")):
            if len(found) >= MOST:
                break
            if is_entry and not has_text:  # two heads of one entry
                found[-1] = f"{found[-1]}, {said}"[:WIDTH]
            else:
                found.append(said[:WIDTH])
            is_entry, has_text = True, False
        elif line.sort == roff.TAG:
            is_entry = False
        elif is_entry and said:
            has_text = True
            found[-1] = f"{found[-1]} {said}"[:WIDTH]
    return found
