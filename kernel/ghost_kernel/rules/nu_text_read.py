"""Text where Nushell needs data: it is read first, by lines or as what the file holds; a text beside a number."""

from __future__ import annotations

from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.messages.nushell import Report

KNOWN = frozenset("json csv tsv toml yaml yml nuon xml".split())
DIGITS = frozenset("0123456789-")


@rule(
    dialects=["nu"],
    output_has=["incompatible_path_access", "operator_incompatible_types"],
)
def propose(failure: Failure) -> Fix | None:
    for report in failure.reports:
        if report.kind == "incompatible_path_access" and report.said("byte stream"):
            return _read(failure)
        if report.kind == "operator_incompatible_types":
            return _joined(failure, report)
    return None


def _read(failure: Failure) -> Fix | None:
    """`open kit.txt | get a`, `git log | get 2`: what flows is bytes until it is read."""
    stages = failure.stages
    if len(stages) < 2 or len(stages[1].words) != 2 or stages[1].words[0].plain != "get":
        return None
    first, key = stages[0], stages[1].words[1].plain
    at = failure.line[: stages[1].words[0].start].rindex("|")
    opened = first.words[0].plain == "open"
    if opened and len(first.words) == 3 and first.words[1].plain in ("--raw", "-r"):
        path = failure.path_of(first.words[2]) or ""
        if path.rpartition(".")[2].lower() in KNOWN:
            start, end = first.words[1].start, first.words[2].start
            return cutting.cut(failure, start, end, "", "open reads it as data without --raw", 0.9)
        return None
    if key.isdigit():
        return cutting.cut(failure, at, at, "| lines ", "the text is made lines of", 0.9)
    path = failure.path_of(first.words[1]) or "" if opened and len(first.words) == 2 else ""
    kind = _holds(failure.machine.read(path), key) if path else ""
    if not kind:
        return None
    return cutting.cut(failure, at, at, f"| from {kind} ", f"the file holds {kind}", 0.9, "local")


def _holds(text: str, key: str) -> str:
    """What a text with such a key is written in; empty where that is not sure."""
    name = key.partition(".")[0]
    bare = text.lstrip()
    if bare[:1] in ("{", "["):
        import json

        try:
            data = json.loads(bare)
        except (ValueError, RecursionError):
            data = None
        if isinstance(data, list) and data:
            data = data[0]
        if isinstance(data, dict) and name in data:
            return "json"
    rows = text.splitlines()
    if len(rows) > 1 and name in [one.strip() for one in rows[0].split(",")] and "," in rows[0] and "," in rows[1]:
        return "csv"
    keys = [one.partition("=")[0].strip() for one in rows if " = " in one]
    if keys and (f"[{name}]" in rows or name in keys):
        return "toml"
    return ""


def _joined(failure: Failure, report: Report) -> Fix | None:
    """`'n: ' + $n`, `'2031-01-02' + 6day`: each side is made what the other one is."""
    line = failure.line
    if "'+'" not in report.message:
        return None
    sides = {one.text: (one.start, one.end) for one in report.labels if one.start is not None}
    text = sides.get("string")
    if text is None:
        return None
    typed = line[text[0] : text[1]]
    inner = typed[1:-1]
    if typed[:1] not in ("'", '"') or not inner:
        return None
    if "duration" in sides:
        if len(inner) < 10 or not DIGITS.issuperset(inner[:10]) or inner[4] + inner[7] != "--":
            return None
        return cutting.cut(failure, text[0], text[1], f"({typed} | into datetime)", "a date is made of the text", 0.9)
    number = sides.get("int") or sides.get("float")
    if number is None or not any(char.isalpha() for char in inner):
        return None
    value = line[number[0] : number[1]]
    if not value or " " in value:
        return None
    return cutting.cut(failure, number[0], number[1], f"({value} | into string)", "text is joined with text", 0.9)


def _said(line: str, word: str, code: str, text: str) -> str:
    at = line.index(word)
    marks = " " * at + "┬" + "─" * (len(word) - 1)
    return (
        f"Error: nu::{code}\n\n  × It failed.\n   ╭─[entry #3:1:{at + 1}]\n 1 │ {line}\n   · {marks}\n"
        f"   · {' ' * at}╰── {text}\n   ╰────\n"
    )


_BYTES = ("shell::incompatible_path_access", "byte stream doesn't support cell paths")
EXAMPLES = [
    Example("frob x | get 2", _said("frob x | get 2", "frob", *_BYTES), "frob x | lines | get 2", dialect="nu"),
    Example(
        "open --raw kit.json | get a", _said("open --raw kit.json | get a", "open", *_BYTES),
        "open kit.json | get a", files=["kit.json"], dialect="nu",
    ),
    Example("frob x | get a", _said("frob x | get a", "frob", *_BYTES), None, dialect="nu"),
]  # fmt: skip
