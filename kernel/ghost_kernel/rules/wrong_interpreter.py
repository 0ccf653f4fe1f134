"""A script is given to the interpreter of another language."""

from __future__ import annotations

from ghost_kernel.knowledge import contents
from ghost_kernel.rules import Example, Failure, Fix, rule

SHELLS = frozenset("sh bash dash zsh ksh source .".split())
FAMILY = {"python": "python", "python3": "python", "node": "node", "ruby": "ruby", "perl": "perl", "php": "php", "lua": "lua"}


def _family(name: str) -> str:
    return "shell" if name in SHELLS or name == "fish" else FAMILY.get(name.rstrip("0123456789."), FAMILY.get(name, ""))


@rule(
    programs=["python", "python3", "bash", "sh", "dash", "zsh", "node", "ruby", "perl", "source", "."],
    output_has=["syntax", "not found", "unexpected", "unable to read import", "import:", "unrecognized character", "parse error", "invalid or unexpected token"],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    if not failure.args or failure.args[0].is_option or failure.args[0].value is None:
        return None
    word = failure.args[0]
    path = word.plain
    if not failure.machine.is_file(path) or not failure.names(word):
        return None
    by_line = contents.shebang(failure.machine, path)
    extension = path.rpartition(".")[2] if "." in path.rpartition("/")[2] else ""
    if not by_line and extension not in contents.BY_EXTENSION:
        return None
    found = contents.interpreter(failure.machine, path)
    if not found or not _family(found[0]) or _family(found[0]) == _family(failure.program):
        return None
    return Fix([*found, *failure.args], why=f"{path} is written for {found[0]}", confidence=0.85)


EXAMPLES = [
    Example("bash tool.py x", "tool.py: line 1: syntax error near unexpected token `('", "python3 tool.py x", 2,
            files={"tool.py": "print(1)\n"}, programs=["python3"]),
    Example("python3 run.sh", '  File "run.sh", line 1\nSyntaxError: invalid syntax', "bash run.sh", files={"run.sh": "if x; then y; fi\n"}, programs=["bash"]),
    Example("python3 tool", '  File "tool", line 3\nSyntaxError: invalid syntax', "bash tool", files={"tool": "#!/bin/bash\nfi\n"}, programs=["bash"]),
    Example("python3 tool.py", '  File "tool.py", line 1\nSyntaxError: invalid syntax', None, files={"tool.py": "print(\n"}, programs=["python3"]),
]
