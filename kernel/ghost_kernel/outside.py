"""What of a line stands outside quotes: the same text with all quoted and escaped characters blotted out.

For looking at the shell's own words and signs in a line that does not parse. Places stay what they are.
"""

from __future__ import annotations

BLOT = "\x7f"
SIGNS = frozenset("();&|{}")


def blot(line: str) -> str | None:
    """The line with what is quoted or escaped blotted out; None where a quote has no end."""
    found: list[str] = []
    at = 0
    while at < len(line):
        char = line[at]
        end = at + 1
        if char == "\\":
            end = min(at + 2, len(line))
        elif char in "'`":
            end = line.find(char, at + 1) + 1
        elif char == '"':
            end = _double(line, at + 1)
        else:
            found.append(char)
            at += 1
            continue
        if end <= at:
            return None
        found.append(BLOT * (end - at))
        at = end
    return "".join(found)


def _double(line: str, at: int) -> int:
    while at < len(line) and line[at] != '"':
        at += 2 if line[at] == "\\" else 1
    return at + 1 if at < len(line) else 0


def words(text: str) -> list[tuple[int, str]]:
    """The words and signs of a blotted line, each with its place; signs that belong together stay together."""
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(text):
        if text[at] in " \t\n":
            at += 1
            continue
        start = at
        sign = text[at] in SIGNS
        while at < len(text) and text[at] not in " \t\n" and (text[at] in SIGNS) == sign:
            at += 1
            if sign and text[start] in "(){}":
                break
        found.append((start, text[start:at]))
    return found
