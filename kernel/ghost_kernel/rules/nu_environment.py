"""Variables as other shells have them: `$HOME`, `${X}`, `$(cmd)`, `export A=b`, `A=b`, `unset A`."""

from __future__ import annotations

from ghost_kernel import nulexer, spelling
from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.line import is_assignment
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Stage
    from ghost_kernel.messages.nushell import Label

NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
OWN = ("env", "in", "it", "nu")
DECLARING = ("let", "mut", "const", "for")


@rule(
    dialects=["nu"],
    output_has=[
        "parser::env_var_not_var", "parser::parse_mismatch", "parser::unexpected_keyword", "parser::unknown_command",
        "parser::variable_not_found", "shell::external_command", "incomplete variable",
    ],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    if ("done" in failure.line or "fi" in failure.line) and cutting.has_statement(failure.line):
        return None  # nu_posix
    for report in failure.reports:
        label = report.place
        if label is None or label.start is None:
            continue
        typed = failure.line[label.start : label.end]
        if report.kind == "env_var_not_var" and "<<<" not in failure.line:
            name = typed.lstrip("$")
            return cutting.cut(failure, label.start, label.end, f"$env.{name}", "the environment is in $env", 0.96)
        if report.kind == "variable_not_found":
            return _variable(failure, label, typed)
        if report.kind == "parse_mismatch_with_did_you_mean" and "variable name" in report.message:
            return _expansion(failure, label.start)
        if report.kind == "error" and report.message.startswith("Incomplete variable"):
            return _status(failure)
        if report.kind == "unexpected_keyword" and typed == "export":
            return _set(failure, label.start, exported=True)
        if report.kind == "unknown_command" and is_assignment(typed):
            return _set(failure, label.start, exported=False)
        if report.kind == "external_command" and typed == "unset":
            return _unset(failure, label)
        return None
    return None


def _variable(failure: Failure, label: Label, typed: str) -> Fix | None:
    """A variable that is not there: one that the line declares, one of nu's, or one of the environment."""
    import re

    name = typed.lstrip("$")
    start = label.start or 0
    inner = failure.line[:start].rpartition("each {")[2]
    if name == "it" and "each {" in failure.line[:start] and not set("{}|") & set(inner):
        return cutting.cut(failure, start, label.end, "$in", "a closure without a name for it has $in", 0.9)
    if name in failure.variables:
        return cutting.cut(failure, start, label.end, f"$env.{name}", "the environment is in $env", 0.94)
    head = failure.line[:start]
    declared = re.findall(r"\b(?:let|mut|const|for)\s+([A-Za-z_]\w*)", head)
    for inside in re.findall(r"\{\s*\|([^|]*)\|", head):
        declared += [one.partition(":")[0] for one in inside.replace(",", " ").split()]
    told = label.text.partition("Did you mean '$")[2].partition("'")[0]
    near = spelling.rank(name, dict.fromkeys([*declared, *OWN]))
    sure = spelling.confidence(near[0], listed=True) if near else 0.0
    if near and (near[0].name in declared or failure.line[label.end : label.end + 1] == "."):
        why = f"there is no ${name}, but ${near[0].name}"
        return cutting.cut(failure, start, label.end, "$" + near[0].name, why, sure, "local", near[0].only)
    if told.replace("-", "_").isidentifier() and spelling.rank(name, [told]):
        sure = spelling.confidence(spelling.rank(name, [told])[0], listed=True)
        return cutting.cut(failure, start, label.end, "$" + told, "nu knows it", sure, "output")
    return None


def _expansion(failure: Failure, start: int) -> Fix | None:
    """`$(cmd)`, `${NAME}`, `$NAME/rest`."""
    line = failure.line
    end = nulexer.word_end(line, start)
    word = line[start:end]
    if word[:2] == "$(" and word[-1:] == ")":
        inner = word[2:-1].strip()
        if not inner or "$(" in inner or "`" in inner:
            return None
        if inner == "date":
            inner = "date now"
        return cutting.cut(failure, start, end, f"({inner})", "a command's output is taken with ( )", 0.92)
    if word[:2] == "${" and word[-1:] == "}":
        name = word[2:-1]
        if name and NAME.issuperset(name) and (name in failure.variables or not failure.variables):
            return cutting.cut(failure, start, end, f"$env.{name}", "the environment is in $env", 0.94)
        return None
    name = word[1:].partition("/")[0]
    if word[:1] == "$" and "/" in word and name in failure.variables and not set("\"'`$(){}[]") & set(word[1:]):
        new = f'$"($env.{name}){word[1 + len(name) :]}"'
        return cutting.cut(failure, start, end, new, "the environment is in $env", 0.88)
    return None


def _status(failure: Failure) -> Fix | None:
    """`$?`: the code that the last program ended with."""
    bare = cutting.outside(failure.line)
    at = bare.find("$?")
    if at < 0 or bare.count("$?") > 1:
        return None
    return cutting.cut(failure, at, at + 2, "$env.LAST_EXIT_CODE", "that is what nu calls it", 0.92)


def _set(failure: Failure, start: int, exported: bool) -> Fix | None:
    stage = next((one for one in failure.stages if one.start <= start < one.end), None)
    if stage is None or stage.operator == "pipe" or "$((" in failure.line:
        return None
    end = _end(failure.line, stage)
    text = failure.line[stage.start : end]
    text = text[len("export") :].strip() if exported else text.strip()
    if not is_assignment(text.partition(" ")[0].partition('"')[0].partition("'")[0] or text):
        return None
    name, _, value = text.partition("=")
    made = cutting.exported(text)
    if not made or (not value and not exported):
        return None
    if name == "PATH":
        return cutting.cut(failure, stage.start, end, made, "PATH is a list", 0.86)
    if not exported and not name.isupper():
        given = value if value.isdigit() else cutting.string(nulexer.value(value) or "")
        return cutting.cut(failure, stage.start, end, f"let {name} = {given}", "nu declares with let", 0.82)
    sure = 0.93 if exported else 0.85
    return cutting.cut(failure, stage.start, end, made, "the environment is set through $env", sure)


def _end(line: str, stage: Stage) -> int:
    at = stage.start
    while at < len(line) and line[at] not in ";\n":
        at = nulexer.quote_end(line, at) if line[at] in nulexer.QUOTES else at + 1
    while at > stage.start and line[at - 1] == " ":
        at -= 1
    return at


def _unset(failure: Failure, label: Label) -> Fix | None:
    stage = next((one for one in failure.stages if one.start == label.start), None)
    names = [word.plain for word in stage.words[1:] if word.plain != "-v"] if stage else []
    if not stage or len(names) != 1 or (failure.variables and names[0] not in failure.variables):
        return None
    return cutting.cut(failure, stage.start, stage.words[0].end, "hide-env", "nu hides variables with hide-env", 0.92)


def _said(line: str, word: str, code: str, text: str, message: str = "It failed.") -> str:
    at = line.index(word)
    marks = " " * at + "┬" + "─" * (len(word) - 1)
    return (
        f"Error: nu::{code}\n\n  × {message}\n   ╭─[entry #3:1:{at + 1}]\n 1 │ {line}\n   · {marks}\n"
        f"   · {' ' * at}╰── {text}\n   ╰────\n"
    )


_KEYWORD = _said("export FROB=kit", "export", "parser::unexpected_keyword", "unexpected export")
_DOLLAR = _said("cd $FROB", "$FROB", "parser::env_var_not_var", "use $env.FROB instead of $FROB")
_SUBST = _said(
    "print $(frob now)", "$(frob now)", "parser::parse_mismatch_with_did_you_mean", "expected valid variable name.",
    "Parse mismatch: expected valid variable name.",
)  # fmt: skip
EXAMPLES = [
    Example(
        "print $?", _said("print $?", "?", "parser::error", "expected a variable name", "Incomplete variable"),
        "print $env.LAST_EXIT_CODE", dialect="nu",
    ),
    Example("cd $FROB", _DOLLAR, "cd $env.FROB", variables=["FROB"], dialect="nu"),
    Example("export FROB=kit", _KEYWORD, '$env.FROB = "kit"', dialect="nu"),
    Example("print $(frob now)", _SUBST, "print (frob now)", dialect="nu"),
    Example(
        "unset FROB", _said("unset FROB", "unset", "shell::external_command", "Command `unset` not found"),
        "hide-env FROB", variables=["FROB"], dialect="nu",
    ),
    Example("print $frob", _said("print $frob", "$frob", "parser::variable_not_found", "variable not found."), None,
            dialect="nu"),
    Example("let kit = 1; print $kti",
            _said("let kit = 1; print $kti", "$kti", "parser::variable_not_found", "variable not found."),
            "let kit = 1; print $kit", dialect="nu"),
]  # fmt: skip
