"""`[ a && b ]` ends the test in its middle: each side is a test of its own."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(line_has=["&&", "||"], output_has=["missing `]'", "missing ]", "']' expected", "] expected", "missing ‘]’"])
def propose(failure: Failure) -> Fix | None:
    stages = failure.stages
    line = failure.line
    for place, stage in enumerate(stages):
        if not stage.words or stage.words[0].text != "[" or stage.words[-1].text == "]":
            continue
        end = place + 1
        while end < len(stages) and stages[end].words and stages[end].words[-1].text != "]":
            if stages[end].operator not in ("and", "or") or stages[end].words[0].text[:1] != "-":
                break
            end += 1
        if end >= len(stages) or not stages[end].words or stages[end].words[-1].text != "]":
            continue
        parts = stages[place + 1 : end + 1]
        if any(one.operator not in ("and", "or") or one.redirects or one.words[0].text == "[" for one in parts):
            continue
        for one in reversed(parts):
            line = line[: one.words[0].start] + "[ " + line[one.words[0].start :]
        for one in reversed(stages[place:end]):
            cut = one.words[-1].end + 2 * max(0, stages.index(one) - place)
            line = line[:cut] + " ]" + line[cut:]
        return Fix(line=line, why="each test has brackets of its own", confidence=0.93)
    return None


EXAMPLES = [
    Example("[ -d a && -w a ] && ls a", "bash: [: missing `]'", "[ -d a ] && [ -w a ] && ls a", 2),
    Example("[ -d a || -d b || -d c ]", "bash: [: missing `]'", "[ -d a ] || [ -d b ] || [ -d c ]", 2),
    Example("[ -d a && ls", "bash: [: missing `]'", None, 2),
    Example("[ -d a ] && ls", "ls: cannot access 'x'", None, 2),
]
