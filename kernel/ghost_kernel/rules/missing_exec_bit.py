"""A script may not be started because its exec bit is missing: it is set, or the folder is entered."""

from __future__ import annotations

from ghost_kernel.knowledge import contents
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(output_has=["permission denied", "is a directory", "not executable", "cannot execute"], exit_codes=[1, 126, 127], unseen=True)
def propose(failure: Failure) -> Fix | None:
    if not failure.words:
        return None
    word = failure.words[0]
    path = failure.path_of(word)
    if not path or "/" not in path:
        return None
    if failure.machine.is_folder(path) and not failure.args and not failure.stage.prefix:
        return Fix(["cd", word], why="it is a folder", confidence=0.6)
    if not failure.machine.is_file(path) or failure.machine.may_run(path) or not failure.machine.owns(path):
        return None
    kind = contents.kind(failure.machine, path)
    if kind in ("script", "elf") or contents.interpreter(failure.machine, path):
        return Fix(before=[["chmod", "u+x", word]], why="the file may not be executed yet", confidence=0.88)
    return None


EXAMPLES = [
    Example("./go.sh -v", "bash: ./go.sh: Permission denied", "chmod u+x ./go.sh && ./go.sh -v", 126, files={"go.sh": "#!/bin/sh\n"}),
    Example("make && ./go.sh", "bash: ./go.sh: Permission denied", "make && chmod u+x ./go.sh && ./go.sh", 126, files={"go.sh": "#!/bin/sh\n"}),
    Example("./lib", "bash: ./lib: Is a directory", "cd ./lib", 126, files=["lib/"]),
    Example("./notes", "bash: ./notes: Permission denied", None, 126, files={"notes": "hello"}),
    Example("cat /root/x", "cat: /root/x: Permission denied", None),
]
