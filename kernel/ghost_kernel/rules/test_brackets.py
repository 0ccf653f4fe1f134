"""A test `[ … ]` lacks a bracket or a blank: `[ -f a && b`, `[-f a]`, `[ -d a && -w a ]`, `[ "$a"= x ]`."""

from __future__ import annotations

from ghost_kernel.quoting import Raw
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Stage

SIGNS = ("==", "!=", "=", "<=", ">=")
NO_END = ("missing `]'", "missing ]", "']' expected", "] expected", "missing ‘]’")
NO_SIGN = ("operator expected", "too many arguments")


@rule(line_has=["[", "test "], output_has=[*NO_END, *NO_SIGN, "[", "no matches found"])
def propose(failure: Failure) -> Fix | None:
    blanks = _blanks(failure)
    if blanks is not None:
        return blanks
    if failure.has(*NO_END):
        found = _joined(failure) or _not_closed(failure)
        if found is not None:
            return found
    return _glued_sign(failure) if failure.has(*NO_SIGN) else None


def _blanks(failure: Failure) -> Fix | None:
    """`[` and `]` are words of their own and need blanks around them."""
    if not failure.words or failure.stage.prefix or failure.words[0].text[0] != "[":
        return None
    first, last = failure.words[0], failure.words[-1]
    swaps = []
    if first.text not in ("[", "[["):
        mark = "[[" if first.text[:2] == "[[" else "["
        swaps.append((first, Raw(f"{mark} {first.text[len(mark) :]}")))
    if last is not first and last.text not in ("]", "]]") and last.text[-1] == "]":
        mark = "]]" if last.text[-2:] == "]]" else "]"
        swaps.append((last, Raw(f"{last.text[: -len(mark)]} {mark}")))
    return Fix(swaps=swaps, why="[ and ] are words of their own", confidence=0.92) if swaps else None


def _joined(failure: Failure) -> Fix | None:
    """`[ a && b ]` ends the test in its middle: each side becomes a test of its own."""
    stages = failure.stages
    for place, stage in enumerate(stages):
        if not _is_open(stage):
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
        line = failure.line
        for before, one in reversed(list(zip(stages[place:end], parts))):
            closed, begun = before.words[-1].end, one.words[0].start
            line = f"{line[:closed]} ]{line[closed:begun]}[ {line[begun:]}"
        return Fix(line=line, why="each test has brackets of its own", confidence=0.88)
    return None


def _not_closed(failure: Failure) -> Fix | None:
    """The closing bracket was left out, and no later word has one."""
    for place, stage in enumerate(failure.stages):
        if len(stage.words) < 2 or not _is_open(stage) or stage.words[-1].text[-1:] == "]":
            continue
        if any(one.words and one.words[-1].text[-1:] == "]" for one in failure.stages[place + 1 :]):
            return None
        end = stage.words[-1].end
        return Fix(line=f"{failure.line[:end]} ]{failure.line[end:]}", why="a test ends with ]", confidence=0.85)
    return None


def _glued_sign(failure: Failure) -> Fix | None:
    """The sign of a comparison has no blank beside it."""
    for stage in failure.stages:
        for word in stage.words[1:] if stage.words and stage.words[0].text in ("[", "test") else ():
            new = _apart(word.text)
            if new:
                line = failure.line[: word.start] + new + failure.line[word.end :]
                return Fix(line=line, why="the sign of a comparison is a word of its own", confidence=0.88)
    return None


def _is_open(stage: Stage) -> bool:
    return bool(stage.words) and stage.words[0].text == "[" and stage.words[-1].text != "]"


def _apart(text: str) -> str:
    """`a=` or `=a` as two words."""
    for sign in SIGNS:
        if text.endswith(sign) and len(text) > len(sign):
            return f"{text[: -len(sign)]} {sign}"
        if text.startswith(sign) and len(text) > len(sign):
            return f"{sign} {text[len(sign) :]}"
    return ""


EXAMPLES = [
    Example("[-d lib ] && ls", "bash: [-d: command not found", "[ -d lib ] && ls", 127),
    Example("[ -d lib] && ls", "bash: [: missing `]'", "[ -d lib ] && ls", 2),
    Example("[ -f a && ls", "bash: [: missing `]'", "[ -f a ] && ls", 2),
    Example("[ -d a && -w a ] && ls a", "bash: [: missing `]'", "[ -d a ] && [ -w a ] && ls a", 2),
    Example("[ -d a || -d b || -d c ]", "bash: [: missing `]'", "[ -d a ] || [ -d b ] || [ -d c ]", 2),
    Example('[ "$a"= x ] && ls', "bash: [: x=: unary operator expected", '[ "$a" = x ] && ls', 2),
    Example("[ $a ==x ] && ls", "bash: [: ==x: unary operator expected", "[ $a == x ] && ls", 2),
    Example("[ a b ]", "bash: [: a: unary operator expected", None, 2),
    Example("[ -d a ] && ls", "ls: cannot access 'x'", None, 2),
    Example("[ -d lib ]", "", None),
    Example("ls [a]", "ls: cannot access '[a]': No such file", None),
]
