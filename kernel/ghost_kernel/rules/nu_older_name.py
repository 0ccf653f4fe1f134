"""A name that a command of Nushell's had in older versions, and that this one does not know."""

from __future__ import annotations

from ghost_kernel.knowledge import nushell
from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

# Only names that took the same arguments as what came after them.
NOW = {
    "str collect": "str join", "str find-replace": "str replace", "str to-int": "into int",
    "str to-decimal": "into float", "str to-datetime": "into datetime", "str from": "into string",
    "into integer": "into int", "into decimal": "into float", "random integer": "random int",
    "random decimal": "random float", "empty?": "is-empty", "any?": "any", "all?": "all", "pivot": "transpose",
    "keep": "first", "count": "length", "size": "str stats", "fetch": "http get", "post": "http post",
    "benchmark": "timeit", "each group": "chunks", "view-source": "view source", "to-string": "into string",
}  # fmt: skip
PADDED = {"str lpad": "right", "str rpad": "left"}
FLAGS = {"-l": "-w", "--length": "--width"}
SURE = 0.88


@rule(dialects=["nu"], output_has=["shell::external_command", "parser::extra_positional", "parser::parse_mismatch"])
def propose(failure: Failure) -> Fix | None:
    line = failure.line
    known = nushell.commands(failure.machine).names
    for report in failure.reports:
        label = report.place
        if label is None or label.start is None:
            continue
        start, end = label.start, label.end
        if report.kind == "external_command" and "not found" not in label.text:
            continue
        if report.kind != "external_command":
            head = line[:start].rstrip()
            start = len(head) - len(head.split("|")[-1].split("(")[-1].split("{")[-1].split(";")[-1].lstrip())
        old = line[start:end]
        rest = line[end:]
        if old in known or old in failure.aliases:
            continue
        why = f"{old} has another name by now"
        if old in PADDED and "fill" in known:
            return _padded(failure, start, end, PADDED[old])
        if old == "nth" and len(rest.split("|")[0].split()) == 1:
            return cutting.cut(failure, start, end, "get", why, 0.8)
        new = NOW.get(old, "")
        if not new or new not in known or (old == "each group" and ("{" in rest or ".." in line)):
            continue
        if old == "keep" and not rest.strip()[:1].isdigit():
            continue
        return cutting.cut(failure, start, end, new, why, SURE)
    return None


def _padded(failure: Failure, start: int, end: int, side: str) -> Fix | None:
    """`str lpad -l 5 -c ' '`: fill has a side and a width."""
    line = failure.line
    stop = line.find("|", end) if "|" in line[end:] else len(line)
    parts = line[end:stop].split(" ")
    if not any(part in FLAGS for part in parts):
        return None
    flags = " ".join([FLAGS.get(part, part) for part in parts])
    return cutting.cut(failure, start, stop, f"fill -a {side}{flags}", "fill pads a text by now", SURE)


def _lost(line: str, word: str) -> str:
    at = line.index(word)
    marks = " " * at + "┬" + "─" * (len(word) - 1)
    return (
        f"Error: nu::shell::external_command\n\n  × External command failed\n   ╭─[entry #3:1:{at + 1}]\n 1 │ {line}\n"
        f"   · {marks}\n   · {' ' * at}╰── Command `{word}` not found\n   ╰────\n"
    )


EXAMPLES = [
    Example("[] | empty?", _lost("[] | empty?", "empty?"), "[] | is-empty", dialect="nu"),
    Example("[5 6] | nth 1", _lost("[5 6] | nth 1", "nth"), "[5 6] | get 1", dialect="nu"),
    Example("frob keep", _lost("frob keep", "frob"), None, dialect="nu"),
]
