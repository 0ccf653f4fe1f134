"""Writes ghost_kernel/rules/_gates.py: the gates of all built-in rules, so that a cold brain imports few of them.

python3 kernel/rules_index.py            writes it
python3 kernel/rules_index.py --check    exits 1 when the committed one is out of date
"""

from __future__ import annotations

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
RULES = os.path.join(HERE, "ghost_kernel", "rules")
INDEX = os.path.join(RULES, "_gates.py")
FIRST = ("misspelt_capitals", "misspelt_program")
HEAD = '''"""The gates of the built-in rules.

GENERATED from the rule files by kernel/rules_index.py; do not edit.
"""

from __future__ import annotations

# ruff: noqa: E501
# fmt: off
# name: programs, output_has, line_has, exit_codes, unseen, dialects
GATES: dict[
    str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[int, ...], bool, tuple[str, ...]]
] = {
'''


def text() -> str:
    """What the index has to say."""
    sys.path.insert(0, HERE)
    from ghost_kernel.loading import load_builtin

    names = [name[:-3] for name in os.listdir(RULES) if name.endswith(".py") and name[0] != "_"]
    # The common slips are asked for first, those of a program's name before all: a certain answer spares the others.
    names.sort(key=lambda name: (name not in FIRST, not name.startswith("misspelt_"), name))
    rows = [f"    {_literal(name)}: {_literal(load_builtin(name).gates.as_tuple())},\n" for name in names]
    return HEAD + "".join(rows) + "}\n"


def _literal(value: object) -> str:
    """The value as Python writes it, strings in double quotes where that needs no escape."""
    if isinstance(value, str):
        plain = value.isprintable() and '"' not in value and "\\" not in value
        return f'"{value}"' if plain else repr(value)
    if isinstance(value, tuple):
        inner = ", ".join([_literal(one) for one in value])
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return repr(value)


def main(args: list[str]) -> int:
    """Writes or checks; returns the exit code."""
    made = text()
    if args == ["--check"]:
        try:
            with open(INDEX, encoding="utf-8") as file:
                same = file.read() == made
        except OSError:
            same = False
        if not same:
            sys.stderr.write("rules/_gates.py is out of date; run kernel/rules_index.py\n")
        return 0 if same else 1
    with open(INDEX, "w", encoding="utf-8") as file:
        file.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
