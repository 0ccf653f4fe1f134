"""A source file was started; the program that was made of it lies beside it."""

from __future__ import annotations

import os

from ghost_kernel.rules import Example, Failure, Fix, rule

ENDINGS = (".c", ".cc", ".cpp", ".cxx", ".rs", ".go", ".f90", ".java", ".o", ".h")


@rule(line_has=["/"], exit_codes=[2, 126, 127], output_has=["permission denied", "not found", "syntax error"])
def propose(failure: Failure) -> Fix | None:
    if not failure.words:
        return None
    word = failure.words[0]
    path = failure.path_of(word) or ""
    stem, ending = os.path.splitext(path)
    if ending not in ENDINGS or "/" not in path or not failure.machine.is_file(path):
        return None
    if not failure.machine.may_run(stem):
        return None
    return failure.swap(word, stem, why=f"{stem} was made of it", confidence=0.92, origin="local", only=True)


EXAMPLES = [
    Example("./frob.c -x", "bash: ./frob.c: Permission denied", "./frob -x", 126, files=["frob.c", "frob*"]),
    Example("./frob.c", "bash: ./frob.c: Permission denied", None, 126, files=["frob.c"]),
    Example("./frob.sh", "bash: ./frob.sh: Permission denied", None, 126, files=["frob.sh", "frob*"]),
]
