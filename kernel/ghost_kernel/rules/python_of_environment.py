"""A module is missing for this Python, but the virtual environment of the folder has it: its Python runs the line."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

FOLDERS = (".venv", "venv", "env", ".env")


@rule(output_has=["no module named", "modulenotfounderror"])
def propose(failure: Failure) -> Fix | None:
    found = failure.search(r"No module named '?(\w+)")
    if not found or not failure.words or not failure.program.startswith("python") or "/" in failure.words[0].plain:
        return None
    machine = failure.machine
    for folder in FOLDERS:
        python = next((one for one in (f"{folder}/bin/python3", f"{folder}/bin/python") if machine.may_run(one)), "")
        if python and _has(failure, folder, found.group(1)):
            return Fix(
                [python, *failure.words[1:]],
                why=f"{found.group(1)} is in the environment {folder}",
                confidence=0.95,
                origin="local",
                only=True,
            )
    return None


def _has(failure: Failure, folder: str, module: str) -> bool:
    machine = failure.machine
    for name, is_folder in machine.names(f"{folder}/lib").items():
        if is_folder and name.startswith("python"):
            inside = machine.names(f"{folder}/lib/{name}/site-packages")
            if module in inside or f"{module}.py" in inside or any(one.startswith(module + ".cpy") for one in inside):
                return True
    return False


SITE = ".venv/lib/python3.11/site-packages/frob/__init__.py"
EXAMPLES = [
    Example(
        "python3 a.py -v",
        "ModuleNotFoundError: No module named 'frob'",
        ".venv/bin/python3 a.py -v",
        files=["a.py", ".venv/bin/python3*", SITE],
    ),
    Example(
        "python3 -m frob.run", "/usr/bin/python3: No module named frob", ".venv/bin/python3 -m frob.run",
        files=[".venv/bin/python3*", SITE],
    ),
    Example(
        "python3 a.py", "ModuleNotFoundError: No module named 'other'", None, files=["a.py", ".venv/bin/python3*", SITE]
    ),
]  # fmt: skip
