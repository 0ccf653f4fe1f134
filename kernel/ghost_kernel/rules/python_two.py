"""Python 2 is not here, or its print was typed; Python 3 runs what it can read."""

from __future__ import annotations

from ghost_kernel.knowledge import faults, python
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(line_has=["python"], output_has=["not found", "no such file", "missing parentheses in call to 'print'"])
def propose(failure: Failure) -> Fix | None:
    if not failure.words:
        return None
    if failure.has("missing parentheses in call to 'print'"):
        return _print(failure)
    word = faults.not_found(failure)
    if (
        word is not failure.words[0]
        or word.plain.rstrip("0123456789.") != "python"
        or not word.plain[6:].startswith("2")
    ):
        return None
    operands = failure.stage.operands
    if not failure.machine.which("python3") or failure.stage.has("-c"):
        return None
    if (
        operands
        and not failure.stage.has("-m")
        and not python.reads(failure.machine.read(failure.path_of(operands[0]) or ""))
    ):
        return None
    return failure.swap(word, "python3", why="python3 is here, and can read the script", confidence=0.9)


def _print(failure: Failure) -> Fix | None:
    """A single print statement of -c code."""
    args = failure.args
    for place, word in enumerate(args[:-1]):
        if word.plain != "-c" or args[place + 1].value is None:
            continue
        code = args[place + 1].value or ""
        parts = [part.strip() for part in code.split(";")]
        if not any(part.startswith("print ") for part in parts) or "\n" in code:
            return None
        new = "; ".join([f"print({part[6:].strip()})" if part.startswith("print ") else part for part in parts])
        if python.reads(new):
            return failure.swap(args[place + 1], new, why="print takes parentheses", confidence=0.93)
    return None


EXAMPLES = [
    Example(
        "python2 sum.py 1",
        "bash: python2: command not found",
        "python3 sum.py 1",
        127,
        files={"sum.py": "print(1)\n"},
        programs=["python3"],
    ),
    Example(
        "python2.7 sum.py",
        "bash: python2.7: command not found",
        None,
        127,
        files={"sum.py": "print 1\n"},
        programs=["python3"],
    ),
    Example(
        "python3 -c 'import os; print os.sep'",
        "SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?",
        "python3 -c 'import os; print(os.sep)'",
    ),
    Example(
        "python3 old.py",
        "SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?",
        None,
        files={"old.py": "print 1\n"},
    ),
]
