"""Methods of other languages: `$x.length()`, `[1 2].sort()`, `'a'.upcase`, `'a' . 'b'`."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import nushell
from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

# The word, and what of nu's does it; the first that the installed nu has is taken.
OF_STRING = {
    "length": "str length", "len": "str length", "size": "str length", "upcase": "str uppercase|str upcase",
    "upper": "str uppercase|str upcase", "uppercase": "str uppercase|str upcase",
    "toUpperCase": "str uppercase|str upcase", "downcase": "str lowercase|str downcase",
    "lower": "str lowercase|str downcase", "lowercase": "str lowercase|str downcase",
    "toLowerCase": "str lowercase|str downcase", "trim": "str trim", "strip": "str trim", "reverse": "str reverse",
    "capitalize": "str capitalize", "lines": "lines", "is_empty": "is-empty", "isEmpty": "is-empty",
}  # fmt: skip
OF_LIST = {
    "length": "length", "len": "length", "size": "length", "count": "length", "sort": "sort", "reverse": "reverse",
    "first": "first", "last": "last", "uniq": "uniq", "unique": "uniq", "sum": "math sum", "max": "math max",
    "min": "math min", "flatten": "flatten", "is_empty": "is-empty", "isEmpty": "is-empty", "join": "str join",
    "shuffle": "shuffle", "enumerate": "enumerate",
}  # fmt: skip
VALUE = r"(\$[A-Za-z_]\w*|\[[^\[\]]*\]|\((?:[^()]*)\)|\"[^\"]*\"|'[^']*')"
UNSURE = 0.72


@rule(
    dialects=["nu"],
    line_has=["."],
    output_has=[
        "parser::parse_mismatch", "parser::extra_token", "shell::column_not_found", "incompatible_path_access",
        "shell::name_not_found",
    ],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    import re

    line = failure.line
    for report in failure.reports:
        kind = report.kind
        if kind == "parse_mismatch":
            label = report.place
            if label is None or label.start is None:
                continue
            if line[label.start : label.end] == "." and "operator" in label.text:
                return _glued(failure, label.start)
            shape = r"((?:\.\w+\(\))+)"
        elif kind == "extra_token_after_closing_delimiter":
            shape = r"((?:\.\w+(?:\(\))?)+)"
        else:
            shape = r"((?:\.\w+){1})(?![\w.?(])"
        found = list(re.finditer(VALUE + shape, line))
        places = [one.start for one in report.labels if one.start is not None]
        found = [one for one in found if any(one.start() <= at <= one.end() for at in places)]
        if len(found) != 1:
            return None
        return _piped(failure, found[0], typed="shell::" not in report.code)
    return None


def _piped(failure: Failure, found: object, typed: bool) -> Fix | None:
    import re

    assert isinstance(found, re.Match)
    line, value = failure.line, found.group(1)
    names = [one.rstrip("()") for one in found.group(2).strip(".").split(".")]
    kind = _kind(value, line[: found.start()])
    if not kind and not typed:
        return None  # a record's column, perhaps
    made, sure = value, 0.9 if kind else UNSURE
    known = nushell.commands(failure.machine).names
    for name in names:
        tables = [OF_STRING] if kind == "string" else [OF_LIST] if kind == "list" else [OF_LIST, OF_STRING]
        table = next((one for one in tables if name in one), None)
        if table is None:
            near = spelling.rank(name, tables[0]) if kind else []
            if not near:
                return None
            table, name, sure = tables[0], near[0].name, min(sure, 0.82)
        command = next((one for one in table[name].split("|") if one in known), "")
        if not command:
            return None
        made += " | " + command
    before = line[: found.start()].rstrip()
    end = line[found.end() :].lstrip()
    if (before and before[-1] not in ";({") or (end and end[0] not in "|;)}"):
        made = f"({made})"
    made = line[: found.start()] + made + line[found.end() :]
    return Fix(line=made, why="nu's commands stand behind a pipe", confidence=sure)


def _kind(value: str, head: str) -> str:
    """What the value is: `string`, `list`; empty where that is not known."""
    import re

    if value[0] in "'\"":
        return "string"
    if value[0] == "[":
        return "list"
    if value[0] == "(":
        return _kind(value[1:-1].strip(), head) if value[1:2] in ("'", '"', "[") and "|" not in value else ""
    found = re.findall(rf"\b(?:let|mut|const) {re.escape(value[1:])} = (.)", head)
    return {"'": "string", '"': "string", "[": "list"}.get(found[-1], "") if found else ""


def _glued(failure: Failure, at: int) -> Fix | None:
    """`'a' . 'b'`."""
    line = failure.line
    if line[at - 2 : at - 1] not in ("'", '"', ")") or line[at + 2 : at + 3] not in ("'", '"', "$", "("):
        return None
    if cutting.outside(line).count(" . ") != 1:
        return None
    return cutting.cut(failure, at, at + 1, "+", "texts are joined with +", 0.88)


def _said(line: str, word: str, code: str, text: str) -> str:
    at = line.index(word)
    marks = " " * at + "┬" + "─" * (len(word) - 1)
    return (
        f"Error: nu::{code}\n\n  × It failed.\n   ╭─[entry #3:1:{at + 1}]\n 1 │ {line}\n   · {marks}\n"
        f"   · {' ' * at}╰── {text}\n   ╰────\n"
    )


_BAD = "parser::parse_mismatch"
_A = "[1 2].length()"
_B = "let kit = [1]; frob $kit.sort()"
_C = "'kit' . 'b'"
_D = "let kit = {a: 1}; $kit.size"
_E = "let kit = [1]; $kit.frob()"
EXAMPLES = [
    Example(_A, _said(_A, "length()", _BAD, "expected string"), "[1 2] | length", dialect="nu"),
    Example(_B, _said(_B, "sort()", _BAD, "expected string"), "let kit = [1]; frob ($kit | sort)", dialect="nu"),
    Example(_C, _said(_C, ".", _BAD, "expected operator"), "'kit' + 'b'", dialect="nu"),
    Example("'kit'.trim", _said("'kit'.trim", ".trim", "parser::extra_token_after_closing_delimiter", "invalid"),
            "'kit' | str trim", dialect="nu"),
    Example(_D, _said(_D, "$kit", "shell::column_not_found", "column 'size' is missing"), None, dialect="nu"),
    Example(_E, _said(_E, "frob()", _BAD, "expected string"), None, dialect="nu"),
]  # fmt: skip
