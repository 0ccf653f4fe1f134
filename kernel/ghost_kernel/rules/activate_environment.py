"""A virtual environment's activate is to be read by this shell, not to be run."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

FOLDERS = (".venv", "venv", "env", ".env")
FILES = {"fish": "activate.fish", "nu": "activate.nu"}


@rule(
    line_has=["activate"],
    exit_codes=[1, 126, 127],
    output_has=["permission denied", "not found", "no such file"],
    unseen=True,
)
def propose(failure: Failure) -> Fix | None:
    if not failure.words or failure.stage.prefix or failure.args[1:]:
        return None
    reads = failure.program in ("source", ".")
    word = failure.args[0] if reads and failure.args else failure.words[0]
    if word.plain.rpartition("/")[2].partition(".")[0] != "activate" or (reads and not failure.args):
        return None
    path = failure.path_of(word) or ""
    if "/" in path and failure.machine.is_file(path):
        if reads:
            return None
        return Fix(["source", word], why="it changes the shell that reads it", confidence=0.96, origin="local")
    if "/" in path and not reads:
        return None
    name = FILES.get(failure.dialect, "activate")
    found = [f"{one}/bin/{name}" for one in FOLDERS if failure.machine.is_file(f"{one}/bin/{name}")]
    if len(found) != 1:
        return None
    return Fix(["source", found[0]], why=f"the environment is {found[0]}", confidence=0.91, origin="local")


EXAMPLES = [
    Example("env/bin/activate", "bash: env/bin/activate: Permission denied", "source env/bin/activate", 126,
            files=["env/bin/activate"]),
    Example("activate", "bash: activate: command not found", "source .venv/bin/activate", 127,
            files=[".venv/bin/activate"]),
    Example("source bin/activate", "bash: bin/activate: No such file or directory", "source venv/bin/activate",
            files=["venv/bin/activate"]),
    Example("activate", "bash: activate: command not found", None, 127, files=["notes"]),
    Example("activate frob now", "bash: activate: command not found", None, 127, files=["venv/bin/activate"]),
]  # fmt: skip
