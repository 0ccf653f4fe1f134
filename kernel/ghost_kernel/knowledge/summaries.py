"""What a program is for, in a line, and what its options mean: from its manual page here."""

from __future__ import annotations

from ghost_kernel.knowledge import manpages, roff

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.machine import Machine

MOST_TEXT = 300


def of(machine: Machine, program: str) -> str:
    """The line of the page's NAME; empty where there is no page."""
    return machine.keep(("summary", program), lambda: _of(machine, program))


def _of(machine: Machine, program: str) -> str:
    for path in _paths(machine, program):
        parts: list[str] = []
        inside = False
        for line in roff.lines(manpages.source(machine, path), 200):
            if line.sort == roff.HEADING:
                if inside:
                    break
                inside = line.text.strip().upper() == "NAME"
            elif inside:
                if line.raw.startswith(".Nd") or parts or " - " in line.text or "\\-" in line.raw:
                    parts.append(line.text.strip())
                elif line.text.strip():
                    parts.append(line.text.strip())
        text = " ".join(" ".join(parts).split())
        for dash in (" - ", " -- ", " – ", " — "):
            if dash in text:
                text = text.partition(dash)[2]
                break
        if text:
            return text[:MOST_TEXT]
    return ""


def _paths(machine: Machine, page: str) -> list[str]:
    if not page or "/" in page or page[0] in ".-":
        return []
    return manpages.paths(machine, page, page)


def option(machine: Machine, program: str, name: str, chain: Sequence[str] = ()) -> str:
    """What the page says of an option; empty where it says nothing."""
    pages = [f"{program}-{chain[0]}"] if chain else []
    for page in [*pages, program]:
        for path in _paths(machine, page):
            said = _option(manpages.source(machine, path), name)
            if said:
                return said
    return ""


def _option(source: str, name: str) -> str:
    """The text behind the head of an entry that names it."""
    bare = name.partition("=")[0]
    found: list[str] = []
    inside = False
    for line in roff.lines(source, 20_000):
        text = " ".join(line.text.split())
        is_head = line.sort in (roff.TAG, roff.FIRST) and text[:1] == "-"
        if is_head:
            if inside and found:
                break
            heads = [one.strip("[],").partition("=")[0].partition("[")[0] for one in text.replace(",", " , ").split()]
            inside = bare in heads or inside
            # What stands behind a tag of mdoc's on the same line is its value.
        elif line.sort in (roff.HEADING, roff.SUBHEADING):
            if inside and found:
                break
            inside = False
        elif inside and text:
            if line.sort == roff.TAG and found:
                break
            found.append(text)
            if sum(map(len, found)) > MOST_TEXT:
                break
    text = " ".join(found)
    stop = text.find(". ")
    return (text[: stop + 1] if 0 < stop < MOST_TEXT else text[:MOST_TEXT]).strip()
