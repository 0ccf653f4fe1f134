"""A module of a package was started as a file, and cannot find its package: `python -m` starts it as what it is."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(output_has=["attempted relative import", "no module named"], line_has=["python"])
def propose(failure: Failure) -> Fix | None:
    if not failure.program.startswith("python") or not failure.args or failure.stage.has("-m", "-c"):
        return None
    word = failure.args[0]
    path = (failure.path_of(word) or "") if word.value else ""
    folder, slash, name = path.rpartition("/")
    machine = failure.machine
    if not slash or path[0] in "/~." or not name.endswith(".py") or not machine.is_file(path):
        return None
    parts = [*folder.split("/"), name[:-3]]
    if not all(part.isidentifier() for part in parts):
        return None
    if failure.has("with no known parent package", "attempted relative import in non-package"):
        why = f"{name} is part of the package {folder}"
    else:
        found = failure.search(r"No module named '(\w+)")
        if not found or found.group(1) != parts[0]:
            return None
        why = f"{name} imports its own package, {parts[0]}"
    return Fix([failure.words[0], "-m", ".".join(parts), *failure.args[1:]], why=why, confidence=0.92, origin="local")


EXAMPLES = [
    Example(
        "python3 shop/cli.py -v",
        "ImportError: attempted relative import with no known parent package",
        "python3 -m shop.cli -v",
        files=["shop/cli.py", "shop/__init__.py"],
    ),
    Example(
        "python3 shop/cli.py",
        "ModuleNotFoundError: No module named 'shop'",
        "python3 -m shop.cli",
        files=["shop/cli.py"],
    ),
    Example("python3 shop/cli.py", "ModuleNotFoundError: No module named 'requests'", None, files=["shop/cli.py"]),
    Example("python3 cli.py", "ImportError: attempted relative import with no known parent package", None),
]
