"""Statements that nu has in another form: `if … then {`, `def f {`, `alias a='b'`, `let x 5`, `x = …` of a `let`."""

from __future__ import annotations

from ghost_kernel import nulexer
from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(dialects=["nu"], line_has=["if ", "while ", "for ", "def ", "let ", "mut ", "const ", "alias ", " = ", "="])
def propose(failure: Failure) -> Fix | None:
    kinds = {report.kind for report in failure.reports}
    if not kinds or not any(report.code.startswith("parser::") for report in failure.reports):
        return None
    line = failure.line.strip()
    if "assignment_requires_variable" in kinds:
        if line.startswith("let-env ") and line.count(" = ") == 1:
            name, _, value = line[len("let-env ") :].partition(" = ")
            made = f"$env.{name.strip()} = {cutting.given(value)}"
            return Fix(line=made, why="the environment is set through $env", confidence=0.92)
        return _compared(failure)
    if "assignment_requires_mutable_variable" in kinds:
        label = next((one.place for one in failure.reports if one.place is not None), None)
        name = failure.line[label.start : label.end].split(" ")[0].lstrip("$") if label is not None else ""
        at = failure.line.find(f"let {name} ")
        if not name or at < 0 or failure.line.count(f"let {name} ") > 1:
            return None
        return cutting.cut(failure, at, at + 3, "mut", "what changes is declared with mut", 0.93)
    for make, why, sure in (
        (_then, "there is no `then`: a block stands in braces", 0.88),
        (_def, "a command's arguments stand in brackets", 0.92),
        (cutting.aliased, "an alias stands behind ` = `, without quotes", 0.93),
        (_let, "a value stands behind ` = `", 0.92),
    ):
        made = make(line)
        if made and made != line:
            return Fix(line=made, why=why, confidence=sure)
    return None


def _compared(failure: Failure) -> Fix | None:
    bare = cutting.outside(failure.line)
    where = bare.find("where ")
    at = bare.find(" = ", where)
    if where < 0 or at < 0 or bare.find(" = ", at + 3) >= 0:
        return None
    return cutting.cut(failure, at + 1, at + 2, "==", "what is compared stands beside ==", 0.94)


def _then(line: str) -> str:
    bare = cutting.outside(line)
    for word, head in ((" then {", "if "), (" do {", "while "), (" do {", "for ")):
        at = bare.find(word)
        if at >= 0 and head in bare[:at]:
            return line[:at] + line[at + len(word) - 2 :]
    return ""


def _def(line: str) -> str:
    import re

    found = re.fullmatch(
        r"(def(?: --\w+)*) ([\w-]+)(?: ?\(([\w, :]*)\)|((?: \w+(?:: \w+)?,?)*)) ?(\{.*)", line, re.DOTALL
    )
    if not found:
        return ""
    head, name, given, names, body = found.groups()
    return f"{head} {name} [{(given or names or '').strip()}] {body}"


def _let(line: str) -> str:
    import re

    found = re.fullmatch(r"(let|mut|const) (\w+)(?:=| )([^=\s|].*)", line)
    if not found or found.group(3)[:1] == "=":
        return ""
    word, name, value = found.groups()
    end = nulexer.word_end(value, 0)
    if end != len(value) and value[end : end + 1] != ";":
        return ""
    return f"{word} {name} = {cutting.given(value)}"


_BAD = "Error: nu::parser::parse_mismatch\n\n  × Parse mismatch: expected another.\n"
_ASSIGNED = "Error: nu::parser::assignment_requires_variable\n\n  × Assignment operations require a variable.\n"
EXAMPLES = [
    Example("if true then { frob }", _BAD, "if true { frob }", dialect="nu"),
    Example("def frob { kit }", _BAD, "def frob [] { kit }", dialect="nu"),
    Example("def frob a b { kit }", _BAD, "def frob [a b] { kit }", dialect="nu"),
    Example("def frob(a) { kit }", _BAD, "def frob [a] { kit }", dialect="nu"),
    Example("def frob a, b { kit }", _BAD, "def frob [a, b] { kit }", dialect="nu"),
    Example("alias f='frob -x'", _BAD, "alias f = frob -x", dialect="nu"),
    Example("let kit 5", _BAD, "let kit = 5", dialect="nu"),
    Example("ls | where name = kit", _ASSIGNED, "ls | where name == kit", dialect="nu"),
    Example("alias f='frob | kit'", _BAD, None, dialect="nu"),
    Example("let kit = 5", _BAD, None, dialect="nu"),
]  # fmt: skip
