"""Alternatives such as a|b were not quoted, so that the shell made a pipe of them."""

from __future__ import annotations

from ghost_kernel import messages
from ghost_kernel.quoting import quote
from ghost_kernel.rules import Example, Failure, Fix, rule

SEARCHERS = frozenset("grep egrep rg ag ack zgrep pgrep pkill".split())


@rule(line_has=["|"], output_has=["not found", "unknown command"], exit_codes=[1, 2, 126, 127])
def propose(failure: Failure) -> Fix | None:
    line = failure.line
    missing = messages.not_found(failure.output or "")
    stages = failure.stages
    for place, stage in enumerate(stages[1:], 1):
        before = stages[place - 1]
        if stage.operator != "pipe" or not stage.words or not before.words or stage.words[0].plain not in missing:
            continue
        first, last = stage.words[0], before.words[-1]
        if first.start != last.end + 1 or line[last.end] != "|" or last.value is None or first.value is None:
            continue
        while place + 1 < len(stages) and len(stage.words) == 1 and stages[place + 1].operator == "pipe":
            follower = stages[place + 1]
            if not follower.words or follower.words[0].start != first.end + 1:
                break
            place, stage, first = place + 1, follower, follower.words[0]
        text = line[last.start : first.end]
        if any(char in text for char in "'\"\\`$ ") or before.program not in SEARCHERS:
            continue
        extended = before.program != "grep" or before.has("-E", "-P", "--extended-regexp", "--perl-regexp")
        option = "" if extended else "-E "
        fixed = line[: last.start] + option + quote(text, failure.dialect) + line[first.end :]
        return Fix(line=fixed, why="the pattern was not quoted", confidence=0.92)
    return None


EXAMPLES = [
    Example("egrep -n red|blue list", "bash: blue: command not found", "egrep -n 'red|blue' list", 127),
    Example(
        "grep red|blue|teal x.md",
        "bash: blue: command not found\nbash: teal: command not found",
        "grep -E 'red|blue|teal' x.md",
        127,
    ),
    Example("ps aux|gerp x", "bash: gerp: command not found", None, 127),
    Example("grep x f | srot", "bash: srot: command not found", None, 127),
]
