"""The program is installed, but its folder is not on the PATH: it is started by its path."""

from __future__ import annotations

from ghost_kernel.knowledge import elsewhere, faults, python
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(output_has=["not found", "unknown command", "no such file"], exit_codes=[1, 126, 127], unseen=True)
def propose(failure: Failure) -> Fix | None:
    word = faults.not_found(failure)
    if word is None:
        return None
    path = elsewhere.find(failure.machine, word.plain)
    if path:
        sure = 0.9 if path[0] == "/" or path[:2] == "./" else 0.75
        return failure.swap(
            word, path, why=f"{word.plain} is not on the PATH, but it is there", confidence=sure, origin="local"
        )
    name = word.plain.replace("-", "_")
    if word is failure.words[0] and failure.machine.which("python3") and python.runs(failure.machine, name):
        words = failure.replace(word, "python3", "-m", name)
        return Fix(words, why=f"{name} is a module of Python's here", confidence=0.75, origin="local")
    return None


EXAMPLES = [
    Example("sorty -x", "bash: sorty: command not found", "./sorty -x", 127, files=["sorty*"]),
    Example(
        "linty src",
        "bash: linty: command not found",
        "node_modules/.bin/linty src",
        127,
        files=["node_modules/.bin/linty*"],
    ),
    Example("sorty -x", "bash: sorty: command not found", None, 127, files=["sorty"]),
    Example(
        "sor-ty a",
        "bash: sor-ty: command not found",
        "python3 -m sor_ty a",
        127,
        files=["venv/lib/python3.11/site-packages/sor_ty/__main__.py"],
        programs=["python3"],
    ),
    Example(
        "sorty a",
        "bash: sorty: command not found",
        None,
        127,
        files=["venv/lib/python3.11/site-packages/sorty.cpython-311.so"],
        programs=["python3"],
    ),
]
