"""`[` and `]` are words of their own and need blanks around them."""

from __future__ import annotations

from ghost_kernel.quoting import Raw
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(line_has=["["], output_has=["[", "missing `]'", "']' expected", "no matches found"])
def propose(failure: Failure) -> Fix | None:
    if not failure.words or failure.stage.prefix:
        return None
    words = failure.words
    first, last = words[0], words[-1]
    swaps = []
    if first.text[0] == "[" and first.text not in ("[", "[["):
        mark = "[[" if first.text[:2] == "[[" else "["
        swaps.append((first, Raw(f"{mark} {first.text[len(mark) :]}")))
    if first.text[0] == "[" and last is not first and last.text not in ("]", "]]") and last.text[-1] == "]":
        mark = "]]" if last.text[-2:] == "]]" else "]"
        swaps.append((last, Raw(f"{last.text[: -len(mark)]} {mark}")))
    if not swaps:
        return None
    return Fix(swaps=swaps, why="[ and ] are words of their own", confidence=0.96)


EXAMPLES = [
    Example("[-d lib ] && ls", "bash: [-d: command not found", "[ -d lib ] && ls", 127),
    Example("[ -d lib] && ls", "bash: [: missing `]'", "[ -d lib ] && ls", 2),
    Example("[ -d lib ]", "", None),
    Example("ls [a]", "ls: cannot access '[a]': No such file", None),
]
