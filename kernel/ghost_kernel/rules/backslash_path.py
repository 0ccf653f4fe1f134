"""A path was written with the backslashes of Windows, which the shell takes out."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(line_has=["\\"], output_has=["no such", "not found", "cannot", "can't", "does not exist"])
def propose(failure: Failure) -> Fix | None:
    swaps = []
    for word in (*failure.words[:1], *failure.stage.files):
        text = word.text.strip("'\"")
        path = text.replace("\\", "/")
        if "\\" not in text or " " in text or "$" in text or failure.machine.exists(word.plain):
            continue
        folder = path.rpartition("/")[0]
        if failure.machine.exists(path) or (failure.machine.is_folder(folder) and folder not in ("", ".", "..")):
            swaps.append((word, path))
    return Fix(swaps=swaps, why="folders are told apart by / here", confidence=0.93, only=True) if swaps else None


EXAMPLES = [
    Example("head src\\lib\\a.c", "head: cannot open 'srcliba.c'", "head src/lib/a.c", files=["src/lib/a.c"]),
    Example(".\\run.sh", "bash: .run.sh: command not found", "./run.sh", 127, files=["run.sh*"]),
    Example("cp a 'out\\b'", "cp: cannot create regular file", "cp a 'out/b'", files=["a", "out/"]),
    Example("cat a\\ b", "cat: 'a b': No such file or directory", None, files=["a"]),
    Example("grep '\\.c' gone", "grep: gone: No such file or directory", None),
]
