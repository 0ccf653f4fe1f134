"""Lists of subcommands in help texts: a heading that says so, and entries below it.

Written for no one parser: headings, indentation and columns are what lists have in common. A list that turns out to be
a text gives nothing.
"""

from __future__ import annotations

from ghost_kernel.knowledge.completion import as_name

WORDS = ("command", "subcommand", "verb", "action", "task", "function", "applet", "operation", "positional argument")
WHOLE = ("TOPICS", "OBJECTS", "GROUPS", "MODULES")
NOT_LISTS = ("help topic", "global option", "options", "flags", "--", "example")
MOST_INDENT = 14
MOST_HEADING = 12  # words
BOX = "╭┌┏"
BARS = "│┃"


class Entry:
    """One line of a list: how far it is set in, its names, whether it is explained beside them."""

    __slots__ = ("indent", "text", "names", "told")

    def __init__(self, indent: int, text: str, names: list[str], told: bool) -> None:
        self.indent = indent
        self.text = text
        self.names = names
        self.told = told


def listed(said: str) -> list[str]:
    """The names that all lists of a text give."""
    found: list[str] = []
    entries: list[Entry] = []
    listing = False
    operands = False  # the list may be of operands, among which a group of subcommands
    columns = False
    lines = said.splitlines()
    for place, raw in enumerate(lines):
        line = raw.expandtabs(8) if "\t" in raw else raw
        if line[:1] and line[0] in BOX:
            found += _chosen(entries, operands)
            entries, columns = [], False
            listing = _is_heading(line.strip("╭╮┌┐┏┓─━═- "), True)
            continue
        if line[:1] and line[0] in BARS:
            line = " " + line.strip(BARS)
        bare = line.strip()
        if not bare:
            continue
        indent = len(line) - len(line.lstrip())
        if indent == 0 or (
            bare.endswith(":") and len(bare.split()) <= MOST_HEADING and _ends_list(bare, indent, entries)
        ):
            if listing and indent == 0 and (_is_group(lines, place) or _are_columns(bare)):
                if _are_columns(bare):
                    columns = True
                    entries.append(Entry(0, bare, *_entry(bare, True)))
                continue
            found += _chosen(entries, operands)
            entries, columns = [], False
            listing = _is_heading(bare, False)
            operands = "positional" in bare.lower()
            continue
        if not listing or indent > 40:
            continue
        names, told = _entry(bare, columns)
        columns = columns or len(names) > 2
        entries.append(Entry(indent, bare, names, told))
    found += _chosen(entries, operands)
    return list(dict.fromkeys(found))


def _ends_list(bare: str, indent: int, entries: list[Entry]) -> bool:
    """Whether an indented line with a colon is a heading rather than an entry."""
    if not entries:
        return True
    return indent < entries[0].indent or (indent == entries[0].indent and len(bare.split()) > 1)


def _is_heading(bare: str, boxed: bool) -> bool:
    low = bare.lower()
    if any(mark in low for mark in NOT_LISTS):
        return False
    if bare in WHOLE:
        return True
    if not any(word in low for word in WORDS):
        return False
    count = len(bare.split())
    if boxed or bare.endswith(":"):
        return count <= MOST_HEADING
    if bare.isupper() or count < 5:
        return bare[-1:] not in ".,!?" and low.rstrip(")").endswith(("s", "are"))
    # `Cipher commands (see below for more)`
    return any(low.split()[at].startswith("command") for at in (0, 1, 2)) and "(" in low and bare[-1:] == ")"


def _is_group(lines: list[str], place: int) -> bool:
    """A heading inside of a list: plain words, set off, and an explained entry right below."""
    bare = lines[place].strip()
    if not bare[:1].islower() or bare[-1:] in ":.,;" or (place and lines[place - 1].strip()):
        return False
    after = lines[place + 1] if place + 1 < len(lines) else ""
    return after[:1].isspace() and "  " in after.strip()


def _are_columns(bare: str) -> bool:
    """Names and nothing else, in columns."""
    parts = [part.strip() for part in bare.split("  ") if part.strip()]
    return len(parts) > 1 and all(_name(part) == part for part in parts)


def _chosen(entries: list[Entry], operands: bool) -> list[str]:
    """The names of the entries that stand at the list's own depth."""
    if operands and not any(entry.text[0] == "{" for entry in entries):
        return []
    if not entries:
        return []
    depths = sorted({entry.indent for entry in entries})
    depth = depths[0]
    named = [entry for entry in entries if entry.indent == depth]
    found: list[str] = []
    if not any(entry.told for entry in named):
        # A placeholder stands above the entries: `command`, then the commands, further in.
        for deeper in depths[1:]:
            inside = [entry for entry in entries if entry.indent == deeper]
            if deeper <= MOST_INDENT and sum(entry.told and bool(entry.names) for entry in inside) * 2 > len(inside):
                found = [name for entry in named for name in entry.names if len(entry.names) > 1]
                named = inside
                break
        else:
            if depth > MOST_INDENT:
                return found
    first = [entry.names[0] for entry in named if entry.names]
    if len(first) > 1 and len(set(first)) == 1:
        # Each line begins with the program's own name.
        return found + [name for entry in named for name in _entry(entry.text.partition(" ")[2].strip(), False)[0]]
    return found + [name for entry in named for name in entry.names]


def _entry(bare: str, columns: bool) -> tuple[list[str], bool]:
    """The names that a line begins with, and whether it explains them."""
    if bare[:1] in ("", "-"):
        return [], True
    if bare[0] == "{" and "}" in bare:
        return [one for one in map(_name, bare[1 : bare.index("}")].split(",")) if one], False
    parts = [part for part in bare.split("  ") if part.strip()]
    alone = [part.strip() for part in parts]
    if "," in bare:
        listed = [part.strip() for part in bare.strip(",").split(",")]
        if len(listed) > 1 and all(one in ("[", "[[") or _name(one) for one in listed):
            return [one for one in map(_name, listed) if one], len(listed) == 2
    if (len(alone) > 2 or (columns and len(alone) > 1)) and all(_name(one) == one for one in alone):
        return alone, True
    head = parts[0]
    told = len(parts) > 1
    for mark in (" - ", " : ", " -- ", " — "):
        if mark in head:
            head, told = head.partition(mark)[0], True
            break
    words = head.split()
    if words and words[0][-1:] == ":" and len(words) > 1 and not told:
        return [one for one in [_name(words[0])] if one], True
    names = _names(words)
    if not names:
        return [], told
    if not told and sum(word.islower() and word.isalpha() for word in words) > 2:
        return [], False  # a sentence
    if told:
        names += _aliases(bare)
    return names, told


def _names(words: list[str]) -> list[str]:
    """The first word and those that are said to be the same: `build, b`, `march|m [options]`, `shut (s)`."""
    if not words:
        return []
    found = [one for one in map(_name, words[0].rstrip("*").replace(",", "|").split("|")) if one]
    at = 1
    while found and at < len(words) and words[at - 1][-1:] == ",":
        found += [one for one in map(_name, words[at].rstrip(",*").split("|")) if one]
        at += 1
    if found and len(words) > 1 and words[-1][:1] == "(" and words[-1][-1:] == ")":
        for short in words[-1][1:-1].split(","):
            if _name(short) and len(short) < len(found[0]) and _is_part(short, found[0]):
                found.append(short)
    return found


def _aliases(bare: str) -> list[str]:
    low = bare.lower()
    for mark in ("[aliases: ", "(aliases: ", "[alias: ", "(alias: ", "aliases: "):
        at = low.find(mark)
        if at >= 0:
            rest = bare[at + len(mark) :].replace(")", "]").partition("]")[0]
            return [one for one in (_name(part.strip()) for part in rest.split(",")) if one]
    return []


def _name(word: str) -> str:
    name = as_name(word.rstrip("*"))
    return name if name and name.rstrip(":") == word.rstrip("*:") and name != "or" else ""


def _is_part(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)
