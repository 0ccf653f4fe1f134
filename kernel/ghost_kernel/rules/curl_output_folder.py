"""curl cannot write its file because the folder is not there; asked to be silent, it says so by its status alone."""

from __future__ import annotations

import os

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["curl"], exit_codes=[23], unseen=True)
def propose(failure: Failure) -> Fix | None:
    plain = [word.plain for word in failure.args]
    for at in range(len(plain) - 1):
        if plain[at] in ("-o", "--output") or (
            plain[at][:1] == "-" and plain[at][1:2] != "-" and plain[at][-1:] == "o"
        ):
            path = failure.path_of(failure.args[at + 1]) or ""
            folder = os.path.dirname(path)
            if folder and not failure.machine.exists(folder):
                return Fix(
                    before=[["mkdir", "-p", folder]], why=f"the folder {folder} does not exist yet", confidence=0.8
                )
            return None
    return None


EXAMPLES = [
    Example("curl -s -o d/x http://localhost/", "", "mkdir -p d && curl -s -o d/x http://localhost/", 23),
    Example("curl -s -o x http://localhost/", "", None, 23),
]
