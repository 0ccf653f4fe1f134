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


def words(said: str, listed: bool) -> list[str]:
    """The words that may stand first; `listed` says that the text holds a list of them as well."""
    lines = [line.rstrip() for line in said.splitlines()[:MOST_LINES]]
    found = _defined(lines)
    block = _block(lines)
    program = _program(block)
    shown: list[str] = []
    for line in block:
        parts = line.split()
        if parts[:1] == ["$"] or parts[:1] == ["or:"]:
            parts = parts[1:]
        if len(parts) < 2 or parts[0] != program:
            continue
        found += _alternatives(" ".join(parts[1:]))
        if as_name(parts[1]) == parts[1] and parts[1].islower() and parts[1] not in OPERANDS:
            shown.append(parts[1])
    several = len(set(shown)) > 1
    return found + (shown if several else [])


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


def _program(block: list[str]) -> str:
    """The word that the lines of a usage begin with, most of them."""
    first: dict[str, int] = {}
    for line in block:
        word = line.split()[0]
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
