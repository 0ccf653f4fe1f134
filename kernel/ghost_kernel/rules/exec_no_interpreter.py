"""A script's first line names an interpreter that is not here; the one that is here runs it."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import python, scripts
from ghost_kernel.rules import Example, Failure, Fix, rule

# What stands in for an interpreter of another name; dialects that may not understand the script are left out.
STAND_INS = {"python2": "", "nodejs": "node", "ash": "sh", "ksh": "bash", "gawk": "awk", "mawk": "awk", "dash": "sh"}

# Programs of Python that are only a door to a module of the same name.
MODULES = frozenset(("pip", "pytest", "venv", "mypy", "black", "ruff", "flake8", "pylint", "pydoc", "tox", "ipython"))


@rule(
    exit_codes=[1, 126, 127],
    output_has=["bad interpreter", "no such file or directory", "required file not found", "env: "],
    unseen=True,
)
def propose(failure: Failure) -> Fix | None:
    if not failure.words:
        return None
    word = failure.words[0]
    path = failure.path_of(word) or ""
    if "/" not in path:
        path = failure.machine.which(path)
    if not failure.machine.may_run(path):
        return None
    line = scripts.first_line(failure.machine, path)
    if line.endswith("\r"):
        return None
    program, options = scripts.interpreter(line)
    name = program.rpartition("/")[2]
    if (
        not name
        or name[0] == "-"
        or failure.machine.may_run(program)
        or ("/" not in program and failure.machine.which(program))
    ):
        return None
    runner = _runner(failure, name) or _by_ending(failure, name, path)
    if not runner:
        return None
    script = path.rpartition("/")[2].rstrip("0123456789.")
    if script in MODULES and runner.startswith("python"):
        return Fix([runner, "-m", script, *failure.args], why=f"{program} is not here, {runner} is", confidence=0.92)
    return Fix(
        [runner, *options, word if "/" in word.plain else path, *failure.args],
        why=f"{program} is not here, {runner} is",
        confidence=0.92,
        only=True,
    )


def _runner(failure: Failure, name: str) -> str:
    """The same program in another folder, or one that runs the same language."""
    if failure.machine.which(name):
        return name
    if name in STAND_INS:
        other = STAND_INS[name]
        return other if other and failure.machine.which(other) else ""
    return scripts.runner(failure.machine, scripts.of_program(name))


def _by_ending(failure: Failure, name: str, path: str) -> str:
    """What the file's name says, where the first line names a program that nobody knows, or a misspelt one."""
    if name in STAND_INS or scripts.of_program(name):
        lang = scripts.of_program(name)
        readable = lang == "python" and python.reads(failure.machine.read(path))
        return scripts.runner(failure.machine, lang) if readable else ""
    near, only = spelling.nearest(name, [one for runners in scripts.RUNNERS.values() for one in runners])
    if only and failure.machine.which(near):
        return near
    ending = path.rpartition("/")[2].rpartition(".")[2] if "." in path.rpartition("/")[2] else ""
    return scripts.runner(failure.machine, scripts.ENDINGS.get(ending, ""))


EXAMPLES = [
    Example(
        "bin/pip3 list",
        "bash: bin/pip3: /old/venv/bin/python3: bad interpreter: No such file or directory",
        "python3 -m pip list",
        126,
        files={"bin/pip3*": "#!/old/venv/bin/python3\n"},
        programs=["python3"],
    ),
    Example(
        "./count a b",
        "bash: ./count: /opt/perl/bin/perl: bad interpreter: No such file or directory",
        "perl -w ./count a b",
        126,
        files={"count*": "#!/opt/perl/bin/perl -w\n"},
        programs=["perl"],
    ),
    Example(
        "bin/tool",
        "/usr/bin/env: ‘python’: No such file or directory",
        "python3 bin/tool",
        127,
        files={"bin/tool*": "#!/usr/bin/env python\n"},
        programs=["python3"],
    ),
    Example(
        "./a.sh",
        "bash: ./a.sh: cannot execute: required file not found",
        "bash ./a.sh",
        127,
        files={"a.sh*": "#!/nowhere/bash\n"},
        programs=["bash"],
    ),
    Example(
        "./a.py",
        "/usr/bin/env: ‘pyhton3’: No such file or directory",
        "python3 ./a.py",
        127,
        files={"a.py*": "#!/usr/bin/env pyhton3\n"},
        programs=["python3"],
    ),
    Example(
        "./a.sh",
        "bash: ./a.sh: cannot execute: required file not found",
        "bash ./a.sh",
        127,
        files={"a.sh*": "#!/opt/frobsh\n"},
        programs=["bash"],
    ),
    Example(
        "./b",
        "/usr/bin/env: 'python2': No such file or directory",
        "python3 ./b",
        127,
        files={"b*": "#!/usr/bin/env python2\nprint('b')\n"},
        programs=["python3"],
    ),
    Example(
        "./a",
        "/usr/bin/env: 'python2': No such file or directory",
        None,
        127,
        files={"a*": "#!/usr/bin/env python2\nprint 'a'\n"},
        programs=["python3"],
    ),
    Example(
        "./a",
        "cat: x: No such file or directory",
        None,
        1,
        files={"a*": "#!/bin/sh\ncat x\n", "/bin/sh*": ""},
        programs=["sh"],
    ),
]
