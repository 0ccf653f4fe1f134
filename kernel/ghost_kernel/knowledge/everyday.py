"""Everyday tasks and the lines that do them: which task a sentence means, and its line with the sentence's own names.

The table is everyday.table; its head says how it is written. Only lines whose programs are here are given. What shells
write otherwise stands in everyday_shells.table.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HERE = os.path.dirname(os.path.abspath(__file__))
OWN_WORDS = frozenset(
    "export history for passwd :q! :wq! Ctrl-X Ctrl-C COMMAND nohup time cd alias source echo until while [ set unset"
    " fg Ctrl-B disown Ctrl-R Ctrl-A !! u dd /TEXT :%s/OLD/NEW/g".split()
)


class Task:
    """A line of the table."""

    __slots__ = ("english", "chinese", "line", "about", "about_chinese")

    def __init__(self, english: str, chinese: str, line: str, about: str, about_chinese: str) -> None:
        self.english = _groups(english)
        self.chinese = _groups(chinese)
        self.line = line
        self.about = about
        self.about_chinese = about_chinese

    @property
    def program(self) -> str:
        """What has to be here for the line to work; empty for what a shell has itself."""
        words = [one for one in self.line.split() if one not in ("sudo", "&&")]
        return "" if words[0] in OWN_WORDS else words[0]


class Group:
    """Words of which one has to stand in the sentence, or none of which may."""

    __slots__ = ("words", "forbids")

    def __init__(self, words: tuple[str, ...], forbids: bool) -> None:
        self.words = words
        self.forbids = forbids


def _groups(text: str) -> list[Group]:
    found = []
    for one in text.split():
        forbids = one.startswith("!")
        # The same words stand in many tasks: each is kept once.
        words = tuple([sys.intern(word.replace("_", " ")) for word in one.lstrip("!").split(",")])
        found.append(Group(words, forbids))
    return found


_TASKS: list[Task] = []
_WORDS: set[str] = set()


def words() -> set[str]:
    """Every word, and every part of a phrase, that a task is told by."""
    if not _WORDS:
        for task in tasks():
            for group in [*task.english, *task.chinese]:
                for word in group.words:
                    _WORDS.update(word.split(" "))
    return _WORDS


def tasks() -> list[Task]:
    """The table, read once."""
    if not _TASKS:
        with open(os.path.join(HERE, "everyday.table"), encoding="utf-8") as file:
            for line in file:
                if line.startswith("#") or not line.strip():
                    continue
                first, chinese, rest = line.rstrip("\n").split(" | ", 2)
                # The line itself may hold a pipe: the two explanations are taken from the end.
                command, about, about_chinese = rest.rsplit(" | ", 2)
                _TASKS.append(Task(first, chinese, command, about, about_chinese))
    return _TASKS


class Form:
    """A line as a shell writes it, and what it does where that is told otherwise."""

    __slots__ = ("line", "about", "about_chinese")

    def __init__(self, line: str, about: str = "", about_chinese: str = "") -> None:
        self.line = line
        self.about = about
        self.about_chinese = about_chinese


def forms() -> dict[tuple[str, str], Form]:
    """What shells write otherwise, by the line and the shell. Read anew: a question needs it once."""
    found: dict[tuple[str, str], Form] = {}
    usual = ""
    with open(os.path.join(HERE, "everyday_shells.table"), encoding="utf-8") as file:
        for text in file:
            if text.startswith("#") or not text.strip():
                continue
            if not text.startswith("  "):
                usual = text.rstrip("\n")
                continue
            name, _, told = text.strip().partition(": ")
            shell, _, is_about = name.partition(" ")
            form = found.setdefault((usual, shell), Form(usual))
            if is_about:
                form.about, _, form.about_chinese = told.partition(" | ")
            else:
                form.line = told
    return found


def form(task: Task, dialect: str) -> Form:
    """The task's line as this shell writes it, and what it does."""
    found = forms().get((task.line, dialect)) if dialect != "bash" else None
    if found is None:
        return Form(task.line, task.about, task.about_chinese)
    return Form(found.line, found.about or task.about, found.about_chinese or task.about_chinese)


def meant(
    words: Iterable[str], text: str, is_chinese: bool, has: Callable[[str], bool], runs: Callable[[str], bool]
) -> list[tuple[float, Task]]:
    """The tasks that all groups fit, the best first. `words` are the sentence's own, base forms among them; `has` tells
    whether it names a {file}, {folder}, {port} or {two}; `runs` whether a program is here.
    """
    bag = set(words)
    low = f" {' '.join(text.lower().split())} "
    found: list[tuple[float, Task]] = []
    for task in tasks():
        groups = task.chinese if is_chinese else task.english
        met = [_meets(group, bag, low, is_chinese, has) for group in groups]
        if any(bool(one) == group.forbids for one, group in zip(met, groups)):
            continue
        if task.program and not runs(task.program):
            continue
        found.append((sum(met) + 0.1 * sum(group.forbids for group in groups), task))
    return sorted(found, key=lambda one: -one[0])


def met(groups: str, words: set[str], text: str, is_chinese: bool) -> float:
    """How many groups of a text like the table's are met; 0 where one is not, or one is that must not be."""
    low = f" {' '.join(text.lower().split())} "
    total = 0.0
    for group in groups.split():
        forbids = group[0] == "!"
        of = [one.replace("_", " ") for one in group.lstrip("!").split(",")]
        found = _best(of, words, low, is_chinese, _names_nothing)
        if bool(found) == forbids:
            return 0.0
        total += found + 0.1 * forbids
    return total


def _names_nothing(name: str) -> bool:
    return False


def _stands(word: str, low: str) -> bool:
    """Whether it stands in the text by itself, between signs and Chinese too: the `tar` of backup.tar.gz."""
    at = low.find(word)
    while at >= 0:
        end = at + len(word)
        if not (low[at - 1 : at].isascii() and low[at - 1 : at].isalnum()) and not (
            low[end].isascii() and low[end].isalnum()
        ):
            return True
        at = low.find(word, at + 1)
    return False


def _meets(group: Group, bag: set[str], low: str, is_chinese: bool, has: Callable[[str], bool]) -> float:
    return _best(group.words, bag, low, is_chinese, has)


def _best(words: Iterable[str], bag: set[str], low: str, is_chinese: bool, has: Callable[[str], bool]) -> float:
    best = 0.0
    for word in words:
        if word[:1] == "{":
            best = max(best, 0.9 if has(word.strip("{}")) else 0.0)
        elif is_chinese and not word.isascii():
            best = max(best, 1.0 if word in low else 0.0)
        elif " " in word:
            best = max(best, 1.2 if f" {word} " in low else 0.0)
        else:
            best = max(best, 1.0 if word in bag or _stands(word, low) else 0.0)
    return best
