"""The options that a help text names, and the entry that explains each of them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

OPTION_CHARS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
MOST_ENTRY = 16  # lines of one entry
MOST = 3000
_BARS = "│|┃"


def options(said: str) -> list[str]:
    """Every option the text names, in its order: -x, -long, --long; brackets as in --[no-]x give both."""
    found: dict[str, None] = {}
    at = said.find("-")
    size = len(said)
    while at >= 0 and len(found) < MOST:
        before = said[at - 1] if at else " "
        end = at
        if before in " \t\n,|/[(<'\"`‘=" or (before == "\x08"):
            while end < size and said[end] == "-" and end - at < 2:
                end += 1
            body = end
            while end < size and said[end] in OPTION_CHARS:
                end += 1
            if end > body:
                found[said[at:end].rstrip("-_")] = None
                if said[end : end + 1] == "[" and end - at < 5 and said[end + 1 : end + 2].isalpha():
                    stop = said.find("]", end)  # -f[amily]: the word may be cut short
                    rest = said[end + 1 : stop] if 0 < stop < end + 30 else ""
                    if said[at + 1] != "-" and rest and OPTION_CHARS.issuperset(rest) and rest.islower():
                        found[said[at:end] + rest] = None
            elif said.startswith("[no-]", end):
                stop = end + 5
                while stop < size and said[stop] in OPTION_CHARS:
                    stop += 1
                found["--" + said[end + 5 : stop]] = None
                found["--no-" + said[end + 5 : stop]] = None
                end = stop
        at = said.find("-", max(end, at + 1))
    return [one for one in found if one.strip("-")]


def heads(line: str) -> list[str]:
    """The options that a line begins with, where it explains some."""
    bare = line.strip().lstrip(_BARS).lstrip()
    if bare[:1] != "-" or bare[1:2] in (" ", ""):
        return []
    head = bare.split("   ")[0] if "   " in bare else bare
    return [one for one in options(head.partition(" (")[0]) if one != "-"][:8]


def defined(said: str, most: int) -> Iterator[tuple[list[str], str]]:
    """The entries of a list of options: their names, and the text up to the next."""
    lines = said.splitlines()
    place = 0
    given = 0
    while place < len(lines) and given < most:
        names = heads(lines[place]) if "-" in lines[place] else []
        if not names:
            place += 1
            continue
        end = place + 1
        while end < len(lines) and end - place < MOST_ENTRY and not is_next(lines, end):
            end += 1
        yield names, "\n".join(lines[place:end])
        given += 1
        place = end


def is_next(lines: list[str], place: int) -> bool:
    """Whether another entry, or something else, begins at this line."""
    line = lines[place]
    bare = line.strip()
    if not bare:
        after = lines[place + 1] if place + 1 < len(lines) else ""
        return not after[:1].isspace() or not after.strip() or bool(heads(after))
    return not line[0].isspace() or (bare[0] == "-" and bool(heads(line))) or bare[0] in "╰┗└"
