"""Finds the rules that have something to say on a failure, and asks them.

Built-in rules are known by their gates from a committed index (rules/_gates.py), so that a cold brain imports only the
few files it needs. A person's own rules and those of packages (shelf.py) are equals; one that cannot be loaded or
raises is named in the log and skipped.
"""

from __future__ import annotations

import os

from ghost_kernel.errors import RuleError, Stopped
from ghost_kernel.loading import load_builtin, said
from ghost_kernel.rule import Fix, Hint, Rule, shut_gate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ghost_kernel.failure import Failure
    from ghost_kernel.shelf import Entry, Shelf

    Log = Callable[[str], None]

SURE = 0.86  # a misspelling that is the only near one is less sure only where it is far off, or the word is short


class Engine:
    """The rules of one brain: built-in ones, those of the person's folder, those of packages."""

    def __init__(self, folder: str = "", log: Log | None = None, packages: Sequence[str] = (), state: str = "") -> None:
        self.folder = folder
        self.packages = packages
        self.state = state
        self.log: Log = log or (lambda text: None)
        self._loaded: dict[str, Rule | None] = {}
        self._shelf: Shelf | None = None

    def ask(self, failure: Failure) -> list[tuple[str, Fix | Hint]]:
        """What the rules say on the stage at fault, each with the rule's name. A rule that raises is skipped.

        At the first strike, a misspelling that has one answer only is enough: no further built-in rule is imported.
        """
        found: list[tuple[str, Fix | Hint]] = []
        for one in self._open(failure):
            try:
                answers = self.hear(one, failure)
                found += [(one.name, answer) for answer in answers]
                if failure.proven and not failure.tried and any(_is_sure(answer) for answer in answers):
                    break
            except Stopped:
                raise
            except Exception as error:
                self.log(f"rule {one.name} raised {said(error)}; skipped")
        return found

    def hear(self, one: Rule, failure: Failure) -> list[Fix | Hint]:
        """What one rule says; whatever it raises goes up."""
        return one(failure)

    def _open(self, failure: Failure) -> Iterator[Rule]:
        """The rules whose gates are open, the person's own first."""
        for entry in self.own():
            if entry.gates.open(failure):
                try:
                    yield entry.rule()
                except RuleError as error:
                    self.log(str(error))
        from ghost_kernel.rules._gates import GATES

        for name, gates in GATES.items():
            if not shut_gate(*gates, failure):
                known = self._builtin(name)
                if known is not None:
                    yield known

    def _builtin(self, name: str) -> Rule | None:
        if name not in self._loaded:
            try:
                self._loaded[name] = load_builtin(name)
            except RuleError as error:
                self.log(str(error))
                self._loaded[name] = None
        return self._loaded[name]

    def own(self) -> list[Entry]:
        """The rules of the person and of packages, as they are on the disk now. Where there are none, a cold brain
        pays for one look at a folder.
        """
        if self._shelf is None:
            if not self.packages and not _has_names(self.folder):
                return []
            from ghost_kernel.shelf import Shelf

            self._shelf = Shelf(self.folder, self.packages, self.state, self.log)
        return self._shelf.entries()


def _has_names(folder: str) -> bool:
    try:
        return bool(folder) and bool(os.listdir(folder))
    except (OSError, ValueError):
        return False


def _is_sure(answer: Fix | Hint) -> bool:
    return isinstance(answer, Fix) and answer.only and answer.confidence >= SURE
