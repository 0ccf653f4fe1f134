"""A script was saved with the line ends of Windows: they are taken out, then it runs."""

from __future__ import annotations

from ghost_kernel.knowledge import scripts
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    exit_codes=[1, 2, 126, 127],
    output_has=[
        "bad interpreter",
        "no such file",
        "required file not found",
        "\\r",
        "^m",
        "syntax error",
        "invalid option",
        "unexpected",
        "\r",
    ],
    unseen=True,
)
def propose(failure: Failure) -> Fix | None:
    if not failure.words:
        return None
    word = failure.words[0]
    path = failure.path_of(word) or ""
    if "/" in path and path.count("/") and failure.machine.may_run(path):
        line = scripts.first_line(failure.machine, path)
        if not line.endswith("\r"):
            return None
    elif scripts.of_program(failure.program) in scripts.SHELLS or failure.program in ("source", "."):
        files = failure.stage.operands
        if not files or failure.stage.has("-c"):
            return None
        word = files[0]
        path = failure.path_of(word) or ""
        if failure.output is None:
            return None
    else:
        return None
    machine = failure.machine
    if not machine.is_file(path) or not machine.owns(path) or not scripts.has_carriage_returns(machine, path):
        return None
    lang = scripts.language(machine, path)
    runner = scripts.runner(machine, lang) if lang not in scripts.SHELLS else ""
    if runner and word is failure.words[0]:  # only the kernel stumbles over the first line, the language does not
        return Fix([runner, *failure.words], why=f"{word.plain} has the line ends of Windows", confidence=0.92)
    return Fix(
        before=[["sed", "-i", "s/\\r$//", word]], why=f"{word.plain} has the line ends of Windows", confidence=0.92
    )


EXAMPLES = [
    Example(
        "./go.sh now",
        "bash: ./go.sh: cannot execute: required file not found",
        "sed -i 's/\\r$//' ./go.sh && ./go.sh now",
        127,
        files={"go.sh*": "#!/bin/bash\r\necho\r\n"},
    ),
    Example(
        "bash go.sh",
        "go.sh: line 2: $'\\r': command not found\ngo.sh: line 3: syntax error: unexpected end of file",
        "sed -i 's/\\r$//' go.sh && bash go.sh",
        2,
        files={"go.sh": "if true; then\r\n\r\nfi\r\n"},
    ),
    Example(
        "./go.py now",
        "/usr/bin/env: ‘python3\\r’: No such file or directory",
        "python3 ./go.py now",
        127,
        files={"go.py*": "#!/usr/bin/env python3\r\nprint()\r\n"},
        programs=["python3"],
    ),
    Example("./go.sh", None, "sed -i 's/\\r$//' ./go.sh && ./go.sh", 127, files={"go.sh*": "#!/bin/sh\r\necho\r\n"}),
    Example("bash go.sh", "go.sh: line 1: frob: command not found", None, 127, files={"go.sh": "frob\n"}),
    Example("./go.sh", "cp: cannot stat 'x': No such file", None, 1, files={"go.sh*": "#!/bin/sh\ncp x y\n"}),
]
