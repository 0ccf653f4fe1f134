"""A script or program of one's own that may not be started yet: it gets its exec bit, or its interpreter runs it."""

from __future__ import annotations

from ghost_kernel.knowledge import scripts
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    line_has=["/"],
    exit_codes=[1, 126, 127],
    output_has=["permission denied", "command not found", "cannot execute"],
    unseen=True,
)
def propose(failure: Failure) -> Fix | None:
    if not failure.words:
        return None
    word = failure.words[0]
    path = failure.path_of(word) or ""
    machine = failure.machine
    if "/" not in path or not machine.is_file(path) or machine.mode(path) & 0o111:
        return None
    if failure.output is not None and not any(
        one in failure.output for one in (word.plain, path, machine.resolve(path))
    ):
        return None
    lang = scripts.language(machine, path)
    if scripts.has_carriage_returns(machine, path):
        return None  # it would not start either
    if (scripts.is_program(machine, path) or lang in ("bash", "sh")) and machine.owns(path):
        return Fix(before=[["chmod", "u+x", word]], why=f"{word.plain} may not be started yet", confidence=0.93)
    runner = scripts.runner(machine, lang)
    if not runner or (lang == "python" and not path.endswith(".py") and not scripts.is_program(machine, path)):
        return None
    return Fix([runner, *failure.words], why=f"{word.plain} may not be started, {runner} can run it", confidence=0.86)


EXAMPLES = [
    Example(
        "./build -v",
        "bash: ./build: Permission denied",
        "chmod u+x ./build && ./build -v",
        126,
        files={"build": "#!/bin/sh\necho\n"},
    ),
    Example("bin/go.sh", None, "chmod u+x bin/go.sh && bin/go.sh", 126, files={"bin/go.sh": "echo hi\n"}),
    Example(
        "./sum.py 3",
        "zsh: permission denied: ./sum.py",
        "python3 ./sum.py 3",
        126,
        files={"sum.py": "print(3)\n"},
        programs=["python3"],
    ),
    Example(
        "sudo ./setup",
        "sudo: ./setup: command not found",
        "chmod u+x ./setup && sudo ./setup",
        1,
        files={"setup": "#!/bin/sh\n"},
    ),
    Example("./notes.txt", "bash: ./notes.txt: Permission denied", None, 126, files={"notes.txt": "hello\n"}),
    Example("./run", "bash: /root/x: Permission denied", None, 126, files={"run*": "#!/bin/sh\n"}),
]
