"""cd is given dots, a file, or nothing that is below here but a folder that is right above or inside."""

from __future__ import annotations

import os

from ghost_kernel.knowledge import below
from ghost_kernel.rules import Example, Failure, Fix, rule

LEAST_LETTERS = 3


@rule(
    programs=["cd", "pushd", "chdir"],
    output_has=["no such file", "not a directory", "does not exist", "no such directory", "too many arguments"],
    unseen=True,
)
def propose(failure: Failure) -> Fix | None:
    if len(failure.args) > 1:
        return _joined(failure)
    if len(failure.args) != 1 or failure.args[0].value is None:
        return None
    word = failure.args[0]
    path = word.plain
    if len(path) > 2 and set(path.rstrip("/")) == {"."}:
        up = "/".join([".."] * (len(path.rstrip("/")) - 1))
        return failure.swap(word, up, why="each further dot goes one folder up", confidence=0.95)
    if failure.machine.is_file(path):
        folder = os.path.dirname(path)
        if folder:
            return failure.swap(word, folder, why=f"{path} is a file", confidence=0.7, origin="local")
        return None
    if failure.machine.exists(path):
        return None
    if path[0] == "/" and len(path) > 1 and failure.machine.is_folder(path[1:]):
        return failure.swap(word, path[1:], why="the folder is below this one", confidence=0.75, origin="local")
    if path[0] not in "/~." and failure.machine.is_folder("../" + path):
        return failure.swap(word, "../" + path, why="the folder is beside this one", confidence=0.6, origin="local")
    return _begun(failure)


def _begun(failure: Failure) -> Fix | None:
    """The one folder whose name goes on where the typed one ends."""
    word = failure.args[0]
    path = word.plain.rstrip("/")
    parent, slash, begin = path.rpartition("/")
    if len(begin) < LEAST_LETTERS:
        return None
    listed = failure.machine.names(parent or ("/" if slash else "."))
    found = [name for name, is_folder in listed.items() if is_folder and name.lower().startswith(begin.lower())]
    if not found and not slash:
        inside = [one for one in below.folders(failure.machine) if one.rpartition("/")[2] == path]
        if len(inside) == 1:
            return failure.swap(
                word, inside[0], why=f"there is {inside[0]}", confidence=0.82, origin="local", only=True
            )
    if len(found) != 1:
        return None
    new = parent + slash + found[0]
    return failure.swap(word, new, why=f"{found[0]} begins so", confidence=0.82, origin="local", only=True)


def _joined(failure: Failure) -> Fix | None:
    """A folder whose name has blanks in it."""
    name = " ".join([word.plain for word in failure.args])
    if failure.machine.is_folder(name):
        return Fix([failure.words[0], name], why="the name has blanks in it", confidence=0.93, origin="local")
    return None


EXAMPLES = [
    Example("cd ....", "bash: cd: ....: No such file or directory", "cd ../../.."),
    Example("cd lib/a.c", "bash: cd: lib/a.c: Not a directory", "cd lib", files=["lib/a.c"]),
    Example("cd /lib2/x", "bash: cd: /lib2/x: No such file or directory", "cd lib2/x", files=["lib2/x/"]),
    Example(
        "cd other", "bash: cd: other: No such file or directory", "cd ../other", files=["here/", "other/"], cwd="here"
    ),
    Example("cd My Files", "bash: cd: too many arguments", "cd 'My Files'", files=["My Files/"]),
    Example("cd doc", "bash: cd: doc: No such file or directory", "cd documentation", files=["documentation/"]),
    Example("cd doc", "bash: cd: doc: No such file or directory", None, files=["documentation/", "doctor/"]),
    Example("cd frobs", "bash: cd: frobs: No such file or directory", "cd src/frobs", files=["src/frobs/"]),
    Example("cd nowhere", "bash: cd: nowhere: No such file or directory", None),
]
