"""expr's `*` belongs to the shell, which puts names of files in its place, unless it is escaped."""

from __future__ import annotations

from ghost_kernel.quoting import Raw
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["expr"], line_has=["*"], output_has=["syntax error", "non-integer", "non-numeric", "unexpected"])
def propose(failure: Failure) -> Fix | None:
    swaps = [(word, Raw("\\*")) for word in failure.args if word.text == "*"]
    if not swaps or not any(word.plain.isdigit() or word.value is None for word in failure.args):
        return None
    return Fix(swaps=swaps, why="the shell puts names of files in the place of *", confidence=0.96, only=True)


EXAMPLES = [
    Example("expr 6 * $n", "expr: syntax error: unexpected argument 'a.txt'", "expr 6 \\* $n", 2, files=["a.txt"]),
    Example("expr length * x", "expr: syntax error", None, 2),
]
