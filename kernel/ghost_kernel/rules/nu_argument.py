"""A value that belongs into the pipeline, or one that is of another type by a sure cure: `sleep 5`, `'5' * 2`."""

from __future__ import annotations

from ghost_kernel.knowledge import nushell
from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Stage, Word
    from ghost_kernel.messages.nushell import Report

OF_STRINGS = ("str ", "split ", "path ", "parse")
COMPARED = (">", "<", "==", "!=")
READ = frozenset("json csv tsv toml yaml yml nuon xml".split())
OF_NUMBERS = ("math ",)
PS_WORDS = frozenset("aux auxf auxw auxww aufx ax axu fax ux -ef".split())
BY_LINES = ("lines", "sort", "uniq", "reverse", "first", "last", "length")


@rule(
    dialects=["nu"],
    output_has=[
        "shell::pipeline_mismatch", "parser::parse_mismatch", "operator_unsupported_type",
        "operator_incompatible_types", "parser::extra_positional", "incompatible_path_access", "input_type_mismatch",
    ],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    for report in failure.reports:
        if report.kind == "pipeline_mismatch":
            return _piped(failure, report)
        if report.kind.startswith("parse_mismatch"):
            return _literal(failure, report)
        if report.kind.startswith("operator_"):
            return _number(failure, report)
        if report.kind == "incompatible_path_access":
            return _read_as_text(failure)
        if report.kind == "input_type_mismatch":
            return _numbers(failure, report)
        if report.kind == "extra_positional":
            return _file(failure, report)
    return None


def _command(failure: Failure, stage: Stage) -> tuple[str, list[Word]]:
    """The whole name of nu's own command, and its arguments."""
    known = nushell.commands(failure.machine).names
    plain = [word.plain for word in stage.words[:3]]
    for size in (3, 2, 1):
        if len(plain) >= size and " ".join(plain[:size]) in known:
            return " ".join(plain[:size]), stage.words[size:]
    return "", []


def _piped(failure: Failure, report: Report) -> Fix | None:
    """`str length abc`: what it works on comes through the pipeline."""
    stage = failure.stage
    name, args = _command(failure, stage)
    if not name or stage.operator == "pipe" or not args or any(word.is_option for word in args):
        return None
    head = failure.line[stage.words[0].start : stage.words[len(name.split()) - 1].end]
    if name.startswith(OF_NUMBERS):
        if not all(_is_number(word.plain) for word in args):
            return None
        value = "[" + " ".join([word.text for word in args]) + "]"
    elif name in ("str contains", "str replace") and args[-1].value is not None:
        if len(args) != (2 if name == "str contains" else 3):
            return None
        is_file = failure.machine.is_file(failure.path_of(args[-1]) or "")
        text = args[-1].text if args[-1].text[:1] in "'\"" else cutting.string(args[-1].plain)
        value = f"open {args[-1].text}" if is_file else text
        made = failure.line[stage.words[0].start : args[-2].end]
        why = "it takes what is piped in"
        return cutting.cut(failure, stage.words[0].start, args[-1].end, f"{value} | {made}", why, 0.88)
    elif name.startswith(OF_STRINGS) and len(args) == 1 and args[0].value is not None:
        if any(shape and shape[-1] not in "?*" for shape in nushell.commands(failure.machine).shapes(name)):
            return None  # the word is what it needs besides
        value = args[0].text if args[0].text[:1] in "'\"" else cutting.string(args[0].plain)
    else:
        return None
    start, end = stage.words[0].start, args[-1].end
    return cutting.cut(failure, start, end, f"{value} | {head}", "it takes what is piped in", 0.86)


def _read_as_text(failure: Failure) -> Fix | None:
    """`cat kit.json | get a`: it is `open` that reads what is in such a file."""
    stage = failure.stages[0] if failure.stages else None
    if stage is None or len(stage.words) != 2 or stage.words[0].plain.lstrip("^") != "cat" or len(failure.stages) < 2:
        return None
    path = failure.path_of(stage.words[1]) or ""
    if path.rpartition(".")[2].lower() not in READ or not failure.machine.is_file(path):
        return None
    return cutting.cut(failure, stage.words[0].start, stage.words[0].end, "open", "open reads it as data", 0.92)


def _numbers(failure: Failure, report: Report) -> Fix | None:
    """`lines | math sum`: lines are text, and are made numbers of."""
    label = report.place
    if label is None or label.start is None or "list<string>" not in report.message:
        return None
    before = failure.line[: label.start].rstrip()
    if not failure.line[label.start :].startswith(OF_NUMBERS) or not before.endswith("lines |"):
        return None
    kind, sure = "int", 0.78
    first = failure.stages[0].words if failure.stages else []
    if len(first) == 2 and first[0].plain == "open":
        rows = failure.machine.read(failure.path_of(first[1]) or "").split()
        if rows and not all(_is_number(row) for row in rows):
            return None
        kind, sure = ("float" if any("." in row for row in rows) else "int"), 0.9
    return cutting.cut(failure, label.start, label.start, f"into {kind} | ", "lines are text until then", sure)


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def _literal(failure: Failure, report: Report) -> Fix | None:
    label = report.place
    if label is None or label.start is None:
        return None
    typed = failure.line[label.start : label.end]
    if "duration" in report.message and _is_number(typed) and failure.program == "sleep":
        return cutting.cut(failure, label.start, label.end, f"{typed}sec", "a duration has a unit", 0.93)
    if "[Int" in report.message or report.message.rstrip(".").endswith("expected int"):
        inner = typed[1:-1]
        if typed[:1] in "'\"" and typed[-1:] == typed[:1] and inner.isdigit():
            return cutting.cut(failure, label.start, label.end, inner, "a number has no quotes", 0.93)
    return None


def _number(failure: Failure, report: Report) -> Fix | None:
    """A number in quotes beside another number."""
    line = failure.line
    for label in report.labels:
        trimmed = line[label.start : label.end] if label.start is not None else ""
        if trimmed[:1] == "(" and trimmed.endswith("| str trim)") and _beside_number(line, label.end):
            place = label.end - 1
            return cutting.cut(failure, place, place, " | into int", "it is text until it is made a number", 0.8)
        if label.text != "string" or label.start is None:
            continue
        typed = line[label.start : label.end]
        inner = typed[1:-1]
        if typed[:1] not in "'\"" or not _is_number(inner):
            continue
        if any(mark in line[begin:end] for mark in COMPARED for begin, end in _gaps(report)):
            return cutting.cut(failure, label.start, label.end, inner, "a number has no quotes", 0.88)
        others = [one.text for one in report.labels if one is not label]
        if not any("int" in text or "float" in text for text in others) and not _beside_number(line, label.end):
            continue
        kind = "float" if "." in inner else "int"
        new = f"({typed} | into {kind})"
        return cutting.cut(failure, label.start, label.end, new, "it is a number in quotes", 0.88)
    return None


def _gaps(report: Report) -> list[tuple[int, int]]:
    """Where the operator stands, as nu points at it."""
    return [(one.start, one.end) for one in report.labels if one.start is not None and "operate" in one.text]


def _beside_number(line: str, end: int) -> bool:
    parts = line[end:].split()
    return len(parts) == 2 and parts[0] in ("+", "*", "/", "-", "//", "mod") and _is_number(parts[1])


def _file(failure: Failure, report: Report) -> Fix | None:
    """An argument as the program of the same name takes it: a file, `+%F`, `aux`."""
    label = report.place
    stage = failure.stage
    word = next((one for one in stage.words[1:] if label is not None and one.start == label.start), None)
    name, args = _command(failure, stage)
    if word is None or not name or stage.operator == "pipe" or word.value is None:
        return None
    line = failure.line
    head = line[stage.words[0].start : args[0].start].rstrip() if args else name
    start, end = stage.words[0].start, stage.words[-1].end
    if name == "date" and word.plain[:1] == "+" and len(args) == 1:
        made = f"date now | format date {cutting.string(word.plain[1:])}"
        return cutting.cut(failure, start, end, made, "nu's date is a value, formatted behind a pipe", 0.88)
    if name == "ps" and word.plain in PS_WORDS and len(args) == 1:
        if failure.machine.which("ps"):
            return cutting.cut(failure, start, start, "^", "the program ps takes it", 0.82)
        return cutting.cut(failure, start, end, "ps --long", "nu's ps shows all", 0.7)
    files = [one for one in args if not one.is_option]
    if files != [word] or not failure.machine.is_file(failure.path_of(word) or ""):
        return None
    flags = "".join([" " + one.text for one in args if one.is_option])
    if name.startswith("from "):
        made = f"open --raw {word.text} | {head}{flags}"
    elif name in BY_LINES:
        between = "" if name == "lines" else "lines | "
        made = f"open {word.text} | {between}{name}{flags}"
    else:
        return None
    return cutting.cut(failure, start, end, made, "it takes what is piped in", 0.86)


def _said(line: str, word: str, code: str, text: str, message: str = "It failed.") -> str:
    at = line.index(word)
    marks = " " * at + "┬" + "─" * (len(word) - 1)
    return (
        f"Error: nu::{code}\n\n  × {message}\n   ╭─[entry #3:1:{at + 1}]\n 1 │ {line}\n   · {marks}\n"
        f"   · {' ' * at}╰── {text}\n   ╰────\n"
    )


_PIPED = _said("str length kit", "str length", "shell::pipeline_mismatch", "no input value was piped in")
_DURATION = _said(
    "sleep 7", "7", "parser::parse_mismatch", "expected duration with valid units", "expected duration with valid units"
)
EXAMPLES = [
    Example("str length kit", _PIPED, '"kit" | str length', dialect="nu"),
    Example(
        "cat kit.json | get a",
        _said("cat kit.json | get a", "cat", "shell::incompatible_path_access", "byte stream doesn't support it"),
        "open kit.json | get a", files=["kit.json"], dialect="nu",
    ),
    Example("sleep 7", _DURATION, "sleep 7sec", dialect="nu"),
    Example(
        "sort kit.txt", _said("sort kit.txt", "kit.txt", "parser::extra_positional", "extra positional argument"),
        "open kit.txt | lines | sort", files=["kit.txt"], dialect="nu",
    ),
    Example(
        "str join", _said("str join", "str join", "shell::pipeline_mismatch", "no input value was piped in"), None,
        dialect="nu",
    ),
]  # fmt: skip
