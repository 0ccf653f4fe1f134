"""Files by description: what is wanted, the find(1) or grep(1) line that says so, and what a bounded walk finds.

The walk is for places that a probe does not see, such as the home folder; it reads names and, where a text is wanted,
the beginnings of files, and changes nothing.
"""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ghost_kernel.machine import Machine

MINUTE, HOUR, DAY = 60, 3600, 86400
MOST_ENTRIES = 150_000  # names looked at in one walk
MOST_SECONDS = 3.0
MOST_FOUND = 5000
MOST_READ = 262_144  # bytes of one file that a text is looked for in
TOOLS = (".git", "node_modules", "target", "__pycache__", ".venv")  # folders that programs fill


class Wanted:
    """A description. What is not set does not matter."""

    def __init__(self, root: str = ".") -> None:
        self.root = root
        self.names: list[str] = []  # patterns; one of them fits
        self.not_names: list[str] = []
        self.kind = ""  # f, d or l
        self.more = -1  # bytes
        self.less = -1
        self.newer = -1  # seconds
        self.older = -1
        self.is_empty = False
        self.owner = ""
        self.holds = ""  # a text in the file
        self.can_run = False
        self.is_hidden = False
        self.is_dangling = False
        self.without: list[str] = []  # folders left out
        self.depth = 0  # 0: all the way down
        self.unread = 0  # words of the description that nothing was made of

    @property
    def says_nothing(self) -> bool:
        """Whether every file would fit."""
        return not (
            self.names or self.not_names or self.is_empty or self.owner or self.holds or self.can_run
            or self.is_hidden or self.is_dangling or self.without
            or max(self.more, self.less, self.newer, self.older) >= 0
        )  # fmt: skip


class Entry:
    """What was found."""

    __slots__ = ("path", "size", "changed", "is_folder")

    def __init__(self, path: str, size: int, changed: float, is_folder: bool) -> None:
        self.path = path
        self.size = size
        self.changed = changed
        self.is_folder = is_folder


def line(wanted: Wanted) -> list[str]:
    """The words of a line that finds it: grep where only a text is asked for, else find."""
    if wanted.holds and not _beside_text(wanted):
        words = ["grep", "-rlIF"]
        words += [f"--include={one}" for one in wanted.names] + [f"--exclude={one}" for one in wanted.not_names]
        words += [f"--exclude-dir={one}" for one in wanted.without]
        return [*words, "--", wanted.holds, wanted.root]
    words = ["find", wanted.root]
    if wanted.depth:
        words += ["-maxdepth", str(wanted.depth)]
    if wanted.is_hidden or wanted.kind == "d":
        words += ["-mindepth", "1"]
    for folder in wanted.without:
        words += ["-name", folder, "-prune", "-o"]
    if wanted.is_dangling:
        words += ["-xtype", "l"]
    elif wanted.kind:
        words += ["-type", wanted.kind]
    words += _either(wanted.names)
    for one in wanted.not_names:
        words += ["!", "-iname", one]
    if wanted.is_hidden:
        words += ["-name", ".*"]
    if wanted.is_empty:
        words.append("-empty")
    if wanted.can_run:
        words += ["-perm", "-u+x"]
    if wanted.owner:
        words += ["-user", wanted.owner]
    for sign, amount in (("+", wanted.more), ("-", wanted.less)):
        if amount >= 0:
            words += ["-size", sign + _amount(amount)]
    for sign, seconds in (("-", wanted.newer), ("+", wanted.older)):
        if seconds >= 0:
            days = seconds % DAY == 0
            words += ["-mtime" if days else "-mmin", sign + str(seconds // (DAY if days else MINUTE))]
    if wanted.holds:
        words += ["-exec", "grep", "-lIF", "--", wanted.holds, "{}", "+"]
    elif wanted.without:
        words.append("-print")
    return words


def _beside_text(wanted: Wanted) -> bool:
    return bool(
        wanted.is_empty or wanted.owner or wanted.can_run or wanted.is_hidden or wanted.depth
        or max(wanted.more, wanted.less, wanted.newer, wanted.older) >= 0
    )  # fmt: skip


def _either(names: list[str]) -> list[str]:
    if not names:
        return []
    words = ["-iname", names[0]]
    for one in names[1:]:
        words += ["-o", "-iname", one]
    return ["(", *words, ")"] if len(names) > 1 else words


def _amount(amount: int) -> str:
    # find rounds sizes up to the unit before it compares: `-size -4M` leaves out what is between 3 and 4 MiB.
    return f"{amount}c"


def walk(wanted: Wanted, machine: Machine) -> tuple[list[Entry], bool]:
    """What fits below the root, and whether everything was looked at."""
    import fnmatch
    import re

    def patterns(globs: list[str]) -> list[re.Pattern[str]]:
        return [re.compile(fnmatch.translate(one), re.IGNORECASE) for one in globs]

    names, not_names = patterns(wanted.names), patterns(wanted.not_names)
    uid = _uid(wanted.owner) if wanted.owner else -1
    now = time.time()
    found: list[Entry] = []
    root = machine.resolve(wanted.root)
    short = wanted.root.rstrip("/")
    whole = True
    for path, entry in _entries(root, wanted):
        if entry is None:
            whole = False
            break
        name = entry.name
        if (names and not any(one.match(name) for one in names)) or any(one.match(name) for one in not_names):
            continue
        if wanted.is_hidden and not name.startswith("."):
            continue
        shown = path if short == "." else f"{short}/{path}"
        try:
            is_link, is_folder = entry.is_symlink(), entry.is_dir(follow_symlinks=False)
            if wanted.is_dangling:
                if not is_link or os.path.exists(entry.path):
                    continue
            elif wanted.kind and wanted.kind != ("l" if is_link else "d" if is_folder else "f"):
                continue
            told = entry.stat(follow_symlinks=False)
            if not _fits(wanted, told, now, uid):
                continue
            if wanted.is_empty and not (_is_bare(entry.path) if is_folder else told.st_size == 0 and not is_link):
                continue
            if wanted.holds and not (not is_folder and not is_link and _has(machine, entry.path, wanted.holds)):
                continue
        except OSError:
            continue
        found.append(Entry(shown, told.st_size, told.st_mtime, is_folder))
        if len(found) >= MOST_FOUND:
            whole = False
            break
    return found, whole


def _fits(wanted: Wanted, told: os.stat_result, now: float, uid: int) -> bool:
    age = now - told.st_mtime
    return not (
        (wanted.more >= 0 and told.st_size <= wanted.more)
        or (wanted.less >= 0 and told.st_size >= wanted.less)
        or (wanted.newer >= 0 and age > wanted.newer)
        or (wanted.older >= 0 and age < wanted.older)
        or (wanted.owner and told.st_uid != uid)
        or (wanted.can_run and not told.st_mode & 0o100)
    )


def _entries(root: str, wanted: Wanted) -> Iterator[tuple[str, os.DirEntry[str] | None]]:
    """All entries, each with its path below the root; None at the end when there were too many."""
    deadline = time.monotonic() + MOST_SECONDS
    todo: list[tuple[str, str, int]] = [(root, "", 1)]
    seen = 0
    while todo:
        folder, prefix, depth = todo.pop()
        try:
            with os.scandir(folder) as listed:
                entries = sorted(listed, key=lambda one: one.name)
        except OSError:
            continue
        for entry in entries:
            seen += 1
            if seen > MOST_ENTRIES or (seen % 512 == 0 and time.monotonic() > deadline):
                yield "", None
                return
            path = f"{prefix}{entry.name}"
            is_folder = _folder(entry)
            if is_folder and entry.name in wanted.without:
                continue
            yield path, entry
            if is_folder and (not wanted.depth or depth < wanted.depth):
                todo.append((entry.path, path + "/", depth + 1))


def _folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_bare(folder: str) -> bool:
    with os.scandir(folder) as listed:
        return next(listed, None) is None


def _has(machine: Machine, path: str, text: str) -> bool:
    data = machine.head(path, MOST_READ)
    return b"\0" not in data[:1024] and text.encode() in data


def _uid(owner: str) -> int:
    import pwd

    try:
        return pwd.getpwnam(owner).pw_uid
    except (KeyError, OSError):
        return -2


def whole(output: str, root: str) -> list[str]:
    """The paths below the root, or lines that begin with one, that find or grep has printed.

    What does not begin there is the rest of a name with a line's end in it.
    """
    start = root.rstrip("/") + "/"
    lines = output.split("\n")
    if lines[0] == root or lines[0].startswith(start):
        found: list[str] = []
        for line in lines:
            if not found or line == root or line.startswith(start):
                found.append(line)
            else:
                found[-1] += "\n" + line
        lines = [one.rstrip("\n") for one in found]
    return [one for one in lines if one]


def shown(paths: list[str], machine: Machine) -> list[Entry]:
    """What a probe named, with sizes and times where they can be had."""
    found = []
    for path in paths:
        clean = path[2:] if path.startswith("./") else path
        try:
            told = os.lstat(machine.resolve(clean))
            found.append(Entry(clean, told.st_size, told.st_mtime, (told.st_mode & 0o170000) == 0o040000))
        except (OSError, ValueError):
            found.append(Entry(clean, -1, 0.0, False))
    return found
