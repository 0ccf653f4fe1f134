"""Finds the rules that have something to say on a failure, and asks them.

Built-in rules are known by their gates from a committed index (rules/_gates.py), so that a cold brain imports only the
few files it needs. A person's own rules are loaded from their folder and are equals; one that cannot be loaded or
raises is named in the log and skipped.
"""

from __future__ import annotations

import os
import sys

from ghost_kernel.errors import RuleError, Stopped
from ghost_kernel.rule import Fix, Hint, Rule, are_open

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from ghost_kernel.failure import Failure

    Log = Callable[[str], None]

PACKAGE = "ghost_kernel.rules"
SURE = 0.8


def load_builtin(name: str) -> Rule:
    """A built-in rule by its name; raises RuleError."""
    try:
        __import__(f"{PACKAGE}.{name}")
    except Exception as error:
        raise RuleError(f"rule {name} cannot be loaded: {_said(error)}") from error
    return rule_of(sys.modules[f"{PACKAGE}.{name}"], name)


def load_file(path: str) -> tuple[Rule, ModuleType]:
    """A rule from a file of the person's; raises RuleError."""
    name = os.path.basename(path).rpartition(".")[0]
    module = type(sys)("ghost_rule_" + name)
    module.__file__ = path
    try:
        with open(path, "rb") as file:
            code = compile(file.read(), path, "exec", dont_inherit=True)
        exec(code, module.__dict__)  # noqa: S102 -- the person's own rules are meant to be run
    except (Exception, SystemExit) as error:
        raise RuleError(f"rule {path} cannot be loaded: {_said(error)}") from error
    return rule_of(module, name), module


def rule_of(module: ModuleType, name: str) -> Rule:
    """The rule that a loaded module defines; raises RuleError when there is not exactly one."""
    found = [value for value in module.__dict__.values() if isinstance(value, Rule)]
    if len(found) != 1:
        raise RuleError(f"rule {name} must define exactly one @rule, it has {len(found)}")
    found[0].name = name
    found[0].about = (module.__doc__ or "").strip().partition("\n")[0]
    return found[0]


def builtin_names() -> list[str]:
    """The names of all built-in rules, from the index."""
    from ghost_kernel.rules._gates import GATES

    return list(GATES)


class Engine:
    """The rules of one brain: built-in ones, and those of the person's folder."""

    def __init__(self, folder: str = "", log: Log | None = None) -> None:
        self.folder = folder
        self.log: Log = log or (lambda text: None)
        self._loaded: dict[str, Rule | None] = {}
        self._own: dict[str, tuple[int, Rule | None]] = {}

    def ask(self, failure: Failure) -> list[tuple[str, Fix | Hint]]:
        """What the rules say on the stage at fault, each with the rule's name. A rule that raises is skipped.

        At the first strike, a misspelling that has one answer only is enough: no further built-in rule is imported.
        """
        said: list[tuple[str, Fix | Hint]] = []
        for one in self._open(failure):
            try:
                answers = one(failure)
                said += [(one.name, answer) for answer in answers]
                if failure.proven and not failure.tried and any(_is_sure(answer) for answer in answers):
                    break
            except Stopped:
                raise
            except Exception as error:
                self.log(f"rule {one.name} raised {_said(error)}; skipped")
        return said

    def _open(self, failure: Failure) -> Iterator[Rule]:
        """The rules whose gates are open, the person's own first."""
        for own in self.own():
            if own.gates.open(failure):
                yield own
        from ghost_kernel.rules._gates import GATES

        for name, gates in GATES.items():
            if are_open(*gates, failure):
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

    def own(self) -> list[Rule]:
        """The person's rules, loaded anew when a file has changed."""
        if not self.folder:
            return []
        try:
            names = sorted(name for name in os.listdir(self.folder) if name.endswith(".py") and name[0] not in "._")
        except OSError:
            return []
        found = []
        for name in names:
            path = os.path.join(self.folder, name)
            try:
                stamp = os.stat(path).st_mtime_ns
            except OSError:
                continue
            if path not in self._own or self._own[path][0] != stamp:
                try:
                    self._own[path] = (stamp, load_file(path)[0])
                except RuleError as error:
                    self.log(str(error))
                    self._own[path] = (stamp, None)
            own = self._own[path][1]
            if own is not None:
                found.append(own)
        return found


def _is_sure(answer: Fix | Hint) -> bool:
    return isinstance(answer, Fix) and answer.only and answer.confidence >= SURE


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
