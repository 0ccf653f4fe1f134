"""Brackets and quotes that do not match: what is open is closed, what was never opened is taken out."""

from __future__ import annotations

from ghost_kernel import nulexer
from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

SUMMED = (" + ", " - ", " * ", " / ", " ++ ")


@rule(dialects=["nu"], output_has=["parser::unclosed_delimiter", "parser::unexpected_eof", "unbalanced_delimiter"])
def propose(failure: Failure) -> Fix | None:
    line = failure.line.rstrip()
    if "\n" in line:
        return None
    apostrophe = _apostrophe(line)
    if apostrophe is not None:
        return apostrophe
    stack: list[tuple[str, int]] = []
    at = 0
    while at < len(line):
        char = line[at]
        if char in nulexer.QUOTES:
            end = nulexer.quote_end(line, at)
            if end >= len(line) and (line[-1] != char or end == at + 1 or len(line) == at + 1):
                stack.append((char, at))
                break
            at = end
            continue
        if char in nulexer.OPEN:
            stack.append((nulexer.OPEN[char], at))
        elif char in ")]}":
            if not stack:
                return _extra(line, at)
            if stack[-1][0] != char:
                return _forgotten(line, at, stack)
            stack.pop()
        at += 1
    return _closed(line, *stack[0]) if len(stack) == 1 else None


def _closed(line: str, mark: str, opened: int) -> Fix | None:
    """One that is open at the end."""
    if mark in nulexer.QUOTES and line.count(mark) % 2 == 0:
        return None
    inner = line[opened + 1 :]
    if mark == "}" and not inner.startswith((" ", "|")) and ":" not in inner:
        return None  # a name with a brace in it, perhaps
    end = len(line)
    if mark == "]" and " | " in cutting.outside(inner):
        end = opened + 1 + cutting.outside(inner).index(" | ")  # no list has a pipe in it
    blank = " " if mark == "}" and any(start in line for start in ("{ ", "{|")) else ""
    return Fix(line=line[:end] + blank + mark + line[end:], why=f"{mark} was missing", confidence=0.84)


def _extra(line: str, at: int) -> Fix | None:
    """One that closes what nobody opened."""
    rest = line[at + 1 :].strip()
    if (rest and rest[0] not in "|;") or not _is_even(line[:at] + line[at + 1 :]):
        return None
    summed = "(" not in line and any(one in line for one in SUMMED)
    if line[at] == ")" and not rest and line.startswith("print ") and summed:
        return Fix(line="print (" + line[len("print ") :], why="( was missing", confidence=0.82)
    made = (line[:at].rstrip() if line[at] == "}" else line[:at]) + line[at + 1 :]
    return Fix(line=made, why=f"{line[at]} closes nothing", confidence=0.85)


def _forgotten(line: str, at: int, stack: list[tuple[str, int]]) -> Fix | None:
    """An inner one was not closed before the outer one."""
    if len(stack) < 2 or stack[-2][0] != line[at]:
        return None
    end = len(line[:at].rstrip())
    made = line[:end] + stack[-1][0] + line[end:]
    return Fix(line=made, why=f"{stack[-1][0]} was missing", confidence=0.86) if _is_even(made) else None


def _apostrophe(line: str) -> Fix | None:
    """`'it's'`: a text with an apostrophe stands in double quotes."""
    if line.count("'") != 3 or set('"\\$') & set(line):
        return None
    first = line.index("'")
    middle, last = line.index("'", first + 1), line.rindex("'")
    if not (line[middle - 1].isalpha() and line[middle + 1 : middle + 2].isalpha()):
        return None
    made = line[:first] + '"' + line[first + 1 : last] + '"' + line[last + 1 :]
    return Fix(line=made, why="a text with an apostrophe stands in double quotes", confidence=0.9)


def _is_even(line: str) -> bool:
    bare, stack = cutting.outside(line), []
    for char in bare:
        if char in nulexer.OPEN:
            stack.append(nulexer.OPEN[char])
        elif char in ")]}" and (not stack or stack.pop() != char):
            return False
    return not stack


_OPEN = "Error: nu::parser::unclosed_delimiter\n\n  × Unclosed delimiter.\n"
_UNEVEN = "Error: nu::parser::unbalanced_delimiter\n\n  × Unbalanced delimiter.\n"
EXAMPLES = [
    Example("[1 2", _OPEN, "[1 2]", dialect="nu"),
    Example('frob "a b', _OPEN, 'frob "a b"', dialect="nu"),
    Example("ls | each {|x| $x.name", _OPEN, "ls | each {|x| $x.name }", dialect="nu"),
    Example("[[1 2] [3] | frob", _OPEN, "[[1 2] [3]] | frob", dialect="nu"),
    Example("[1] | each {|n| ($n + 1 }", _UNEVEN, "[1] | each {|n| ($n + 1) }", dialect="nu"),
    Example("frob (kit))", _UNEVEN, "frob (kit)", dialect="nu"),
    Example("frob 'it's a kit'", _OPEN, 'frob "it\'s a kit"', dialect="nu"),
    Example("frob ([1 2", _OPEN, None, dialect="nu"),
    Example("frob {kit", _OPEN, None, dialect="nu"),
    Example("case $x in 1) frob", _UNEVEN, None, dialect="nu"),
]
