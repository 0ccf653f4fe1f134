"""Values of Nushell's own kinds as other languages write them: `5s`, `'1kb'`, `first five`, `first -n 2`, `True`."""

from __future__ import annotations

from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

TIMES = {"s": "sec", "m": "min", "h": "hr", "d": "day"}
SIZES = {"k": "kb", "m": "mb", "g": "gb", "t": "tb"}
WRITTEN = ("b", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "tib")
NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
TRUTHS = ("True", "False", "TRUE", "FALSE")


@rule(
    dialects=["nu"],
    output_has=[
        "parser::parse_mismatch", "operator_incompatible_types", "parser::unknown_flag", "shell::needs_positive_value",
        "shell::cant_convert", "shell::external_command",
    ],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    line = failure.line
    for report in failure.reports:
        label = report.place
        if label is None or label.start is None:
            continue
        start, end, typed = label.start, label.end, line[label.start : label.end]
        if typed in TRUTHS and report.kind in ("cant_convert", "external_command"):
            return cutting.cut(failure, start, end, typed.lower(), f"it is {typed.lower()} here", 0.93)
        if report.kind.startswith("parse_mismatch"):
            unit = TIMES.get(typed[-1:])
            if "duration" in report.message and unit and _is_number(typed[:-1]):
                return cutting.cut(failure, start, end, typed[:-1] + unit, f"the unit is {unit} here", 0.92)
            if "Int" in report.message and typed in NUMBERS:
                return cutting.cut(failure, start, end, str(NUMBERS.index(typed)), "a number stands in digits", 0.9)
        if report.kind == "needs_positive_value" and typed[:1] == "-" and typed[1:].isdigit():
            return cutting.cut(failure, start, end, typed[1:], "so many are counted without a dash", 0.88)
        if report.kind == "unknown_flag" and "`-n`" in report.message and _counts(line, start):
            return cutting.cut(failure, start - 1, start + 2, "", "so many are counted without a flag", 0.93)
        if report.kind == "operator_incompatible_types" and "'filesize' and 'string'" in report.message:
            said = next((one for one in report.labels if one.text == "string" and one.start is not None), None)
            size = _size(line[said.start : said.end]) if said is not None else ""
            if said is not None and size:
                return cutting.cut(failure, said.start or 0, said.end, size, "a size has a unit, and no quotes", 0.92)
    return None


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _counts(line: str, start: int) -> bool:
    """Whether it is `first -n 2`, or of that kind."""
    before, after = line[: start - 1].split(), line[start + 1 :]
    return bool(before) and before[-1] in ("first", "last", "take", "skip") and after[1:2].isdigit()


def _size(typed: str) -> str:
    """The size that is meant by a text; empty for all else."""
    inner = typed[1:-1] if typed[:1] in ("'", '"') else typed
    unit = inner.lstrip("0123456789.").lower()
    number = inner[: len(inner) - len(unit)]
    unit = SIZES.get(unit, unit)
    return number + unit if _is_number(number) and unit in WRITTEN else ""


def _said(line: str, word: str, code: str, message: str, text: str = "it is another") -> str:
    at = line.index(word)
    marks = " " * at + "┬" + "─" * (len(word) - 1)
    return (
        f"Error: nu::{code}\n\n  × {message}\n   ╭─[entry #3:1:{at + 1}]\n 1 │ {line}\n   · {marks}\n"
        f"   · {' ' * at}╰── {text}\n   ╰────\n"
    )


_TIME = ("parser::parse_mismatch", "Parse mismatch: expected duration with valid units.")
_INT = ("parser::parse_mismatch_with_full_string_msg", "Parse mismatch: expected one of: [Int, Filesize].")
_TYPES = ("shell::operator_incompatible_types", "Types 'filesize' and 'string' are not compatible.", "string")
EXAMPLES = [
    Example("sleep 7m", _said("sleep 7m", "7m", *_TIME), "sleep 7min", dialect="nu"),
    Example("ls | first two", _said("ls | first two", "two", *_INT), "ls | first 2", dialect="nu"),
    Example(
        "ls | where size > '3kb'", _said("ls | where size > '3kb'", "'3kb'", *_TYPES), "ls | where size > 3kb",
        dialect="nu",
    ),
    Example("ls | first few", _said("ls | first few", "few", *_INT), None, dialect="nu"),
    Example("ls | where size > 'x'", _said("ls | where size > 'x'", "'x'", *_TYPES), None, dialect="nu"),
]  # fmt: skip
