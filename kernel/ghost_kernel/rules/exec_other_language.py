"""A script was given to the interpreter of another language: its first line, else its name, says which is right."""

from __future__ import annotations

from ghost_kernel.knowledge import scripts
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

# What each says of a file that is not in its language.
SAID = (
    "syntax error",
    "syntaxerror",
    "command not found",
    ": not found",
    "unexpected",
    "bad substitution",
    "indentationerror",
    "unknown file extension",
    "parse error",
    "nameerror",
    "unterminated",
    "invalid or unexpected token",
    "can't locate",
    "unmatched",
    "not valid",
    "cannot execute binary file",
    "non-utf-8",
    "non-printable",
    "null bytes",
    "referenceerror",
)
RUNS = (
    "python3",
    "python",
    "bash",
    "sh",
    "dash",
    "zsh",
    "perl",
    "ruby",
    "node",
    "php",
    "lua",
    "fish",
    "source",
    ".",
)
# Bash understands what sh does not; the other way round nothing is gained.
UNDERSTOOD = {("bash", "sh"), ("zsh", "sh"), ("ksh", "sh"), ("sh", "dash")}


@rule(output_has=SAID, line_has=["/", "python", "sh ", "node ", "perl ", "ruby ", "php ", "lua ", "source ", ". "])
def propose(failure: Failure) -> Fix | None:
    if failure.program not in RUNS:
        return _without_first_line(failure)
    operands = failure.stage.operands
    if not operands or failure.stage.has("-c", "-m", "-e"):
        return None
    word = operands[0]
    path = failure.path_of(word) or ""
    if any(one.is_option for one in failure.args[: failure.args.index(word)]) or not failure.machine.is_file(path):
        return None
    if scripts.is_binary(failure.machine, path):
        return _binary(failure, word, path)
    used = scripts.of_program(failure.program) or failure.dialect
    lang = scripts.language(failure.machine, path)
    if not lang or lang == used or (used, lang) in UNDERSTOOD or not _its_fault(failure, path, used):
        return None
    if used == "sh" and lang == "bash" and not scripts.first_line(failure.machine, path) and not _bash_only(failure):
        return None
    runner = scripts.runner(failure.machine, lang)
    if not runner or runner == failure.program:
        return None
    return failure.swap(
        failure.words[0], runner, why=f"{word.plain} is for {runner}", confidence=0.92, origin="rule", only=True
    )


def _binary(failure: Failure, word: Word, path: str) -> Fix | None:
    """A program for the machine itself needs no interpreter."""
    if failure.program in ("source", ".") or not failure.machine.may_run(path):
        return None
    at = failure.words.index(word)
    new = word if "/" in path else "./" + path
    return Fix([new, *failure.words[at + 1 :]], why=f"{path} is a program, no script", confidence=0.92, origin="local")


def _without_first_line(failure: Failure) -> Fix | None:
    """A script that lacks its `#!` line is taken for one of the shell's own."""
    word = failure.words[0] if failure.words else None
    path = (failure.path_of(word) or "") if word is not None else ""
    if "/" not in path or not failure.machine.may_run(path) or scripts.is_program(failure.machine, path):
        return None
    lang = scripts.language(failure.machine, path)
    runner = scripts.runner(failure.machine, lang) if lang not in scripts.SHELLS else ""
    if not runner or path.rpartition("/")[2] not in (failure.output or ""):
        return None
    return Fix([runner, *failure.words], why=f"{path} is for {runner} and does not say so", confidence=0.92, only=True)


def _its_fault(failure: Failure, path: str, used: str) -> bool:
    """Whether the interpreter complains of the file itself, and not of what the script does."""
    output = failure.output or ""
    name = path.rpartition("/")[2]
    if used in ("python", "node", "ruby", "perl", "php", "lua"):
        return (
            failure.has(
                "syntaxerror",
                "syntax error",
                "unknown file extension",
                "nameerror",
                "referenceerror",
                "unexpected",
                "not valid",
            )
            and name in output
        )
    return any(name in line for line in output.splitlines()) or "syntax error" in failure.low


def _bash_only(failure: Failure) -> bool:
    """Whether sh stumbled over something that bash has and sh has not."""
    return failure.has(
        "[[: not found",
        "bad substitution",
        '"(" unexpected',
        "source: not found",
        "declare: not found",
        "function: not found",
        "shopt: not found",
        "local: not in",
        "let: not found",
        "redirection unexpected",
        "pushd: not found",
        "mapfile: not found",
        "bad for loop variable",
        "typeset: not found",
        "select: not found",
        "pipefail",
        "syntax error",
    )


EXAMPLES = [
    Example(
        "bash area.py 4",
        "area.py: line 1: import: command not found",
        "python3 area.py 4",
        127,
        files={"area.py": "import math\n"},
        programs=["python3"],
    ),
    Example(
        "python3 nightly",
        '  File "/x/nightly", line 2\nSyntaxError: invalid syntax',
        "bash nightly",
        1,
        files={"nightly": "#!/usr/bin/env bash\nfor i in 1; do\n"},
        programs=["bash"],
    ),
    Example(
        "sh list.sh",
        'list.sh: 3: Syntax error: "(" unexpected',
        "bash list.sh",
        2,
        files={"list.sh": "#!/bin/bash\na=(1)\n"},
        programs=["bash"],
    ),
    Example(
        "node tally.rb",
        "/x/tally.rb:1\nSyntaxError: Unexpected identifier",
        "ruby tally.rb",
        1,
        files={"tally.rb": "puts 1\n"},
        programs=["ruby"],
    ),
    Example(
        "python3 a.py",
        'File "a.py", line 1\nSyntaxError: invalid syntax',
        None,
        1,
        files={"a.py": "x y\n"},
        programs=["python3"],
    ),
    Example(
        "bash a.sh", "a.sh: line 3: frob: command not found", None, 127, files={"a.sh": "frob\n"}, programs=["bash"]
    ),
    Example("bash frob -x", "frob: frob: cannot execute binary file", "./frob -x", 126, files={"frob*": "\x7fELF\x01"}),
    Example("bash frob", "frob: line 2: x: command not found", None, 126, files={"frob*": "\x7f-x"}),
    Example(
        "node tally.py",
        "/x/tally.py:1\nReferenceError: print is not defined",
        "python3 tally.py",
        1,
        files={"tally.py": "print(1)\n"},
        programs=["python3"],
    ),
    Example("python3 -c x.sh", "SyntaxError: invalid syntax", None, 1, files={"x.sh": "ls\n"}, programs=["bash"]),
]
