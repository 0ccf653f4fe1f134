"""Conditions as other languages write them: `a && b`, `a || b`, `!x`, `===`, `=` for `==`."""

from __future__ import annotations

from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.messages.nushell import Report

SETTING = ("let", "mut", "const")
ASKING = ("where", "if", "while", "all", "any", "filter", "find", "skip", "take")
SIGNS = (" == ", " != ", " > ", " < ", " >= ", " <= ", " =~ ", " !~ ", " in ", " not-in ", " has ", " not-has ",
         " starts-with ", " ends-with ", " like ")  # fmt: skip
VALUES = ("$", "(", "true", "false", "not ", "!")
KNOWN = frozenset("== != >= <= =~ !~ and or not in not-in ** ++ // mod > <".split())
NEGATED = ("bool", "boolean")


@rule(
    dialects=["nu"],
    output_has=["shell_andand", "shell_oror", "unknown_operator", "bool", "parser::missing_positional",
        "`!",
    ],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    for report in failure.reports:
        label = report.place
        if report.kind == "external_command" and label is not None and label.start is not None:
            if failure.line[label.start : label.start + 2] in ("!$", "!("):
                return cutting.cut(failure, label.start, label.start + 1, "not ", "it is not in nu", 0.93)
            continue
        if report.kind in ("shell_andand", "shell_oror"):
            return _words(failure, report)
        if report.kind == "unknown_operator":
            return _operator(failure, report)
        if report.kind == "missing_positional" and report.said("missing cond") is not None:
            return _compared(failure)
        found = _negated(failure, report)
        if found is not None:
            return found
    return None


def _words(failure: Failure, report: Report) -> Fix | None:
    """`&&` and `||` between the parts of a condition."""
    label = report.place
    if label is None or label.start is None:
        return None
    line, bare = failure.line, cutting.outside(failure.line)
    start, opened = _start(bare, label.start)
    end = _end(bare, label.start)
    text, head = bare[start:end], bare[:opened].split()
    words = text.split()
    if not words:
        return None
    block = opened < start and bare[opened : opened + 1] == "{"
    asked = words[0] in ASKING or bare[start:end].startswith("else if ") or (bool(head) and head[-1] in ASKING)
    if block and not (head and head[-1] in ASKING):
        asked = words[0] in ASKING
    sets = words[0] in SETTING and words[2:3] == ["="]
    asked = asked or sets
    if not asked:
        return None
    parts = text.replace("||", "&&").split("&&")
    parts[0] = parts[0].partition(" = ")[2] if sets else parts[0]
    parts[0] = parts[0].partition(words[0] + " ")[2] if words[0] in ASKING else parts[0]
    if not all(part.strip().startswith(VALUES) or any(sign in part for sign in SIGNS) for part in parts):
        return None  # a command follows, not a condition
    made, at = "", start
    while at < end:
        new = {"&&": "and", "||": "or"}.get(bare[at : at + 2], "")
        if new:
            before, after = bare[at - 1 : at], bare[at + 2 : at + 3]
            made += ("" if before == " " else " ") + new + ("" if after == " " else " ")
        made += "" if new else line[at]
        at += 2 if new else 1
    return Fix(line=line[:start] + made + line[end:], why="a condition has and, or", confidence=0.92)


def _start(bare: str, at: int) -> tuple[int, int]:
    """Where the part begins that the place is in, and where the bracket stands that it is in."""
    depth = 0
    for place in range(at - 1, -1, -1):
        char = bare[place]
        depth += (char in ")]}") - (char in "([{")
        if depth < 0:
            begin = place + 1
            inner = bare[begin:].lstrip()
            if char == "{" and inner[:1] == "|":
                begin += len(bare[begin:]) - len(inner)
                begin = bare.index("|", begin + 1) + 1 if "|" in bare[begin + 1 : at] else begin
            return begin + len(bare[begin:at]) - len(bare[begin:at].lstrip()), place
        pipe = char == "|" and bare[place - 1] != "|" and bare[place + 1 : place + 2] != "|"
        if not depth and (char == ";" or (pipe and not _is_parameter(bare, place))):
            return place + 1 + len(bare[place + 1 : at]) - len(bare[place + 1 : at].lstrip()), place + 1
    return len(bare) - len(bare.lstrip()), 0


def _is_parameter(bare: str, place: int) -> bool:
    """Whether the | stands around a closure's parameters."""
    head = bare[:place]
    if head.rstrip().endswith("{"):
        return True
    before = head.rpartition("|")
    return before[0].rstrip().endswith("{") and not set("{}();") & set(before[2])


def _end(bare: str, at: int) -> int:
    depth = 0
    place = at
    while place < len(bare):
        char = bare[place]
        if bare.startswith("||", place):
            place += 2
            continue
        if not depth and char in "|;{)}]":
            break
        depth += (char in "([{") - (char in ")]}")
        place += 1
    while bare[place - 1] == " ":
        place -= 1
    return place


def _operator(failure: Failure, report: Report) -> Fix | None:
    label = report.place
    told = report.help.partition("Did you mean '")[2].partition("'")[0]
    if label is None or label.start is None or told not in KNOWN or "Operator '" not in label.text:
        return None
    return cutting.cut(failure, label.start, label.end, told, f"it is {told} in nu", 0.92, "output")


def _negated(failure: Failure, report: Report) -> Fix | None:
    """`!$x`, `!( … )`."""
    if not any(one in report.message + label.text for label in report.labels for one in NEGATED):
        return None
    for label in report.labels:
        start = label.start
        if start is not None and failure.line[start : start + 2] in ("!$", "!("):
            return cutting.cut(failure, start, start + 1, "not ", "it is not in nu", 0.93)
    return None


def _compared(failure: Failure) -> Fix | None:
    """`if $x = 5 {`."""
    import re

    found = list(re.finditer(r"\b(?:if|while) [^={}|;]+? (=) [^={}|;]+? \{", cutting.outside(failure.line)))
    if len(found) != 1:
        return None
    at = found[0].start(1)
    return cutting.cut(failure, at, at + 1, "==", "what is compared stands beside ==", 0.92)


def _said(line: str, word: str, code: str, text: str, help_: str = "") -> str:
    at = line.index(word)
    marks = " " * at + "┬" + "─" * (len(word) - 1)
    return (
        f"Error: nu::{code}\n\n  × It failed.\n   ╭─[entry #3:1:{at + 1}]\n 1 │ {line}\n   · {marks}\n"
        f"   · {' ' * at}╰── {text}\n   ╰────\n" + (f"  help: {help_}\n" if help_ else "")
    )


_AND = "parser::shell_andand"
_A = "ls | where size > 1kb && type == dir"
_B = "kit | any {|n| $n == 1 && $n > 2 }"
_C = "if $a && $b { frob }"
_D = "ls | where size > 1kb && rm kit"
_E = "if !$kit { frob }"
EXAMPLES = [
    Example(_A, _said(_A, "&&", _AND, "use and"), "ls | where size > 1kb and type == dir", dialect="nu"),
    Example(_B, _said(_B, "&&", _AND, "use and"), "kit | any {|n| $n == 1 and $n > 2 }", dialect="nu"),
    Example(_C, _said(_C, "&&", _AND, "use and"), "if $a and $b { frob }", dialect="nu"),
    Example("ls | where name === kit", _said("ls | where name === kit", "===", "parser::unknown_operator",
            "Operator '===' not supported", "Did you mean '=='?"), "ls | where name == kit", dialect="nu"),
    Example(_E, _said(_E, "!$kit", "shell::cant_convert", "can't convert string to boolean"), "if not $kit { frob }",
            dialect="nu"),
    Example("if $n = 5 { frob }", _said("if $n = 5 { frob }", "=", "parser::missing_positional", "missing cond"),
            "if $n == 5 { frob }", dialect="nu"),
    Example(_D, _said(_D, "&&", _AND, "use and"), None, dialect="nu"),
    Example("frob && kit", _said("frob && kit", "&&", _AND, "use and"), None, dialect="nu"),
]  # fmt: skip
