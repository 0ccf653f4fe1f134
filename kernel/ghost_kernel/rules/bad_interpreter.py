"""A script names an interpreter that is not here, or its lines end as in DOS: it is run by the one that is meant."""

from __future__ import annotations

from ghost_kernel.knowledge import contents
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    output_has=["bad interpreter", "required file not found", "env: ", "no such file or directory", "exec format error", "cannot execute",
                "$'\\r': command not found", "\\r"],
    exit_codes=[1, 2, 126, 127], unseen=True,
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    if not failure.words:
        return None
    word = failure.words[0]
    path = failure.path_of(word)
    if not path or "/" not in path and not failure.has("env:") or not failure.machine.is_file(path):
        return None
    if contents.kind(failure.machine, path) not in ("script", "text"):
        return None
    if contents.has_carriage_return(failure.machine, path):
        fix = Fix(before=[["sed", "-i", "s/\\r$//", word]], why="its lines end as in DOS", confidence=0.75)
        return fix if failure.machine.owns(path) else None
    words = contents.shebang(failure.machine, path)
    if words and failure.machine.may_run(words[0]) and words[0].rpartition("/")[2] != "env":
        return None
    found = contents.interpreter(failure.machine, path)
    if not found or (words[1:2] == found[:1] and not failure.has("exec format")):
        return None
    shown = path[2:] if path[:2] == "./" else word
    return Fix([*found, shown, *failure.args], why=f"the interpreter it names is not here, {found[0]} is", confidence=0.82)


EXAMPLES = [
    Example("./go -v", "bash: ./go: /opt/none/bash: bad interpreter: No such file or directory", "bash go -v", 126,
            files={"go*": "#!/opt/none/bash\n"}, programs=["bash"]),
    Example("./go.py", "/usr/bin/env: 'python': No such file or directory", "python3 go.py", 127,
            files={"go.py*": "#!/usr/bin/env python\n"}, programs=["python3"]),
    Example("./go", "bash: ./go: cannot execute: required file not found", "sed -i 's/\\r$//' ./go && ./go", 127,
            files={"go*": "#!/bin/sh\r\necho\r\n"}),
    Example("./go", "bash: ./go: /opt/none/frob: bad interpreter: No such file or directory", None, 126, files={"go*": "#!/opt/none/frob\n"}),
    Example("./go", "cat: x: No such file or directory", None, files={"go*": "#!/bin/sh\n"}),
]  # fmt: skip
