"""awk's program was not quoted, so that the shell cut it in words and put its own variables in: `awk {print $2}`."""

from __future__ import annotations

from ghost_kernel.quoting import Raw
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["awk", "gawk", "mawk", "nawk"], output_has=["awk"], line_has=["{"])
def propose(failure: Failure) -> Fix | None:
    args = failure.args
    first = next((place for place, word in enumerate(args) if word.text[:1] == "{"), -1)
    if first < 0:
        return None
    last = next((place for place in range(first, len(args)) if args[place].text[-1:] == "}"), -1)
    if last < 0:
        return None
    text = failure.line[args[first].start : args[last].end]
    if "'" in text or "\\" in text or (first == last and args[first].value is not None and "$" not in text):
        return None
    words = failure.command(failure.words[0], *args[:first], Raw(f"'{text}'"), *args[last + 1 :])
    return Fix(words, why="awk's program is one word, and its $ are not the shell's", confidence=0.96)


EXAMPLES = [
    Example(
        "ps | awk {print $2} a.txt", "awk: cmd. line:1: {print\nawk: unexpected newline", "ps | awk '{print $2}' a.txt"
    ),
    Example("awk '{print $2' a.txt", "awk: line 1: syntax error at or near end of line", None),
]
