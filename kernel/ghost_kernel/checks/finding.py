"""Which rules are meant: all there are, those of a name, those of a file, a folder or a wheel."""

from __future__ import annotations

import os
import sys

from ghost_kernel import loading
from ghost_kernel.errors import RuleError
from ghost_kernel.shelf import Shelf

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from ghost_kernel.rule import Rule
    from ghost_kernel.shelf import Entry


class Found:
    """One rule that is meant; loading it may raise RuleError."""

    __slots__ = ("name", "load")

    def __init__(self, name: str, load: Callable[[], tuple[Rule, ModuleType]]) -> None:
        self.name = name
        self.load = load


class Library:
    """All rules there are for this person."""

    def __init__(self, folder: str = "", packages: list[str] | None = None) -> None:
        self.folder = folder
        self.packages = packages or []
        self.troubles: list[str] = []
        self._entries: list[Entry] | None = None

    @classmethod
    def of(cls, args: list[str]) -> tuple[Library, list[str]]:
        """From the options in front, and what is left of the words."""
        library = cls()
        while args[:1] in (["--rules-dir"], ["--package"]) and len(args) > 1:
            if args[0] == "--package":
                library.packages.append(args[1])
            else:
                library.folder = args[1]
            args = args[2:]
        return library, args

    def entries(self) -> list[Entry]:
        """The person's rules and those of packages; what cannot be used is in `troubles`."""
        if self._entries is None:
            self._entries = Shelf(self.folder, self.packages, log=self.troubles.append).entries()
        return self._entries

    def all(self) -> list[Found]:
        """The person's rules and those of packages, as they are meant."""
        return [Found(one.name, one.load) for one in self.entries()]

    def named(self, name: str) -> list[Found]:
        """The rules of this name, and the rules of the package of this name."""
        found = [Found(one.name, one.load) for one in self.entries() if name in (one.name, one.source.name)]
        if name in loading.builtin_names():
            found.append(Found(name, lambda: _builtin(name)))
        return found

    def meant(self, word: str) -> list[Found]:
        """What a word on the command line means; raises RuleError when it means nothing."""
        looks_like_a_path = "/" in word or word.endswith((".py", ".whl"))
        found = [] if looks_like_a_path and os.path.exists(word) else self.named(word)
        if found:
            return found
        if os.path.isdir(word) or (word.endswith(".whl") and os.path.exists(word)):
            return _of_package(os.path.abspath(word))
        if looks_like_a_path or os.path.exists(word):
            return [Found(os.path.basename(word).rpartition(".")[0], lambda: loading.load_file(word))]
        raise RuleError(f"{word}: there is no rule, file or folder of that name")


def _builtin(name: str) -> tuple[Rule, ModuleType]:
    return loading.load_builtin(name), sys.modules[f"{loading.PACKAGE}.{name}"]


def _of_package(path: str) -> list[Found]:
    troubles: list[str] = []
    found = [Found(one.name, one.load) for one in Shelf("", [path], log=troubles.append).entries()]
    if troubles:
        raise RuleError("; ".join(troubles))
    if not found:
        raise RuleError(f"{path} has no rule")
    return found
