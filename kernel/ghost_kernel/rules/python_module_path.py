"""`python -m` names a module of a package that is misspelt, or written as a path."""

from __future__ import annotations

import os

from ghost_kernel import spelling
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    output_has=[
        "no module named",
        "can't open file",
        "error while finding module specification",
        "modulenotfounderror",
    ],
    line_has=["python"],
)
def propose(failure: Failure) -> Fix | None:
    plain = [word.plain for word in failure.words]
    if not failure.program.startswith("python"):
        return None
    if "-m" not in plain[:-1]:
        return _without_m(failure)
    word = failure.words[plain.index("-m") + 1]
    name = word.plain
    machine = failure.machine
    if "/" in name:
        bare = name[:-3] if name.endswith(".py") else name.rstrip("/")
        bare = bare[2:] if bare[:2] == "./" else bare
        dotted = bare.replace("/", ".")
        fits = machine.is_file(bare + ".py") or machine.is_file(bare + "/__main__.py")
        if not fits or not all(part.isidentifier() for part in dotted.split(".")):
            return None
        return failure.swap(word, dotted, why="a module is named with dots", confidence=0.95, origin="local")
    if name.endswith(".py") and machine.is_file(name):
        return failure.swap(word, name[:-3], why="a module is named without .py", confidence=0.91, origin="local")
    package, dot, last = name.rpartition(".")
    if not dot or not failure.names(word):
        return None
    folder = package.replace(".", "/")
    if not machine.is_folder(folder):
        folder = os.path.join(os.path.dirname(os.__file__), folder)  # the standard library's
    names = [
        one[:-3] if one.endswith(".py") else one
        for one, is_folder in machine.names(folder).items()
        if one.endswith(".py") or is_folder
    ]
    near = spelling.rank(last, [one for one in names if one[:1] != "_"]) if last not in names else []
    if not near or spelling.numbers_differ(last, near[0].name):
        return None
    new = f"{package}.{near[0].name}"
    return failure.spell(word, near[0], f"there is a module {new}", new)


def _without_m(failure: Failure) -> Fix | None:
    """A module's dotted name where a file is wanted."""
    for word in failure.args[:1]:
        path = (word.value or "").replace(".", "/")
        dotted = "." in word.plain and all(part.isidentifier() for part in word.plain.split("."))
        if dotted and not failure.machine.exists(word.plain) and failure.machine.is_file(path + ".py"):
            return Fix(
                [failure.words[0], "-m", *failure.args],
                why=f"{word.plain} is a module",
                confidence=0.95,
                origin="local",
            )
    return None


EXAMPLES = [
    Example(
        "python3 tools.fill",
        "python3: can't open file '/x/tools.fill': [Errno 2] No such file or directory",
        "python3 -m tools.fill",
        2,
        files=["tools/fill.py"],
    ),
    Example("python3 -m tools/fill.py -v",
            "Error while finding module specification for 'tools/fill.py' (ModuleNotFoundError: No module named 'x')",
            "python3 -m tools.fill -v", files=["tools/fill.py"]),
    Example("python3 -m tools.flil", "/usr/bin/python3: No module named tools.flil", "python3 -m tools.fill",
            files=["tools/fill.py"]),
    Example("python3 -m tools.frob", "/usr/bin/python3: No module named tools.frob", None, files=["tools/fill.py"]),
    Example("python3 -m tools/x.py", "No module named 'tools/x'", None, files=["tools/fill.py"]),
]  # fmt: skip
