"""`python -m NAME` is misspelt, or a script needs a module that is not installed."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import packages, python
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(output_has=["no module named", "is a package and cannot be directly executed", "modulenotfounderror"])
def propose(failure: Failure) -> Fix | None:
    found = failure.search(r"No module named '?([\w.]+)'?")
    if not found:
        return None
    name = found.group(1)
    machine = failure.machine
    plain = [word.plain for word in failure.words]
    if "-m" in plain[:-1] and plain[plain.index("-m") + 1].partition(".")[0] == name.partition(".")[0]:
        word = failure.words[plain.index("-m") + 1]
        near = spelling.rank(name, [*python.standard(), *python.installed(machine), *python.local(machine)])
        if near and word.swap(name, near[0].name):
            best = near[0]
            return failure.spell(word, best, f"there is a module {best.name}", word.swap(name, best.name))
        if word.plain.endswith(".py") and machine.is_file(word.plain):
            return failure.swap(
                word, word.plain[:-3].replace("/", "."), why="a module is named without .py", confidence=0.91
            )
    return _install(failure, name.partition(".")[0])


def _install(failure: Failure, module: str) -> Fix | None:
    """What the project itself lists, what lies on this machine, or a package everybody knows; never a guessed name."""
    machine = failure.machine
    if module in python.standard() or module in python.local(machine):
        return None
    program = failure.words[0].plain if failure.words else ""
    if not program.rpartition("/")[2].startswith("python"):
        program = "python3"
    package = packages.of_module(machine, module)
    listed = packages.listed_in(machine, package)
    if listed:
        install = [program, "-m", "pip", "install", "-q", "-r", listed]
        return Fix(before=[install], why=f"{listed} lists {package}, and it is not installed", confidence=0.68)
    if packages.lies_here(machine, package) or packages.is_known(module):
        install = [program, "-m", "pip", "install", "-q", package]
        return Fix(before=[install], why=f"the module {module} is in the package {package}", confidence=0.6)
    return None  # whose package bears the module's name is anybody's guess


EXAMPLES = [
    Example("python3 -m htp.server", "/usr/bin/python3: No module named htp", "python3 -m http.server"),
    Example("python3 -m unittset -v", "/usr/bin/python3: No module named unittset", "python3 -m unittest -v"),
    Example("python3 a.py", "ModuleNotFoundError: No module named 'yaml'",
    "python3 -m pip install -q PyYAML && python3 a.py", files=["a.py"]),
    Example("python3 a.py", "ModuleNotFoundError: No module named 'frobber'",
    "python3 -m pip install -q -r requirements.txt && python3 a.py",
            files={"a.py": "", "requirements.txt": "frobber>=2\n"}),
    Example("python3 a.py", "ModuleNotFoundError: No module named 'frobber'", None, files=["a.py"]),
]  # fmt: skip
