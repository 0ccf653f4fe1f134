"""No column of that name: one of the table's, of the file's keys, of the environment, or the one nu thinks of."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge.nushell import columns, cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Stage
    from ghost_kernel.messages.nushell import Report

OPERATORS = ("==", "!=", ">=", "<=", "=~", "!~", ">", "<", "=")

PARTLY = 0.78  # a name of which letters were left out


@rule(
    dialects=["nu"],
    output_has=[
        "shell::name_not_found", "shell::column_not_found", "shell::unsupported_input", "cannot move columns",
    ],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    for report in failure.reports:
        found = _place(failure, report)
        if found is None:
            continue
        start, end = found
        name = failure.line[start:end]
        told = _told(report)
        glued = _glued(name, told)
        if glued:
            return cutting.cut(failure, start, end, glued, "an operator has blanks around it", 0.9)
        fitting = [one for one in _names(failure, start) if one != name]
        if name in _names(failure, start):
            return None  # some rows have it
        near = spelling.rank(name, fitting)
        sure = spelling.confidence(near[0], listed=True) if near else 0.0
        origin = "local"
        if not near and not told and len(name) > 2:
            part = [one for one in fitting if one[:2] == name[:2] and spelling.is_part(name, one)]
            if len(part) == 1:
                why = f"there is no {name}, but {part[0]}"
                return cutting.cut(failure, start, end, cutting.name(part[0]), why, PARTLY, "local")
        if told and (not near or near[0].name == told):
            offered = spelling.rank(name, [told])
            if not near and not offered:
                return None
            sure = max(sure, spelling.confidence((near or offered)[0], listed=True))
            origin = "local" if near else "output"
            near = near or offered
        if not near or spelling.numbers_differ(name, near[0].name):
            return None
        why = f"there is no {name}, but {near[0].name}"
        return cutting.cut(failure, start, end, cutting.name(near[0].name), why, sure, origin, near[0].only)
    return None


def _told(report: Report) -> str:
    for label in report.labels:
        if "did you mean '" in label.text:
            return label.text.partition("did you mean '")[2].partition("'")[0]
    return ""


def _place(failure: Failure, report: Report) -> tuple[int, int] | None:
    """Where the name stands in the line."""
    line = failure.line
    if report.kind == "error" and "Cannot move columns" in report.message:
        label = report.place
        if label is None or label.start is None:
            return None
        start = label.start
        for flag in ("--before ", "--after "):
            start += len(flag) if line[start : label.end].startswith(flag) else 0
        return start, label.end
    if report.kind == "name_not_found":
        label = report.place
        return (label.start, label.end) if label is not None and label.start is not None else None
    name = ""
    for text in (report.message, *[label.text for label in report.labels]):
        for begin in ("Cannot find column '", "The column '"):
            if begin in text:
                name = text.partition(begin)[2].partition("'")[0]
    if not name:
        return None
    said = report.said(f"column '{name}'")
    if said is not None and said.start is not None and line[said.start : said.end] == name:
        return said.start, said.end
    bare = line
    places = [at for at in range(len(bare)) if bare.startswith(name, at) and _stands_alone(bare, at, at + len(name))]
    return (places[0], places[0] + len(name)) if len(places) == 1 else None


def _stands_alone(line: str, start: int, end: int) -> bool:
    before, after = line[start - 1 : start], line[end : end + 1]
    return not (before.isalnum() or before in ("_", "-") or after.isalnum() or after in ("_", "-")) or not before


def _glued(name: str, told: str) -> str:
    """`size>1kb`: a column, an operator and a value without blanks between."""
    for operator in OPERATORS:
        head, mark, rest = name.partition(operator)
        if mark and head and rest and head == told:
            return f"{head} {'==' if operator == '=' else operator} {rest}"
    return ""


def _names(failure: Failure, start: int) -> list[str]:
    """The names that may stand there, as far as they can be known before the line runs."""
    line = failure.line
    if line[:start].endswith("$env."):
        return list(failure.variables)
    if line[:start].endswith("$nu."):
        return list(columns.NU)
    pipeline: list[Stage] = []
    for stage in failure.stages:
        if stage.start > start:
            break
        pipeline = [*pipeline, stage] if stage.operator == "pipe" else [stage]
    found = columns.of_pipeline(failure, pipeline)
    head = line[:start]
    if not found and "(open " in head:
        found = columns.of_file(failure, head.rpartition("(open ")[2].partition(")")[0].strip().strip("'\""))
    return found or _written(head)


def _written(head: str) -> list[str]:
    """Keys of records, and headers of tables, that are written in the line itself."""
    import re

    found = re.findall(r"""[{,\s]["']?([A-Za-z_][\w-]*)["']?\s*:""", head)
    for table in re.findall(r"\[\s*\[([^\[\]]*)\]\s*;", head):
        found += table.replace(",", " ").split()
    return list(dict.fromkeys(found))


def _said(line: str, word: str, told: str = "", code: str = "name_not_found") -> str:
    at = line.index(word)
    text = f"did you mean '{told}'?" if told else f"column '{word}' is missing in one or more values"
    message = "Name not found" if told else f"Cannot find column '{word}'"
    return (
        f"Error: nu::shell::{code}\n\n  x {message}\n   ,-[entry #3:1:{at + 1}]\n 1 | {line}\n"
        f"   : {' ' * at}{'^' * (len(word) - 1)}|\n   : {' ' * (at + len(word) - 1)}`-- {text}\n   `----\n"
    )


EXAMPLES = [
    Example("ls | get sizze", _said("ls | get sizze", "sizze", "size"), "ls | get size", dialect="nu"),
    Example(
        "open kit.toml | get box.labl", _said("open kit.toml | get box.labl", "labl", "", "column_not_found"),
        "open kit.toml | get box.label", files={"kit.toml": "[box]\nlabel = 'x'\n"}, dialect="nu",
    ),
    Example("$env.FRBO", _said("$env.FRBO", "FRBO", "", "column_not_found"), "$env.FROB", variables=["FROB"],
            dialect="nu"),
    Example("ls | where size>2kb", _said("ls | where size>2kb", "size>2kb", "size"), "ls | where size > 2kb",
            dialect="nu"),
    Example("{kit: 1}.frobbed", _said("{kit: 1}.frobbed", "frobbed", "", "column_not_found"), None, dialect="nu"),
]  # fmt: skip
