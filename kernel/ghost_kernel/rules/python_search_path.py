"""A script imports a module that lies where Python does not look: here, or in src. PYTHONPATH says so."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

FOLDERS = (".", "src", "lib")


@rule(output_has=["modulenotfounderror", "no module named"], dialects=["bash", "zsh", "fish"])
def propose(failure: Failure) -> Fix | None:
    found = failure.search(r"No module named '?(\w+)")
    operands = failure.stage.operands
    if not found or not failure.program.startswith("python") or not operands or failure.stage.has("-m", "-c"):
        return None
    if failure.stage.prefix or any(word.text.startswith("PYTHONPATH=") for word in failure.stage.assignments):
        return None
    name = found.group(1)
    machine = failure.machine
    script = failure.path_of(operands[0]) or ""
    if failure.args[0] is not operands[0] or not machine.is_file(script):
        return None
    own = script.rpartition("/")[0] or "."
    places = [one for one in FOLDERS if machine.is_file(f"{one}/{name}.py") or _is_package(failure, f"{one}/{name}")]
    if not places or places[0] == own:
        return None
    at = failure.words[0].start
    line = failure.line[:at] + f"PYTHONPATH={places[0]} " + failure.line[at:]
    return Fix(line=line, why=f"the module {name} is in {places[0]}", confidence=0.88)


def _is_package(failure: Failure, folder: str) -> bool:
    return failure.machine.is_folder(folder) and any(one.endswith(".py") for one in failure.machine.names(folder))


SAID = "ModuleNotFoundError: No module named 'shop'"
EXAMPLES = [
    Example(
        "python3 bin/fill.py 3", SAID, "PYTHONPATH=. python3 bin/fill.py 3", files=["bin/fill.py", "shop/__init__.py"]
    ),
    Example("python3 run.py", SAID, "PYTHONPATH=src python3 run.py", files=["run.py", "src/shop.py"]),
    Example("python3 run.py", SAID, None, files=["run.py"]),
    Example("python3 -m run", SAID, None, files=["run.py", "src/shop.py"]),
]
