"""What stands in a log: lines that complain, grouped by what they say with times, numbers and names left out.

Reads the end of a file, bounded; knows levels by the words that programs of every kind use.
"""

from __future__ import annotations

import os

from ghost_kernel.machine import holds_secrets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

MOST_BYTES = 1_000_000  # of the end of a file
MOST_LINE = 300
FOLDER = "/var/log"
LOGINS = ("auth.log", "secure")
GENERAL = ("syslog", "messages", "kern.log", "system.log", "auth.log")
_ERROR = (
    r"\b(?:emerg(?:ency)?|alert|crit(?:ical)?|fatal|panic|severe|errors?|err|fail(?:ed|ure|s)?|exceptions?|traceback"
    r"|segfault|killed|denied|refused|cannot|could not|can't|unable|timed out|timeout|no space left|out of memory"
    r"|core dumped|aborted|corrupt\w*|bad block|invalid user|not found|unreachable|exceeded)\b"
    r"|status=(?!0)\d|code=exited, status=[1-9]|\b5\d\d\b(?= \d+ ?$)"
)
_WARNING = r"\bwarn(?:ing)?s?\b|\bdeprecated\b|\bretry(?:ing)?\b"
_QUIET = r"\b(?:0|no) errors?\b|\berrors?[=:] ?0\b|\bwithout errors?\b|\b(?:info|debug|trace|notice)\b"
_LEVELLED = r"\b(?:emerg|alert|crit(?:ical)?|fatal|panic|error|err|severe)\b"
_STAMPS = (
    r"^\W*\d{4}[-/.]\d\d[-/.]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z| ?[+-]\d\d:?\d\d)?\]?\s*",
    r"^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d\s+(?:\S+\s+(?=[\w./-]+(?:\[\d+\])?:))?",
    r"^\[?[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)? \d{4}\]?\s*",
    r"^\[?\s*\d+\.\d{3,}\]?\s+",
    r"^\d\d:\d\d:\d\d(?:[.,]\d+)?\s+",
)


class Group:
    """Lines that say the same."""

    __slots__ = ("example", "count", "last", "level", "place")

    def __init__(self, example: str, level: str, last: str, place: int) -> None:
        self.example = example  # the latest of them, its time left out
        self.count = 1
        self.last = last  # the time of the latest, as it stands there
        self.level = level
        self.place = place


def tail(machine: Machine, path: str, size: int = MOST_BYTES) -> list[str] | None:
    """The lines at the end of a file; None where it cannot be read."""
    resolved = machine.resolve(path)
    if holds_secrets(resolved) or holds_secrets(os.path.realpath(resolved)) or not machine.is_file(path):
        return None
    try:
        with open(resolved, "rb") as file:
            whole = os.fstat(file.fileno()).st_size
            file.seek(max(0, whole - size))
            data = file.read(size)
    except OSError:
        return None
    lines = data.decode("utf-8", "replace").splitlines()
    return lines[1:] if whole > size else lines


def parts(line: str) -> tuple[str, str]:
    """The time that a line begins with, as it stands there, and the rest."""
    import re

    for stamp in _STAMPS:
        if found := re.match(stamp, line):
            return found.group().strip(" []"), line[found.end() :]
    return "", line


def level(line: str) -> str:
    """`error`, `warning` or nothing."""
    import re

    if re.search(_WARNING, line, re.IGNORECASE) and not re.search(_LEVELLED, line, re.IGNORECASE):
        return "warning"
    if re.search(_LEVELLED, line, re.IGNORECASE) and not re.search(_QUIET, line, re.IGNORECASE):
        return "error"
    if re.search(_QUIET, line, re.IGNORECASE):
        return ""
    return "error" if re.search(_ERROR, line, re.IGNORECASE) else ""


def groups(lines: list[str]) -> list[Group]:
    """The complaints, grouped; errors before warnings, the most frequent first."""
    import re

    found: dict[tuple[str, str], Group] = {}
    for place, line in enumerate(lines):
        sort = level(line)
        if not sort:
            continue
        time, text = parts(line)
        plain = re.sub(r"0x[0-9a-f]+|\b[0-9a-f]{8,}\b|\d+(?:\.\d+)*", "#", text.lower())
        key = (sort, " ".join(plain.split())[:160])
        if key in found:
            group = found[key]
            group.count += 1
            group.last, group.place, group.example = time or group.last, place, text.strip()[:MOST_LINE]
        else:
            found[key] = Group(text.strip()[:MOST_LINE], sort, time, place)
    return sorted(found.values(), key=lambda one: (one.level != "error", -one.count, -one.place))


def files_of(machine: Machine, name: str) -> list[str]:
    """Where the log of something may lie, the likeliest first."""
    found = []
    for path in (
        name, f"{name}.log", f"logs/{name}", f"logs/{name}.log", f"log/{name}.log", f"{FOLDER}/{name}",
        f"{FOLDER}/{name}.log", f"{FOLDER}/{name}/error.log", f"{FOLDER}/{name}/error_log", f"{FOLDER}/{name}/{name}.log",
    ):  # fmt: skip
        if machine.is_file(path):
            found.append(path)
    folder = f"{FOLDER}/{name}"
    if machine.is_folder(folder):
        ends = sorted(one for one, is_folder in machine.names(folder).items() if not is_folder and ".log" in one)
        found += [f"{folder}/{one}" for one in ends if one.endswith(".log")]
    return list(dict.fromkeys(found))
