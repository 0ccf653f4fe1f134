"""seq takes its numbers as words of their own: not `1,5`, `1..5`, `1-5` or `{1..5`."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

SIGNS = ("..", ",", "-", ":")


@rule(programs=["seq", "jot"], output_has=["invalid floating point", "illegal", "invalid"])
def propose(failure: Failure) -> Fix | None:
    operands = failure.stage.operands
    if len(operands) != 1 or operands[0].value is None:
        return None
    text = operands[0].plain.strip("{}[]()")
    for sign in SIGNS:
        parts = text.split(sign)
        if len(parts) in (2, 3) and all(_is_number(part) for part in parts):
            return Fix(failure.replace(operands[0], *parts), why="each number is a word of its own", confidence=0.93)
    return None


def _is_number(text: str) -> bool:
    return text.isdigit() and text.isascii()


EXAMPLES = [
    Example("seq 2,9", "seq: invalid floating point argument: '2,9'", "seq 2 9"),
    Example("seq -w 2..9", "seq: invalid floating point argument: '2..9'", "seq -w 2 9"),
    Example("seq x..9", "seq: invalid floating point argument: 'x..9'", None),
]
