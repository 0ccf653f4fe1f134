"""A bare word behind `=`, which nu takes for a command: `let x = kit`, `$env.X = kit`, `$env.X = frob now`."""

from __future__ import annotations

from ghost_kernel import shells, spelling
from ghost_kernel.knowledge import nushell, programs
from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.messages.nushell import Report

EXPLICIT = "must be explicit in assignments"
SIGNS = frozenset("|<>&$`'\"(){}[]*?=\\")


@rule(dialects=["nu"], line_has=[" = "], output_has=["explicit in assignments", "shell::external_command"])
def propose(failure: Failure) -> Fix | None:
    for report in failure.reports:
        if EXPLICIT in report.message or report.kind == "external_command":
            return _given(failure, report)
    return None


def _given(failure: Failure, report: Report) -> Fix | None:
    import re

    label = report.place
    if label is None or label.start is None:
        return None
    line, start = failure.line, label.start
    if not re.search(r"(?:\b(?:let|mut|const) \w+(?:: ?\w+)?|\$[\w.]+) = $", line[:start]):
        return None
    end = cutting.outside(line).find(";", start)
    end = len(line.rstrip()) if end < 0 else end
    value = line[start:end].rstrip()
    name = value.split()[0] if value.split() else ""
    there = bool(name) and bool(failure.machine.which(name))
    if report.kind != "external_command" and there:
        return cutting.cut(failure, start, start, "^", "a program behind = has a ^ in front", 0.85)
    if not name or there or SIGNS & set(value) or shells.is_own(name) or not name[0].isalpha():
        return None
    if value != name and not all(word.isalpha() for word in value.split()):
        return None
    names = [*nushell.commands(failure.machine).names, *programs.on_path(failure.machine), *failure.aliases]
    if name in failure.aliases or (report.kind == "external_command" and spelling.rank(name, names)):
        return None  # a command misspelt, perhaps
    sure = 0.88 if value == name else 0.65
    return cutting.cut(failure, start, start + len(value), cutting.string(value), "a text has quotes here", sure)


def _said(line: str, word: str, code: str, message: str, text: str) -> str:
    at = line.index(word)
    marks = " " * at + "┬" + "─" * (len(word) - 1)
    return (
        f"Error: nu::{code}\n\n  × {message}\n   ╭─[entry #3:1:{at + 1}]\n 1 │ {line}\n   · {marks}\n"
        f"   · {' ' * at}╰── {text}\n   ╰────\n"
    )


_CARET = ("parser::error", "External command calls must be explicit in assignments", "add a caret (^)")
_LOST = ("shell::external_command", "External command failed", "Command `kit` not found")
_SET = "$env.FROB = kit"
_RUN = "$env.FROB = kit now"
_LET = "let frob = kit"
_FLAG = "let frob = kit --now"
EXAMPLES = [
    Example(_SET, _said(_SET, "kit", *_CARET), '$env.FROB = "kit"', dialect="nu"),
    Example(_RUN, _said(_RUN, "kit", *_CARET), "$env.FROB = ^kit now", programs=["kit"], dialect="nu"),
    Example(_LET, _said(_LET, "kit", *_LOST), 'let frob = "kit"', dialect="nu"),
    Example(_FLAG, _said(_FLAG, "kit", *_LOST), None, dialect="nu"),
]
