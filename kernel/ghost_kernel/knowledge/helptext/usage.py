"""Subcommands that a usage shows: `prog add <x>`, `prog {start|stop}`, `OBJECT := { link | route }`."""

from __future__ import annotations

from ghost_kernel.knowledge.completion import as_name

# Words that stand for something else though they are not marked so.
OPERANDS = frozenset(
    "file files source target dest destination dir directory folder name path input output command host pattern string "
    "expression device arg args argument arguments option options user group url src dst text number size program "
    "module script regex key value item sleep".split()
)
SYMBOLS = ("OBJECT", "COMMAND", "SUBCOMMAND", "ACTION", "VERB", "CMD")
MOST_LINES = 400
MOST_SHARED = 3


def words(said: str) -> list[str]:
    """The words that may stand first."""
    lines = [line.rstrip() for line in said.splitlines()[:MOST_LINES]]
    found = _defined(lines)
    block = _block(lines)
    rows = [line.split() for line in block]
    rows = [row[1:] if row[0] in ("$", "or:") else row for row in rows if len(row) > 1]
    program = _program(rows)
    rows = [row[1:] for row in rows if row[0] == program and len(row) > 1]
    shared = 0
    while shared < MOST_SHARED:
        # All lines begin with the same subcommand: it is the usage of that one.
        first = {row[0] for row in rows if row}
        if len(rows) < 2 or len(first) != 1 or not _is_word(next(iter(first))):
            break
        rows = [row[1:] for row in rows]
        shared += 1
    shown: list[str] = []
    for row in rows:
        found += _alternatives(" ".join(row))
        word = _after_options(row)
        if word:
            shown.append(word)
    sure = [word for word in shown if word not in OPERANDS]
    if len(set(shown)) < 2 or len(sure) * 2 < len(shown):
        return found
    # Behind a subcommand that all lines share, each line is one of its own, whatever its name.
    return found + (shown if shared else sure if len(set(sure)) > 1 else [])


def _is_word(text: str) -> bool:
    return as_name(text) == text and text.islower()


def _after_options(row: list[str]) -> str:
    """The first word of a usage, options in brackets passed over; empty where it stands for something else."""
    at = 0
    while at < len(row) and row[at][:2] == "[-":
        while at < len(row) and row[at][-1:] != "]":
            at += 1
        at += 1
    word = row[at] if at < len(row) else ""
    return word if word and _is_word(word) else ""


def _block(lines: list[str]) -> list[str]:
    """The lines of the usage, and those of lists that begin with the program's name."""
    found: list[str] = []
    inside = False
    for line in lines:
        bare = line.strip()
        low = bare.lower()
        if low.startswith(("usage:", "or:")):
            rest = bare.partition(":")[2].strip()
            inside = True
            if rest:
                found.append(rest)
        elif low in ("usage", "commands:", "usages:", "synopsis"):
            inside = True
        elif not bare:
            continue
        elif inside and (line[0].isspace() or (found and bare.split()[0] == found[0].split()[0])):
            found.append(bare)
        else:
            inside = False
    return [line for line in found if line]


def _program(rows: list[list[str]]) -> str:
    """The word that the lines of a usage begin with, most of them."""
    first: dict[str, int] = {}
    for row in rows:
        word = row[0]
        if as_name(word) == word:
            first[word] = first.get(word, 0) + 1
    return max(first, key=lambda word: first[word]) if first else ""


def _alternatives(rest: str) -> list[str]:
    """`{a,b}` and `(a|b)` where no option stands before them."""
    found: list[str] = []
    at = 0
    while at < len(rest):
        word = rest[at:].split(" ", 1)[0]
        if not word:
            at += 1
            continue
        if word[0] == "[" and word[1:2] == "-":
            shut = rest.find("]", at)
            at = len(rest) if shut < 0 else shut + 1
            continue
        if word[0] == "-":
            return found
        if word[0] in "{(":
            shut = rest.find("}" if word[0] == "{" else ")", at)
            inner = rest[at + 1 : shut] if shut > 0 else ""
            parts = [part.strip() for part in inner.replace("|", ",").split(",")]
            if len(parts) > 1 and all(as_name(part) == part and part for part in parts):
                found += parts
            return found
        if word[0] == "[" and word[-1:] == "]" and word[1:2].isupper():
            at += len(word)
            continue
        return found
    return found


def _defined(lines: list[str]) -> list[str]:
    """`OBJECT := { a | b | c }`, over several lines."""
    found: list[str] = []
    for place, line in enumerate(lines):
        if ":=" not in line:
            continue
        symbol, _, rest = line.partition(":=")
        if not symbol.split() or symbol.split()[-1] not in SYMBOLS:
            continue
        text = rest
        for more in lines[place + 1 : place + 12]:
            if "}" in text:
                break
            text += " " + more
        inner = text.partition("{")[2].partition("}")[0]
        found += [word for word in (part.strip() for part in inner.split("|")) if word and as_name(word) == word]
    return found
