"""Finds the skills: the built-in files of this folder, and those of the person's own, which go first.

A file that cannot be used is said in the log and skipped. Each of the person's is read again when it has changed.
"""

from __future__ import annotations

import os
import sys

import ghost_kernel
from ghost_kernel import loading
from ghost_kernel.errors import RuleError, SkillError
from ghost_kernel.skill import Skill

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

PACKAGE = "ghost_kernel.skills"
MOST_FILES = 500
MOST_BYTES = 1 << 20

_BUILTIN: list[Skill] = []
_OWN: dict[str, tuple[tuple[int, int], Skill | None, str]] = {}


def builtin_names() -> list[str]:
    """The names of the files in this folder."""
    names = os.listdir(os.path.dirname(os.path.abspath(__file__)))
    return sorted(name[:-3] for name in names if name.endswith(".py") and name[0] != "_")


def load_builtin(name: str) -> tuple[Skill, ModuleType]:
    """A built-in skill and its module; raises SkillError."""
    try:
        __import__(f"{PACKAGE}.{name}")
    except Exception as error:
        raise SkillError(f"skill {name} cannot be loaded: {loading.said(error)}") from error
    module = sys.modules[f"{PACKAGE}.{name}"]
    return skill_of(module, name), module


def load_file(path: str) -> tuple[Skill, ModuleType]:
    """A skill from a file, named after it, and its module; raises SkillError."""
    name = os.path.basename(path).rpartition(".")[0]
    try:
        text = loading.read(path)
        if len(text) > MOST_BYTES:
            raise SkillError(f"skill {path} is too large")
        code = loading.compiled(text, path)
    except RuleError as error:
        raise SkillError(str(error).replace("rule ", "skill ", 1)) from error
    module = type(sys)("ghost_skill_" + name)
    module.__file__ = path
    try:
        exec(code, module.__dict__)  # noqa: S102 -- skills are meant to be run
    except (Exception, SystemExit) as error:
        raise SkillError(f"skill {path} cannot be loaded: {loading.said(error, path)}") from error
    try:
        return skill_of(module, name), module
    except SkillError as error:
        raise SkillError(str(error).replace(f"skill {name} ", f"skill {path} ", 1)) from error


def skill_of(module: ModuleType, name: str) -> Skill:
    """The skill that a loaded module defines; raises SkillError when there is not exactly one, or it misspells."""
    from ghost_kernel.sentence import lexicon
    from ghost_kernel.skill import KINDS

    found = [value for value in module.__dict__.values() if isinstance(value, Skill)]
    if len(found) != 1:
        raise SkillError(f"skill {name} must define exactly one @skill, it has {len(found)}")
    one = found[0]
    unknown = sorted(set().union(*[each.words() for each in one.frames]) - lexicon.CONCEPTS - KINDS)
    if unknown:
        raise SkillError(f"skill {name} names concepts that do not exist: {', '.join(unknown)}")
    one.name = name
    one.about = (module.__doc__ or "").strip().partition("\n")[0]
    return one


def skills(folder: str, log: Callable[[str], None]) -> list[Skill]:
    """Every skill that can be used, the person's own first."""
    return [*own(folder, log), *builtin(log)]


def builtin(log: Callable[[str], None]) -> list[Skill]:
    """The built-in ones."""
    if not _BUILTIN:
        for name in builtin_names():
            try:
                one, module = load_builtin(name)
                _BUILTIN.append(one)
                if ghost_kernel.is_serving:
                    vars(module).pop("EXAMPLES", None)
            except SkillError as error:
                log(str(error))
        if ghost_kernel.is_serving:
            import gc

            gc.collect()  # what loading leaves behind is worth a quarter of a megabyte
    return _BUILTIN


def own(folder: str, log: Callable[[str], None]) -> list[Skill]:
    """The person's own that can be used."""
    try:
        names = sorted(os.listdir(folder)) if folder else []
    except OSError:
        names = []
    found = []
    for name in names[:MOST_FILES]:
        if not name.endswith(".py") or name[0] in "._":
            continue
        path = os.path.join(folder, name)
        try:
            state = os.stat(path)
        except OSError:
            continue
        stamp = (state.st_mtime_ns, state.st_size)
        known = _OWN.get(path)
        if known is None or known[0] != stamp:
            try:
                known = (stamp, load_file(path)[0], "")
            except SkillError as error:
                known = (stamp, None, str(error))
                log(known[2])
            _OWN[path] = known
        if known[1] is not None:
            found.append(known[1])
    return found
