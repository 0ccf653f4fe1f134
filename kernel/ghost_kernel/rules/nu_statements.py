"""Statements written as other shells have them: `for … do … done`, `if [ -f x ]; then`, `alias a='b'`, `let x 5`."""

from __future__ import annotations

from ghost_kernel import nulexer
from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

WORDS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")


@rule(dialects=["nu"], line_has=["() {", "for ", "if ", "def ", "let ", "mut ", "const ", "alias ", " = ", "="])
def propose(failure: Failure) -> Fix | None:
    kinds = {report.kind for report in failure.reports}
    if "external_command" in kinds and "() {" in failure.line:
        made = _def("def " + failure.line.strip())
        return Fix(line=made, why="a command is defined with def", confidence=0.88) if made else None
    if not kinds or not any(report.code.startswith("parser::") for report in failure.reports):
        return None
    line = failure.line.strip()
    if "assignment_requires_variable" in kinds:
        if line.startswith("let-env ") and line.count(" = ") == 1:
            name, _, value = line[len("let-env ") :].strip().partition(" = ")
            value = value.strip()
            made = f"$env.{name} = {cutting.string(value) if value.isalpha() else value}"
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
        (_for, "a block stands in braces", 0.86),
        (_if, "nu asks what a path is", 0.8),
        (_then, "there is no `then`: a block stands in braces", 0.88),
        (_def, "a command's arguments stand in brackets", 0.92),
        (_alias, "an alias stands behind ` = `, without quotes", 0.93),
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


def _for(line: str) -> str:
    import re

    found = re.fullmatch(r"for (\w+) in (.+?)\s*;\s*do\s+(.+?)\s*;?\s*done", line, re.DOTALL)
    if not found or _is_deep(found.group(3)):
        return ""
    name, items, body = found.groups()
    parts = items.split()
    if items[0] in "[(" or (len(parts) == 1 and (items[0] == "$" or ".." in items)):
        over = items
    elif len(parts) == 1 and set("*?") & set(items) and not set("\"'`$(){}") & set(items):
        over = f"(glob {items})"
    elif all(WORDS.issuperset(part) for part in parts):
        over = "[" + " ".join(parts) + "]"
    else:
        return ""
    return f"for {name} in {over} {{ {body} }}"


def _is_deep(body: str) -> bool:
    """Whether the body has more of another shell's ways than a line of commands."""
    return any(mark in body for mark in ("&&", "||", "$(", "${", "`", "; do", "; then", " done", " fi"))


def _if(line: str) -> str:
    import re

    found = re.fullmatch(r"if (\[.+?\])\s*;\s*then\s+(.+?)\s*;?\s*(?:else\s+(.+?)\s*;?\s*)?fi", line)
    asked = cutting.condition(found.group(1)) if found else ""
    if not found or not asked or _is_deep(found.group(2)):
        return ""
    return f"if {asked} {{ {found.group(2)} }}" + (f" else {{ {found.group(3)} }}" if found.group(3) else "")


def _then(line: str) -> str:
    bare = cutting.outside(line)
    at = bare.find(" then {")
    return line[:at] + line[at + 5 :] if at >= 0 and "if " in bare[:at] else ""


def _def(line: str) -> str:
    import re

    found = re.fullmatch(r"(def(?: --\w+)*) ([\w-]+)(?:\(\))?((?: \w+)*) (\{.*)", line, re.DOTALL)
    if not found:
        return ""
    head, name, names, body = found.groups()
    return f"{head} {name} [{names.strip()}] {body}"


def _alias(line: str) -> str:
    import re

    found = re.fullmatch(r"alias ([\w.-]+)=(['\"]?)(.+)\2", line)
    if not found:
        return ""
    name, mark, command = found.groups()
    if set("|;&$`(){}<>\\") & set(command) or (mark and mark in command) or not command.strip():
        return ""
    return f"alias {name} = {command}"


def _let(line: str) -> str:
    import re

    found = re.fullmatch(r"(let|mut|const) (\w+)(?:=| )([^=\s|].*)", line)
    if not found or found.group(3)[:1] == "=":
        return ""
    word, name, value = found.groups()
    end = nulexer.word_end(value, 0)
    if end != len(value) and value[end : end + 1] != ";":
        return ""
    return f"{word} {name} = {value}"


_BAD = "Error: nu::parser::parse_mismatch\n\n  × Parse mismatch: expected another.\n"
_ASSIGNED = "Error: nu::parser::assignment_requires_variable\n\n  × Assignment operations require a variable.\n"
EXAMPLES = [
    Example("for i in a b; do frob $i; done", _BAD, "for i in [a b] { frob $i }", dialect="nu"),
    Example("if [ -d kit ]; then frob; fi", _BAD, 'if ("kit" | path type) == "dir" { frob }', dialect="nu"),
    Example("if true then { frob }", _BAD, "if true { frob }", dialect="nu"),
    Example("def frob { kit }", _BAD, "def frob [] { kit }", dialect="nu"),
    Example("frob() { kit; }; frob", "Error: nu::shell::external_command\n\n  × External command failed\n",
            "def frob [] { kit; }; frob", dialect="nu"),
    Example("def frob a b { kit }", _BAD, "def frob [a b] { kit }", dialect="nu"),
    Example("alias f='frob -x'", _BAD, "alias f = frob -x", dialect="nu"),
    Example("let kit 5", _BAD, "let kit = 5", dialect="nu"),
    Example("ls | where name = kit", _ASSIGNED, "ls | where name == kit", dialect="nu"),
    Example("alias f='frob | kit'", _BAD, None, dialect="nu"),
    Example("let kit = 5", _BAD, None, dialect="nu"),
]  # fmt: skip
