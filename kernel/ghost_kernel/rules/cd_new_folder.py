"""The folder to go to does not exist and no near one does: it is made and entered."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["cd", "pushd"], output_has=["no such file", "no such directory", "does not exist"])
def propose(failure: Failure) -> Fix | None:
    if len(failure.args) != 1:
        return None
    word = failure.args[0]
    path = failure.path_of(word) or ""
    if not path or path[:1] in "/~-" or ".." in path or path.strip("./") == "" or "\\" in word.text:
        return None
    head = path.strip("/").partition("/")[0]
    names = [name for name, is_folder in failure.machine.names("").items() if is_folder]
    if failure.machine.exists(path) or (head not in names and spelling.nearest(head, names, 4.0)[0]):
        return None
    deepest = path.strip("/").rpartition("/")[2]
    if head in names and spelling.nearest(deepest, failure.machine.names(path.rstrip("/").rpartition("/")[0]), 3.0)[0]:
        return None
    return Fix(before=[["mkdir", "-p", word]], why="there is no such folder yet: it is made", confidence=0.54)


EXAMPLES = [
    Example("cd notes/2031", "bash: cd: notes/2031: No such file or directory", "mkdir -p notes/2031 && cd notes/2031"),
    Example("cd ntoes", "bash: cd: ntoes: No such file or directory", None, files=["notes/"]),
    Example("cd /notes", "bash: cd: /notes: No such file or directory", None),
]
