"""Words as the shell reads them: quoting, in one place.

A fix is a list of plain words; this is the edge where they become text of a line. Text that stands as typed is `Raw`.
Nothing here reads a line (see lexer.py).
"""

from __future__ import annotations

SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,^~")
UNSAFE_FIRST = frozenset("=%^~")  # zsh's =cmd, job numbers, history of csh and bash
IN_DOUBLE = frozenset('"\\$`!')
IN_DOUBLE_NU = frozenset('"\\')


class Raw(str):
    """Text that already stands as the shell will read it: it is not quoted again."""

    __slots__ = ()


def is_safe(value: str) -> bool:
    """Whether the word means itself without quotes, in every dialect."""
    if not value or value[0] in UNSAFE_FIRST:
        return False
    return all(not (char not in SAFE and not (char > "\x9f" and char.isalnum())) for char in value)


def quote(value: str, dialect: str = "bash") -> str:
    """The text that gives this word; `Raw` stays as it is."""
    if isinstance(value, Raw) or is_safe(value):
        return str(value)
    if "'" not in value and (dialect != "fish" or "\\" not in value):
        return "'" + value + "'"
    if dialect == "fish":
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    if dialect == "nu":
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if not IN_DOUBLE.intersection(value):
        return '"' + value + '"'
    return "'" + value.replace("'", "'\\''") + "'"


def in_style(text: str, value: str | None, new: str, dialect: str = "bash") -> Raw:
    """The new word in the quotes the old one was typed with: `text` is the old word as typed, `value` what it meant."""
    if dialect == "nu" and text[:1] == "^":
        return Raw("^" + in_style(text[1:], value, new[1:] if new[:1] == "^" else new, dialect))
    if value is not None and len(text) >= 2 and text[0] == text[-1] and text[1:-1] == value:
        mark = text[0]
        if mark == "'" and "'" not in new and "\\" not in new:
            return Raw("'" + new + "'")
        if mark == '"' and not (IN_DOUBLE_NU if dialect == "nu" else IN_DOUBLE).intersection(new):
            return Raw('"' + new + '"')
    if text[:2] == "~/" and new[:2] == "~/":
        return Raw("~/" + quote(new[2:], dialect)) if len(new) > 2 else Raw(new)
    return Raw(quote(new, dialect))
