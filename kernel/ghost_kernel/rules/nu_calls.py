"""Calls and members as other languages write them: `length($x)`, `print('a')`, `$x[0]`, `$x['a']`, `$x++`."""

from __future__ import annotations

from ghost_kernel.knowledge import nushell
from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.messages.nushell import Label

BEFORE = frozenset(";|({=")


@rule(
    dialects=["nu"],
    line_has=["(", "[", "++", "--"],
    output_has=["did_you_mean", "shell::external_command", "unclosed_delimiter"],
)
def propose(failure: Failure) -> Fix | None:
    for report in failure.reports:
        label = report.place
        if label is None or label.start is None:
            continue
        if report.kind == "external_command":
            return _counted(failure, label) or _called(failure, label)
        if report.kind.endswith("did_you_mean"):
            return _counted(failure, label) or _member(failure)
        if report.kind == "unclosed_delimiter":
            return _item(failure)
    return None


def _counted(failure: Failure, label: Label) -> Fix | None:
    """`n++` of what is declared with mut."""
    line, start = failure.line, label.start or 0
    typed = line[start : label.end]
    name = typed.lstrip("$")[:-2]
    if typed[-2:] not in ("++", "--") or not name.isidentifier():
        return None
    if typed[0] != "$" and f"mut {name} = " not in line[:start]:
        return None
    made = f"${name} {typed[-1]}= 1"
    return cutting.cut(failure, start, label.end, made, f"nu counts with {typed[-1]}=", 0.92)


def _member(failure: Failure) -> Fix | None:
    """`$x[0]`, `$x['a']`."""
    import re

    line = failure.line
    made = re.sub(r"(\$[A-Za-z_]\w*)\[(\d+)\]", r"\1.\2", line)
    made = re.sub(r"(\$[A-Za-z_]\w*)\[(['\"])([A-Za-z_]\w*)\2\]", r"\1.\3", made)
    if made == line or re.search(r"\$\w[\w.]*\[", made):
        return None
    return Fix(line=made, why="members stand behind a dot", confidence=0.92)


def _item(failure: Failure) -> Fix | None:
    """`[1 2][0]`."""
    import re

    found = re.search(r"(\[[^\[\]]*\])\[(\d+)\]", failure.line)
    if not found or int(found.group(2)) >= len(found.group(1)[1:-1].replace(",", " ").split()):
        return None
    made = failure.line[: found.end(1)] + "." + found.group(2) + failure.line[found.end() :]
    return Fix(line=made, why="members stand behind a dot", confidence=0.9)


def _called(failure: Failure, label: Label) -> Fix | None:
    """`length([1 2])`: what it works on comes through the pipeline; `print('a')`: a blank stands between."""
    line, start = failure.line, label.start or 0
    typed = line[start : label.end]
    name, mark, inner = typed.partition("(")
    before = line[:start].rstrip()
    if not mark or typed[-1] != ")" or (before and before[-1] not in BEFORE):
        return None
    inner = inner[:-1].strip()
    known = nushell.commands(failure.machine)
    bare = cutting.outside(inner)
    if name not in known.names or "," in bare or "(" in bare or not inner or "|" in bare:
        return None
    if name in ("print", "echo"):
        made = f"{name} {inner}" if " " not in bare and bare[:1] in "_$" else f"{name} ({inner})"
        return cutting.cut(failure, start, label.end, made, "a blank stands behind a command's name", 0.92)
    if known.shapes(name):
        if " " in bare or inner[0] not in "$'\"":
            return None
        made = f"{name} {inner}"
        return cutting.cut(failure, start, label.end, made, "a blank stands behind a command's name", 0.85)
    if inner[0] not in "$[\"'(" or " " in bare.replace("[", "").partition("]")[2]:
        return None
    return cutting.cut(failure, start, label.end, f"{inner} | {name}", "it takes what is piped in", 0.88)


def _said(line: str, word: str, code: str, text: str) -> str:
    at = line.index(word)
    marks = " " * at + "┬" + "─" * (len(word) - 1)
    return (
        f"Error: nu::{code}\n\n  × It failed.\n   ╭─[entry #3:1:{at + 1}]\n 1 │ {line}\n   · {marks}\n"
        f"   · {' ' * at}╰── {text}\n   ╰────\n"
    )


_LOST = "shell::external_command"
_NAME = "parser::parse_mismatch_with_did_you_mean"
EXAMPLES = [
    Example("length($kit)", _said("length($kit)", "length($kit)", _LOST, "not found"), "$kit | length", dialect="nu"),
    Example("print('kit')", _said("print('kit')", "print('kit')", _LOST, "not found"), "print 'kit'", dialect="nu"),
    Example("frob $kit[2]", _said("frob $kit[2]", "$kit[2]", _NAME, "expected valid variable name."), "frob $kit.2",
            dialect="nu"),
    Example("$kit['a']", _said("$kit['a']", "$kit['a']", _NAME, "expected valid variable name."), "$kit.a",
            dialect="nu"),
    Example("$kit++", _said("$kit++", "$kit++", _NAME, "expected valid variable name."), "$kit += 1", dialect="nu"),
    Example("frob(1)", _said("frob(1)", "frob(1)", _LOST, "not found"), None, dialect="nu"),
    Example("$kit[$n]", _said("$kit[$n]", "$kit[$n]", _NAME, "expected valid variable name."), None, dialect="nu"),
]  # fmt: skip
