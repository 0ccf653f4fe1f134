"""Makes a rule of a rule file's text: compiled, run once, and asked for the one `@rule` it defines.

Knows nothing of where rules lie (see shelf.py) or when they are asked (see engine.py).
"""

from __future__ import annotations

import os
import sys

import ghost_kernel
from ghost_kernel.errors import RuleError
from ghost_kernel.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, ModuleType

PACKAGE = "ghost_kernel.rules"


def builtin_names() -> list[str]:
    """The names of all built-in rules, from the index."""
    from ghost_kernel.rules._gates import GATES

    return list(GATES)


def load_builtin(name: str) -> Rule:
    """A built-in rule by its name; raises RuleError."""
    try:
        __import__(f"{PACKAGE}.{name}")
    except Exception as error:
        raise RuleError(f"rule {name} cannot be loaded: {said(error)}") from error
    module = sys.modules[f"{PACKAGE}.{name}"]
    found = rule_of(module, name)
    if ghost_kernel.is_serving:
        vars(module).pop("EXAMPLES", None)
    return found


def load_file(path: str) -> tuple[Rule, ModuleType]:
    """A rule from a file, named after it, and its module; raises RuleError."""
    name = os.path.basename(path).rpartition(".")[0]
    return load_code(compiled(read(path), path), path, name)


def read(path: str) -> bytes:
    """The text of a rule file; raises RuleError."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise RuleError(f"rule {path} cannot be loaded: {said(error)}") from error


def compiled(text: bytes, path: str) -> CodeType:
    """The text as code; raises RuleError. `path` is what errors name."""
    try:
        return compile(text, path, "exec", dont_inherit=True)
    except Exception as error:  # a SyntaxError, or a ValueError for a NUL
        raise RuleError(f"rule {path} cannot be loaded: {said(error)}") from error


def load_code(code: CodeType, path: str, name: str) -> tuple[Rule, ModuleType]:
    """The rule that the code defines, and the module it was run in; raises RuleError."""
    module = type(sys)("ghost_rule_" + name.replace("/", "_"))
    module.__file__ = path
    try:
        exec(code, module.__dict__)  # noqa: S102 -- rules are meant to be run
    except (Exception, SystemExit) as error:
        raise RuleError(f"rule {path} cannot be loaded: {said(error, path)}") from error
    return rule_of(module, name), module


def rule_of(module: ModuleType, name: str) -> Rule:
    """The rule that a loaded module defines; raises RuleError when there is not exactly one."""
    found = [value for value in module.__dict__.values() if isinstance(value, Rule)]
    if len(found) != 1:
        raise RuleError(f"rule {name} must define exactly one @rule, it has {len(found)}")
    found[0].name = name
    found[0].about = (module.__doc__ or "").strip().partition("\n")[0]
    return found[0]


def said(error: BaseException, path: str = "") -> str:
    """An error in one line; with the line of the file at this path where it came up, if it did there."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror + (f": {error.filename}" if error.filename else "")
    line, at = 0, error.__traceback__
    while at is not None and path:
        if at.tb_frame.f_code.co_filename == path:
            line = at.tb_lineno
        at = at.tb_next
    return f"{type(error).__name__}: {error}" + (f" (line {line})" if line else "")
