"""A module named among the arguments, such as a test's, is misspelt: the nearest one of the project."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    output_has=["no module named", "modulenotfounderror"],
    line_has=["python", "pytest", "unittest", "uvicorn", "gunicorn", "flask", "celery"],
)
def propose(failure: Failure) -> Fix | None:
    found = failure.search(r"No module named '?([\w.]+)'?")
    if not found:
        return None
    name = found.group(1)
    for place, word in enumerate(failure.args):
        text = word.value or ""
        before = failure.args[place - 1].plain if place else ""
        if before == "-m" or not (text == name or text.startswith((name + ".", name + ":"))):
            continue
        folder, _, last = name.rpartition(".")
        listed = failure.machine.names(folder.replace(".", "/") or ".")
        names = [
            one[:-3] if one.endswith(".py") else one
            for one, is_folder in listed.items()
            if is_folder or one.endswith(".py")
        ]
        near = [one for one in spelling.rank(last, names) if not spelling.numbers_differ(last, one.name)]
        if near:
            new = (folder + "." if folder else "") + near[0].name
            return failure.swap(
                word,
                new + text[len(name) :],
                why=f"there is a module {new}",
                confidence=spelling.confidence(near[0]),
                origin="local",
                only=near[0].only,
            )
    return None


EXAMPLES = [
    Example(
        "python3 -m unittest -v test_pasrer.Case",
        "ModuleNotFoundError: No module named 'test_pasrer'",
        "python3 -m unittest -v test_parser.Case",
        files=["test_parser.py", "parser.py"],
    ),
    Example(
        "gunicorn web.serevr:app",
        "ModuleNotFoundError: No module named 'web.serevr'",
        "gunicorn web.server:app",
        3,
        files=["web/server.py"],
    ),
    Example("python3 -m unittest test_a", "ModuleNotFoundError: No module named 'test_a'", None, files=["parser.py"]),
    Example("python3 a.py", "ModuleNotFoundError: No module named 'pasrer'", None, files=["parser.py", "a.py"]),
]
