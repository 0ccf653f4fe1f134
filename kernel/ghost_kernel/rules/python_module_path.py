"""`python -m` names a module of a package that is misspelt, or written as a path."""

from __future__ import annotations

import os

from ghost_kernel import spelling
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    output_has=["no module named", "error while finding module specification", "modulenotfounderror"],
    line_has=["-m"],
)
def propose(failure: Failure) -> Fix | None:
    plain = [word.plain for word in failure.words]
    if not failure.program.startswith("python") or "-m" not in plain[:-1]:
        return None
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
        return failure.swap(word, dotted, why="a module is named with dots", confidence=0.9, origin="local")
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
    best = near[0]
    new = f"{package}.{best.name}"
    return failure.swap(
        word, new, why=f"there is a module {new}", confidence=spelling.confidence(best), origin="local", only=best.only
    )


EXAMPLES = [
    Example("python3 -m tools/fill.py -v",
            "Error while finding module specification for 'tools/fill.py' (ModuleNotFoundError: No module named 'x')",
            "python3 -m tools.fill -v", files=["tools/fill.py"]),
    Example("python3 -m tools.flil", "/usr/bin/python3: No module named tools.flil", "python3 -m tools.fill",
            files=["tools/fill.py"]),
    Example("python3 -m tools.frob", "/usr/bin/python3: No module named tools.frob", None, files=["tools/fill.py"]),
    Example("python3 -m tools/x.py", "No module named 'tools/x'", None, files=["tools/fill.py"]),
]  # fmt: skip
