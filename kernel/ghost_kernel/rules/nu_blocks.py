"""A block without its braces, or `else` on the wrong footing: `for n in 1..3 print $n`, `}; else {`, `elif`."""

from __future__ import annotations

from ghost_kernel import shells
from ghost_kernel.knowledge import programs
from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

ELSE_IF = r"\}\s*;?\s*(?:elif|elsif|elseif|else; if)\s"


@rule(
    dialects=["nu"],
    line_has=["for ", "if ", "while ", "else"],
    output_has=["parser::parse_mismatch", "shell::external_command", "parser::missing_positional", "parser::extra"],
)
def propose(failure: Failure) -> Fix | None:
    import re

    line, bare = failure.line, cutting.outside(failure.line)
    if cutting.has_statement(line):
        return None  # another shell's
    if "if " in bare and re.search(ELSE_IF, bare):
        made = _swap(line, bare, ELSE_IF, "} else if ")
        bare = cutting.outside(made)
        made = _swap(made, bare, r"\}\s*[;\n]\s*else\s", "} else ")
        return Fix(line=made, why="it is else if in nu", confidence=0.93)
    if "if " in bare and re.search(r"\}\s*[;\n]\s*else\s*(?:\{|if )", bare):
        made = _swap(line, bare, r"\}\s*[;\n]\s*else\s", "} else ")
        return Fix(line=made, why="else belongs to the if before it", confidence=0.94)
    for report in failure.reports:
        label = report.place
        if label is None or label.start is None or not report.kind.startswith("parse_mismatch"):
            continue
        return _listed(failure, label.start) or _braced(failure, label.start)
    return None


def _swap(line: str, bare: str, pattern: str, new: str) -> str:
    import re

    for found in reversed(list(re.finditer(pattern, bare))):
        line = line[: found.start()] + new + line[found.end() :]
    return line


def _listed(failure: Failure, at: int) -> Fix | None:
    """`for f in a b { … }`."""
    import re

    line = failure.line
    found = re.search(r"\bfor \w+ in ([\w.-]+(?: [\w.-]+)+) \{", line)
    if not found or not found.start(1) <= at < found.end():
        return None
    made = line[: found.start(1)] + f"[{found.group(1)}]" + line[found.end(1) :]
    return Fix(line=made, why="a list stands in brackets", confidence=0.92)


def _braced(failure: Failure, at: int) -> Fix | None:
    line, bare = failure.line, cutting.outside(failure.line)
    start = max(bare.rfind(one, 0, at) for one in ("for ", "if ", "while "))
    if start < 0 or "{" in bare[start:] or (start and bare[start - 1] not in " ;(|"):
        return None
    head = line[start:at].split()
    if len(head) < 2 or (head[0] == "for" and (len(head) < 4 or head[2] != "in")):
        return None
    end = bare.find(";", at)
    end = len(bare.rstrip()) if end < 0 else end
    name = line[at:end].split()[0] if line[at:end].split() else ""
    if not (shells.is_own(name) or name in failure.aliases or programs.runs(failure.machine, name, failure.dialect)):
        return None
    body, mark, other = line[at:end].partition(" else ")
    if mark and (head[0] != "if" or " else " in other or not other.strip()):
        return None
    made = f"{{ {body.strip()} }}" + (f" else {{ {other.strip()} }}" if mark else "")
    begin = line[:at].rstrip()
    begin = begin[:-1] if begin[-1:] == ":" else begin
    return Fix(line=f"{begin} {made}{line[end:]}", why="a block stands in braces", confidence=0.92)


def _said(line: str, word: str, code: str, text: str) -> str:
    at = line.index(word)
    marks = " " * at + "┬" + "─" * (len(word) - 1)
    return (
        f"Error: nu::{code}\n\n  × It failed.\n   ╭─[entry #3:1:{at + 1}]\n 1 │ {line}\n   · {marks}\n"
        f"   · {' ' * at}╰── {text}\n   ╰────\n"
    )


_BAD = "parser::parse_mismatch"
_A = "for n in 1..3 print $n"
_B = "if $kit > 3 print a else print b"
_C = "if $kit { frob }; else { print b }"
_D = "for f in a b { frob $f }"
_E = "if $a { frob } elif $b { kit }"
_F = "if $kit > 3 nothing_of_that_name"
EXAMPLES = [
    Example(_A, _said(_A, "print", _BAD, "expected block"), "for n in 1..3 { print $n }", dialect="nu"),
    Example(_B, _said(_B, "print", _BAD, "expected operator"), "if $kit > 3 { print a } else { print b }",
            dialect="nu"),
    Example(_C, _said(_C, "else", "shell::external_command", "Command `else` not found"),
            "if $kit { frob } else { print b }", dialect="nu"),
    Example(_D, _said(_D, "b {"[:1], _BAD, "expected block"), "for f in [a b] { frob $f }", dialect="nu"),
    Example(_E, _said(_E, "{ frob }", _BAD, "expected operator"), "if $a { frob } else if $b { kit }", dialect="nu"),
    Example(_F, _said(_F, "nothing", _BAD, "expected operator"), None, dialect="nu"),
]  # fmt: skip
