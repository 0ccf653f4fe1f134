"""Whole statements of a POSIX shell: `for … do … done`, `while read`, `if [ … ]; then`, `f() { … }`, `[ … ] && …`."""

from __future__ import annotations

from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

ASKED = 0.78  # a program's exit code is asked
TOLD = 0.9


@rule(
    dialects=["nu"],
    line_has=["done", "fi", "()", "function ", "[ ", "test ", "{"],
    output_has=["nu::parser::", "nu::shell::external_command"],
)
def propose(failure: Failure) -> Fix | None:
    line = failure.line.strip()
    if not _is_posix(failure, cutting.outside(line)):
        return None
    from ghost_kernel.knowledge.nushell import posix

    made = posix.translated(line)
    if not made or made == line:
        return None
    return Fix(line=made, why="so nu writes it", confidence=ASKED if ".exit_code" in made else TOLD)


def _is_posix(failure: Failure, bare: str) -> bool:
    """Whether the line has a statement that is none of nu's."""
    if cutting.has_statement(failure.line):
        return True
    if not failure.reports:
        return False
    kinds = {one.kind for one in failure.reports}
    if "external_command" in kinds and ("() {" in bare or "(){" in bare or bare.startswith("function ")):
        return True
    if not kinds & {"shell_andand", "shell_oror"}:
        return False
    pieces = [one.strip() for one in bare.replace("||", "&&").split("&&")]
    return any(one.startswith(("[ ", "[[ ", "test ", "! [")) for one in pieces) or (
        pieces[0].startswith(("mkdir ", "touch ")) and "{" in pieces[0]
    )


_BAD = "Error: nu::parser::keyword_missing_arg\n\n  × Missing argument to `in`.\n"
_LOST = "Error: nu::shell::external_command\n\n  × External command failed\n"
_AND = "Error: nu::parser::shell_andand\n\n  × The '&&' operator is not supported in Nushell\n"
EXAMPLES = [
    Example("for i in *.log; do frob $i $i.old; done", _BAD, 'for i in (glob *.log) { frob $i $"($i).old" }',
            dialect="nu"),
    Example("for i in a b; do frob $i; done", _BAD, "for i in [a b] { frob $i }", dialect="nu"),
    Example("if [ -d kit ]; then frob; else kit; fi", _BAD, 'if ("kit" | path type) == "dir" { frob } else { kit }',
            dialect="nu"),
    Example("frob() { kit; }; frob", _LOST, "def frob [] { kit }; frob", dialect="nu"),
    Example("[ -f a ] && frob", _AND, 'if ("a" | path exists) { frob }', dialect="nu"),
    Example("while read -r x; do frob $x; done < l.txt", _BAD, "for x in (open --raw l.txt | lines) { frob $x }",
            dialect="nu"),
    Example("for i in *.log; do frob ${i%.log}; done", _BAD, None, dialect="nu"),
    Example("frob() { kit $1; }; frob a", _LOST, None, dialect="nu"),
    Example("frob && kit", _AND, None, dialect="nu"),
]  # fmt: skip
