"""What skills about files share: which places a sentence names, and how sizes, ages and lists are written."""

from __future__ import annotations

import os
import time

from ghost_kernel import quoting
from ghost_kernel.knowledge.filesearch import TOOLS
from ghost_kernel.telling import code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.knowledge.filesearch import Entry
    from ghost_kernel.skill import Asked

MOST_SHOWN = 20


def size(amount: int) -> str:
    """Bytes as people read them."""
    if amount < 1024:
        return f"{amount} B"
    value = float(amount)
    for unit in ("KiB", "MiB", "GiB", "TiB"):
        value /= 1024
        if value < 1000 or unit == "TiB":
            return f"{value:.1f} {unit}" if value < 100 else f"{value:.0f} {unit}"
    return ""


def ago(asked: Asked, moment: float) -> str:
    """How long ago that was."""
    seconds = max(0, int(time.time() - moment))
    for length, english, chinese in (
        (365 * 86400, "year", "年"), (86400, "day", "天"), (3600, "hour", "小时"), (60, "minute", "分钟"),
    ):  # fmt: skip
        if seconds >= length:
            amount = seconds // length
            return asked.say(f"{amount} {english}{'s' if amount > 1 else ''} ago", f"{amount} {chinese}前")
    return asked.say("just now", "刚刚")


def stamp(moment: float) -> str:
    """The time of day, local."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(moment))


def line(words: Sequence[str]) -> str:
    """Words as a shell takes them, for showing."""
    return " ".join(_word(word) for word in words)


def _word(word: str) -> str:
    """One of them; a home's sign that stands in quotes is a name."""
    if word == "~":
        return word
    return "~/" + (quoting.quote(word[2:]) if word[2:] else "") if word.startswith("~/") else quoting.quote(word)


def named(asked: Asked) -> list[str]:
    """Everything in the sentence that may be the name of a file or folder, in order, there or not."""
    found: list[str] = []
    for token in asked.tokens:
        if token.argument is not None and token.kind in ("path", "quoted"):
            found.append(token.argument.text)
        elif token.kind == "unknown" or (
            token.kind != "sign" and asked.machine.exists(token.text) and token.text != "."
        ):
            found.append(token.text)
    if not found:
        found = [one.text for one in asked.all("path")]
    return found


def strange(asked: Asked) -> list[str]:
    """Names in the sentence that are nothing here: who asks for them does not ask for files."""
    unknown = [
        one.text for one in asked.tokens if one.kind == "unknown" and one.argument is None and one.text.isascii()
    ]
    return [one for one in unknown if not place(asked, one)]


def from_start(asked: Asked) -> bool:
    """`the first 3 lines`: the word stands in the count itself."""
    text = asked.question.text.lower()
    counts = [text[max(0, one.start - 2) : one.end] for one in asked.all("count")]
    return any(word in one for one in counts for word in ("first", "top", "head", "前", "头"))


def from_end(asked: Asked) -> bool:
    """`the last 3 lines`: the word stands in the count itself, or right before it."""
    text = asked.question.text.lower()
    counts = [text[max(0, one.start - 6) : one.end] for one in asked.all("count")]
    return any(word in one for one in counts for word in ("last", "final", "bottom", "tail", "最后", "末", "倒数"))


def there(asked: Asked) -> list[str]:
    """The files and folders of the sentence that are here, as they can be opened."""
    return list(dict.fromkeys(one for one in (place(asked, name) for name in named(asked)) if one))


def place(asked: Asked, name: str) -> str:
    """Where a named file is: as it stands, or the only one of that name not far below; empty when there is none."""
    if not name or (name in ("/", ".") and asked.machine.is_folder(name)):
        return name
    if asked.machine.exists(name):
        return name
    if "/" in name or "." not in name:
        return ""
    found = _below(asked, name)
    return found[0] if len(found) == 1 else ""


def _below(asked: Asked, name: str, most: int = 400) -> list[str]:
    """Files of that name at most three folders down."""
    todo, found, looked = [("", 0)], [], 0
    while todo and looked < most:
        folder, depth = todo.pop(0)
        looked += 1
        for one, is_folder in asked.machine.names(folder or ".").items():
            path = f"{folder}{one}"
            if one == name:
                found.append(path)
            elif is_folder and depth < 3 and one not in TOOLS and one[0] != ".":
                todo.append((path + "/", depth + 1))
    return found


def folder(asked: Asked) -> str:
    """The folder that a sentence names, else the one it is asked in."""
    for name in [*named(asked), *(token.text for token in asked.tokens)]:
        if (asked.machine.is_folder(name) and name not in (".", "..")) or name == "~":
            return name.rstrip("/") or "/"
    return "~" if asked.has("HOME") else "."


def file(asked: Asked) -> str:
    """The first file that a sentence names and that is here; empty when there is none."""
    return next((one for one in there(asked) if asked.machine.exists(one) and not asked.machine.is_folder(one)), "")


def listed(asked: Asked, entries: Sequence[Entry], most: int = MOST_SHOWN, by: str = "") -> str:
    """Entries as a list, those left out counted."""
    lines = []
    for one in entries[:most]:
        facts = []
        if one.size >= 0 and not one.is_folder:
            facts.append(size(one.size))
        if by == "time" and one.changed:
            facts.append(ago(asked, one.changed))
        told = f" ({', '.join(facts)})" if facts else ""
        lines.append(f"- {code(one.path + ('/' if one.is_folder else ''))}{told}")
    if len(entries) > most:
        more = len(entries) - most
        lines.append(asked.say(f"- … and {more} more", f"- … 还有 {more} 个"))
    return "\n".join(lines)


def newest(entries: Sequence[Entry]) -> list[Entry]:
    """The latest first."""
    return sorted(entries, key=lambda one: -one.changed)


def largest(entries: Sequence[Entry]) -> list[Entry]:
    """The largest first."""
    return sorted(entries, key=lambda one: (-one.size, one.path))


def is_below(asked: Asked, path: str) -> bool:
    """Whether a probe sees it: what it may read is the system, and the working folder unless a home lies in it."""
    machine = asked.machine
    cwd, resolved = os.path.realpath(machine.cwd or "/"), os.path.realpath(machine.resolve(path))
    home = os.path.realpath(machine.home) if machine.home else ""
    return not (home + "/").startswith(cwd.rstrip("/") + "/") and (resolved + "/").startswith(cwd.rstrip("/") + "/")
