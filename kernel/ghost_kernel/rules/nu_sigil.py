"""A variable without its `$`: a closure's parameter, what the line declares; `n += 2`, `n = 5`, closures' brackets."""

from __future__ import annotations

from ghost_kernel.knowledge import programs
from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.messages.nushell import Report

TAKING = "each|par-each|where|filter|any|all|reduce|items|update|insert|upsert|sort-by|group-by|take while|skip while"
OPERATORS = frozenset("+ - * / == != < > <= >= and or not ++ mod // ** =~ !~ in { ( | = if".split())


@rule(
    dialects=["nu"],
    line_has=["{", "let ", "mut ", "const ", "for ", "=", "$it", "(|"],
    output_has=[
        "shell::external_command", "parser::assignment_requires_variable", "operator_incompatible_types",
        "operator_unsupported_type", "shell::io::", "no such file",
        "parser::variable_not_found", "parser::missing_positional", "parser::expected_keyword",
    ],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    for report in failure.reports:
        if report.kind == "external_command" or report.kind.startswith("operator_") or "::io::" in report.code:
            found = _bare(failure, report)
        elif report.kind == "assignment_requires_variable":
            found = _assigned(failure, report)
        elif report.kind in ("variable_not_found", "missing_positional"):
            found = _closure(failure, report)
        elif report.kind == "expected_keyword":
            found = _twice(failure, report)
        else:
            continue
        if found is not None:
            return found
    return _argument(failure) if not failure.reports else None


def _argument(failure: Failure) -> Fix | None:
    """A program was given the name of a variable: `let p = 'x'; cat p`."""
    for word in failure.args:
        if not word.text.isidentifier() or not failure.has(f" {word.text}:", f"'{word.text}'"):
            continue
        names = [*parameters(failure.line, word.start), *declared(failure.line[: word.start])]
        if word.text in names and not programs.is_destructive(failure.program):
            return cutting.cut(failure, word.start, word.start, "$", "a variable has a $ in front", 0.9)
    return None


def _bare(failure: Failure, report: Report) -> Fix | None:
    """The word is a variable's name, alone or with a member."""
    import re

    for label in report.labels:
        start = label.start
        if start is None:
            continue
        if report.kind.startswith("operator_") and label.text != "string":
            continue
        if "::io::" in report.code and _deletes(failure.line[:start]):
            continue
        name = failure.line[start : label.end].partition(".")[0]
        names = [*parameters(failure.line, start), *declared(failure.line[:start])]
        if not name or name not in names:
            continue
        line = failure.line
        bare = cutting.outside(line)
        places = [start]
        # The same slip in the rest of the same part: `it + acc`.
        for found in re.finditer(r"[A-Za-z_]\w*", bare):
            at = found.start()
            before = bare[:at].split()
            if at <= start or found.group() not in names or bare[at - 1 : at] in ("$", "-", "."):
                continue
            if set("{};") & set(bare[start:at]):
                break
            if before and before[-1] in OPERATORS and bare[found.end() : found.end() + 1] != ":":
                places.append(at)
        for at in reversed(places):
            line = line[:at] + "$" + line[at:]
        return Fix(line=line, why="a variable has a $ in front", confidence=0.93)
    return None


def _deletes(head: str) -> bool:
    """Whether the command that the place is an argument of deletes."""
    words = cutting.outside(head).replace(";", "{").rpartition("{")[2].rpartition("|")[2].split()
    return not words or programs.is_destructive(words[0].lstrip("^"))


def parameters(line: str, at: int) -> list[str]:
    """The parameters of the closures that the place is in."""
    import re

    found: list[str] = []
    bare = cutting.outside(line)
    closures = r"\{\s*\|([^|{}]*)\||\bdef (?:--\w+ )*[\w-]+ \[([^\[\]{}]*)\][^{}]*\{"
    for one in re.finditer(closures, bare[:at]):
        inside = bare[one.end() : at]
        if inside.count("}") <= inside.count("{"):
            given = re.sub(r":\s*\w+", "", one.group(1) or one.group(2) or "")
            found += [part.strip("?") for part in given.replace(",", " ").split()]
    return found


def declared(head: str) -> list[str]:
    """What the line declares before."""
    import re

    return re.findall(r"\b(?:let|mut|const|for)\s+([A-Za-z_]\w*)\b", cutting.outside(head))


def _assigned(failure: Failure, report: Report) -> Fix | None:
    """`n += 2` of a declared n; `n = 5` of none."""
    import re

    label = report.place
    if label is None or label.start is None:
        return None
    line, start = failure.line, label.start
    name = line[start : label.end]
    found = re.match(r"\s*(=|\+=|-=|\*=|/=|\+\+=) ", line[label.end :])
    if not found or not name.isidentifier():
        return None
    head = line[:start]
    if name in declared(head):
        if head.count(f"let {name} ") == 1 and f"mut {name} " not in head:
            at = head.index(f"let {name} ")
            made = line[:at] + "mut" + line[at + 3 : start] + "$" + line[start:]
            return Fix(line=made, why="what changes is declared with mut, and has a $", confidence=0.92)
        if f"mut {name} " in head:
            return cutting.cut(failure, start, start, "$", "a variable has a $ in front", 0.95)
        return None
    if head.strip() or found.group(1) != "=" or set("|;{") & set(cutting.outside(line)):
        return None
    if name in failure.variables:
        return cutting.cut(failure, start, start, "$env.", "the environment is set through $env", 0.85)
    if name.isupper() and len(name) > 1:
        return None  # the environment's, perhaps
    value = line[label.end :].partition("= ")[2].strip()
    if value[:2] == "$(" and value[-1] == ")" and value.count("(") == 1:
        return Fix(
            line=f"let {name} = {value[1:]}", why="nu declares with let, and takes output with ( )", confidence=0.85
        )
    if "$(" in value or "`" in value:
        return None
    return Fix(line=f"let {name} = {cutting.given(value)}", why="nu declares with let", confidence=0.78)


def _closure(failure: Failure, report: Report) -> Fix | None:
    """A closure's brackets and its parameter."""
    import re

    line = failure.line
    if report.kind == "missing_positional":
        found = re.search(rf"\b({TAKING}) \|([\w, ]+)\| \{{\s*(.+?)\s*\}}", line)
        if not found or "closure" not in "".join([one.text for one in report.labels]):
            return None
        head, names, body = found.groups()
        return Fix(line=line[: found.start()] + f"{head} {{|{names.strip()}| {body} }}" + line[found.end() :],
                   why="a closure's parameters stand inside of its braces", confidence=0.93)  # fmt: skip
    label = report.place
    if label is None or label.start is None:
        return None
    typed = line[label.start : label.end]
    found = re.match(rf"{re.escape(typed[1:])}=(\$\([^()]*\)|\w+|'[^']*'|\"[^\"$]*\"); ", line)
    if found and typed[:1] == "$":
        value = found.group(1)
        value = value[1:] if value[0] == "$" else value if value.isdigit() else cutting.given(value)
        return Fix(
            line=f"let {typed[1:]} = {value}; " + line[found.end() :], why="nu declares with let", confidence=0.9
        )
    found = re.search(rf"\b({TAKING}) \((\|[\w, ]+\|)([^()]+)\)", line)
    if found and found.start() < label.start < found.end():
        made = f"{found.group(1)} {{{found.group(2)} {found.group(3).strip()} }}"
        return Fix(line=line[: found.start()] + made + line[found.end() :], why="a closure has braces", confidence=0.93)
    typed = line[label.start : label.end]
    found = re.search(r"\b(each|par-each|any|all) (\$it\b[^|;{}]*?)(?=\s*(?:[|;]|$))", line)
    if typed == "$it" and found and found.start() < label.start < found.end():
        body = found.group(2).replace("$it", "$in") if found.group(2).count("$it") == 1 else ""
        made = f"{found.group(1)} {{ {body} }}" if body else f"{found.group(1)} {{|it| {found.group(2)} }}"
        return Fix(line=line[: found.start()] + made + line[found.end() :], why="it takes a closure", confidence=0.9)
    names = parameters(line, label.start)
    told = label.text.partition("Did you mean '$")[2].partition("'")[0]
    if len(names) == 1 and told == names[0] and len(typed) == len(told) + 1 == 2 and "$" + told not in line:
        return cutting.cut(failure, label.start, label.end, "$" + told, "that is the closure's parameter", 0.82)
    return None


def _twice(failure: Failure, report: Report) -> Fix | None:
    """`let n == 5`."""
    label = report.place
    if label is None or label.start is None or "expected =" not in label.text:
        return None
    if failure.line[label.start : label.end] not in ("==", ":=") or failure.program not in ("let", "mut", "const"):
        return None
    return cutting.cut(failure, label.start, label.end, "=", "a value stands behind =", 0.93)


def _said(line: str, word: str, code: str, text: str) -> str:
    at = line.rindex(word)
    marks = " " * at + "┬" + "─" * (len(word) - 1)
    return (
        f"Error: nu::{code}\n\n  × It failed.\n   ╭─[entry #3:1:{at + 1}]\n 1 │ {line}\n   · {marks}\n"
        f"   · {' ' * at}╰── {text}\n   ╰────\n"
    )


_LOST = "shell::external_command"
_SET = "parser::assignment_requires_variable"
_C = "let kit = 1; kit += 2"
_D = "[1] | each |n| { $n }"
_E = "[1] | each (|n| $n * 2)"
_F = "[1] | each {|n| frob $n }"
EXAMPLES = [
    Example("[1] | each {|a| a * 2 }", _said("[1] | each {|a| a * 2 }", "a *"[:1], _LOST, "Command `a` not found"),
            "[1] | each {|a| $a * 2 }", dialect="nu"),
    Example("let kit = 1; kit | frob", _said("let kit = 1; kit | frob", "kit", _LOST, "Command `kit` not found"),
            "let kit = 1; $kit | frob", dialect="nu"),
    Example(_C, _said(_C, "kit", _SET, "needs to be a variable"), "mut kit = 1; $kit += 2", dialect="nu"),
    Example("kit = 5", _said("kit = 5", "kit", _SET, "needs to be a variable"), "let kit = 5", dialect="nu"),
    Example(_D, _said(_D, "]"[:1], "parser::missing_positional", "missing closure"), "[1] | each {|n| $n }",
            dialect="nu"),
    Example(_E, _said(_E, "$n", "parser::variable_not_found", "variable not found."), "[1] | each {|n| $n * 2 }",
            dialect="nu"),
    Example("let kit = 'a'; frob kit", "frob: kit: no such file", "let kit = 'a'; frob $kit", dialect="nu"),
    Example("let kit = 'a'; rm kit", "rm: kit: no such file", None, dialect="nu"),
    Example("let n == 5", _said("let n == 5", "==", "parser::expected_keyword", "expected ="), "let n = 5",
            dialect="nu"),
    Example(_F, _said(_F, "frob", _LOST, "Command `frob` not found"), None, dialect="nu"),
    Example("let a = 1; b = 2", _said("let a = 1; b = 2", "b", _SET, "needs to be a variable"), None, dialect="nu"),
]  # fmt: skip
