"""Cuts new text into a line of Nushell's at a place that its error points at, and quotes strings as nu reads them."""

from __future__ import annotations

from ghost_kernel import nulexer, shells
from ghost_kernel.line import Word
from ghost_kernel.quoting import Raw, is_safe
from ghost_kernel.rule import Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.failure import Failure

NOT_BARE = frozenset("0123456789-+.")  # what begins so may be a number, a range or a flag


def cut(
    failure: Failure, start: int, end: int, new: str, why: str, confidence: float, origin: str = "rule",
    only: bool = False,
) -> Fix:  # fmt: skip
    """A fix that puts `new`, text as nu reads it, in the place of a part of the line."""
    old = Word(failure.line[start:end], None, start, end)
    return Fix(swaps=[(old, Raw(new))], why=why, confidence=confidence, origin=origin, only=only)


def string(text: str) -> str:
    """The text as a string that is nothing else: not a number, not a name of a command."""
    if '"' not in text and "\\" not in text:
        return '"' + text + '"'
    if "'" not in text:
        return "'" + text + "'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def name(text: str) -> str:
    """The text as a member of a cell path, or as a word that names a file."""
    return text if is_safe(text) and text[0] not in NOT_BARE and "." not in text else string(text)


def outside(line: str) -> str:
    """The line with what stands in strings, and in comments, blanked out; as long as before."""
    made: list[str] = []
    at = 0
    while at < len(line):
        if line[at] in nulexer.QUOTES and (at == 0 or not line[at - 1].isalnum()):
            end = nulexer.quote_end(line, at)
            made.append("_" * (end - at))
            at = end
        else:
            made.append(line[at])
            at += 1
    return "".join(made)


def given(text: str) -> str:
    """The text behind an ` = `, where nu wants a bare word in quotes."""
    bare = text.strip()
    if not bare[:1].isalpha() or not is_safe(bare) or bare in ("true", "false", "null") or shells.is_own(bare):
        return text
    return string(bare)


# The words that a loop and a condition of a POSIX shell have.
STATEMENTS = (("for", "do", "done"), ("while", "do", "done"), ("if", "then", "fi"))


def has_statement(line: str) -> bool:
    """Whether a loop or a condition of a POSIX shell stands in the line."""
    words = outside(line).replace(";", " ; ").split()
    return any(all(one in words for one in form) for form in STATEMENTS)


def aliased(line: str) -> str:
    """`alias a='b c'` as nu declares it; empty where that is not known."""
    import re

    found = re.fullmatch(r"alias ([\w.-]+)=(['\"]?)(.+)\2", line)
    if not found:
        return ""
    name, mark, command = found.groups()
    if set("|;&$`(){}<>\\") & set(command) or (mark and mark in command) or not command.strip():
        return ""
    return f"alias {name} = {command}"


def exported(text: str) -> str:
    """`NAME=value` as nu sets the environment; empty where the value is not known, or more stands there."""
    name, mark, value = text.partition("=")
    if not mark or not name.isidentifier() or nulexer.word_end(text, 0) != len(text):
        return ""
    if name == "PATH":
        return _path(value.strip("\"'"))
    meant = nulexer.value(value) if value else ""
    return "" if meant is None else f"$env.{name} = {string(meant)}"


def _path(value: str) -> str:
    """PATH with a folder more."""
    for mark in ("$PATH", "${PATH}"):
        for verb, rest in (("append", value.removeprefix(mark + ":")), ("prepend", value.removesuffix(":" + mark))):
            if rest == value or not rest:
                continue
            home = rest.removeprefix("$HOME/")
            if set(":$\"'`() ") & set(home):
                return ""
            made = string(rest) if home == rest else f"($env.HOME | path join {string(home)})"
            return f"$env.PATH = ($env.PATH | {verb} {made})"
    return ""
