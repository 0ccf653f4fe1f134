"""Operators of other shells: `&&`, `||`, `2>`, `2>&1`, `&>`, `< file`."""

from __future__ import annotations

from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

# Words of statements that other shells have.
OF_OTHERS = frozenset("[ [[ test ! do done then fi esac for while until case function".split())
CONDITIONS = ("let", "mut", "const", "return", "if", "where", "while", "all", "any", "filter")
INSTEAD = {
    "2>": "e>", "2>>": "e>>", "1>": "o>", "1>>": "o>>", "&>": "o+e>", "&>>": "o+e>>", ">": "o>", ">>": "o>>",
}  # fmt: skip


@rule(dialects=["nu"], line_has=["&&", "||", "2>", "&>", "1>", "<"])
def propose(failure: Failure) -> Fix | None:
    for report in failure.reports:
        label = report.place
        start = label.start if label is not None else None
        if report.kind in ("shell_andand", "shell_oror"):
            return _joined(failure, report.kind == "shell_andand")
        if report.kind == "shell_outerr":
            return _both(failure)
        if report.kind.startswith("shell_") and label is not None and start is not None:
            new = INSTEAD.get(failure.line[start : label.end])
            return cutting.cut(failure, start, label.end, new, f"it is {new} here", 0.93) if new else None
    return _as_words(failure)


def _joined(failure: Failure, both: bool) -> Fix | None:
    line = failure.line
    bare = cutting.outside(line)
    first = bare.find("&&" if both else "||")
    before = bare[:first].rpartition(";")[2].replace("|", " ").split()
    if any(mark in bare for mark in ("(", "{")) or any(one in before for one in CONDITIONS):
        return None  # a condition, or a part of a larger whole: nu_conditions
    if any(one in OF_OTHERS for one in bare.replace("&&", " ; ").replace("||", " ; ").split()):
        return None  # nu_posix
    if both and "||" not in bare:
        pieces, last = [], 0
        at = bare.find("&&")
        while at >= 0:
            pieces.append(line[last:at])
            last = at + 2
            at = bare.find("&&", last)
        made = _one_by_one([piece.strip() for piece in [*pieces, line[last:]]])
        if not made:
            return None
        return Fix(line=made, why="nu ends a line where a command fails: ; is enough", confidence=0.93)
    if both or bare.count("||") != 1 or "&&" in bare or ";" in bare:
        return None
    at = bare.index("||")
    one, other = line[:at].strip(), line[at + 2 :].strip()
    if not one or not other or other == "true":
        return Fix(line=f"try {{ {one} }}", why="nu goes on with try", confidence=0.8) if one and other else None
    return Fix(line=f"try {{ {one} }} catch {{ {other} }}", why="nu goes on with try", confidence=0.85)


def _one_by_one(pieces: list[str]) -> str:
    """The commands of a line behind one another, those that are another shell's as nu has them."""
    made: list[str] = []
    for piece in pieces:
        if piece.startswith("export "):
            piece = cutting.exported(piece[len("export ") :].strip())
        elif piece.startswith("alias "):
            piece = cutting.aliased(piece) or piece
        elif piece.startswith(("mkdir -p ", "mkdir --parents ")):
            piece = "mkdir " + piece.split(None, 2)[2]
        if not piece:
            return ""
        made.append(piece)
    return "; ".join(made)


def _both(failure: Failure) -> Fix | None:
    """`> file 2>&1`, `2>&1 | next`."""
    import re

    line, bare = failure.line, cutting.outside(failure.line)
    found = re.fullmatch(r"(.*?)\s*(?<![0-9&>])(>>?)\s*(\S+)\s+2>&1\s*", bare)
    if found:
        mark = "o+e>>" if found.group(2) == ">>" else "o+e>"
        file = line[found.start(3) : found.end(3)]
        made = f"{line[: found.end(1)]} {mark} {file}"
        return Fix(line=made, why="o+e> takes both", confidence=0.9)
    if bare.count("2>&1") != 1:
        return None
    at = bare.index("2>&1")
    after = bare[at + 4 :].lstrip()
    if after[:1] == "|":
        rest = line[len(line) - len(after) + 1 :]
        return Fix(line=line[:at].rstrip() + " o+e>|" + rest, why="o+e>| takes both", confidence=0.92)
    if not after:
        return Fix(line=line[:at].rstrip(), why="both are shown as it is", confidence=0.7)
    return None


def _as_words(failure: Failure) -> Fix | None:
    """Where nu handed the operator to a program, which took it for a file, or to a command of its own."""
    words = failure.words
    for place, word in enumerate(words[1:], 1):
        if word.text == "<" and place + 1 < len(words):
            return _fed(failure, place)
        for mark in ("2>>", "2>", "&>>", "&>"):
            if word.text.startswith(mark) and len(word.text) > len(mark) and failure.has(word.text):
                if word.text[len(mark)] in "&>":
                    break
                new = f"{INSTEAD[mark]} {word.text[len(mark) :]}"
                return cutting.cut(failure, word.start, word.end, new, f"it is {INSTEAD[mark]} here", 0.92)
    return None


def _fed(failure: Failure, place: int) -> Fix | None:
    """`frob < file`: the file comes first."""
    stage, words = failure.stage, failure.words
    file = words[place + 1]
    if stage.operator == "pipe" or file.value is None or not failure.machine.is_file(file.plain):
        return None
    # A program of another name has said that there is no file `<`; one of nu's own was given too much.
    if not failure.by_nu and not failure.has("'<'", "<: ", "`<'"):
        return None
    line = failure.line
    rest = [line[one.start : one.end] for one in (*words[:place], *words[place + 2 :])]
    command = " ".join(rest)
    source = f"open {file.text} | lines" if failure.by_nu else f"open --raw {file.text}"
    prefix = line[stage.start : words[0].start]
    return Fix(
        line=line[: stage.start] + f"{source} | {prefix}{command}" + line[stage.end :],
        why="nu has no <: the file is opened first", confidence=0.88,
    )  # fmt: skip


def _said(line: str, word: str, code: str) -> str:
    at = line.index(word)
    marks = " " * at + "┬" + "─" * (len(word) - 1)
    return (
        f"Error: nu::parser::{code}\n\n  × It is not supported\n   ╭─[entry #3:1:{at + 1}]\n 1 │ {line}\n   · {marks}\n"
        f"   · {' ' * at}╰── use another\n   ╰────\n"
    )


EXAMPLES = [
    Example("frob a && kit b", _said("frob a && kit b", "&&", "shell_andand"), "frob a; kit b", dialect="nu"),
    Example("mkdir -p a && frob", _said("mkdir -p a && frob", "&&", "shell_andand"), "mkdir a; frob", dialect="nu"),
    Example("[ -f a ] && frob", _said("[ -f a ] && frob", "&&", "shell_andand"), None, dialect="nu"),
    Example("export A=b && frob", _said("export A=b && frob", "&&", "shell_andand"), '$env.A = "b"; frob',
            dialect="nu"),
    Example("frob || kit", _said("frob || kit", "||", "shell_oror"), "try { frob } catch { kit }", dialect="nu"),
    Example("frob 2> log", _said("frob 2> log", "2>", "shell_err"), "frob e> log", dialect="nu"),
    Example("frob > a 2>&1", _said("frob > a 2>&1", "2>&1", "shell_outerr"), "frob o+e> a", dialect="nu"),
    Example("frob 2>&1 | kit", _said("frob 2>&1 | kit", "2>&1", "shell_outerr"), "frob o+e>| kit", dialect="nu"),
    Example("frob 2>/dev/null", "frob: 2>/dev/null: No such file", "frob e> /dev/null", dialect="nu"),
    Example("frob < a.txt", "frob: '<': No such file", "open --raw a.txt | frob", files=["a.txt"], dialect="nu"),
    Example("frob 'a && b'", "frob: no", None, dialect="nu"),
]  # fmt: skip
