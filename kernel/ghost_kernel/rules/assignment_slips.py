"""A variable or alias is set in a way the shell does not read: `$NAME=x`, `NAME = x`, a name with a dash in it."""

from __future__ import annotations

from ghost_kernel.line import NAME
from ghost_kernel.quoting import Raw
from ghost_kernel.rules import Example, Failure, Fix, rule

SETTERS = frozenset("alias export declare local readonly typeset".split())


@rule(
    dialects=["bash", "zsh", "fish"],
    line_has=["="],
    output_has=[
        "not found",
        "not a valid identifier",
        "not an identifier",
        "bad variable name",
        "unknown command",
        "not valid in this context",
        "bad assignment",
        "invalid variable name",
        "expected <= 2 arguments",
    ],
)
def propose(failure: Failure) -> Fix | None:
    if not failure.words:
        return None
    if failure.dialect == "fish" and failure.program != "alias":
        return _set(failure)
    words = failure.words
    first = words[0]
    if first.text[:1] == "$" and "=" in first.text:
        name = first.text[1:].partition("=")[0]
        if _is_name(name):
            return Fix(
                swaps=[(first, Raw(first.text[1:]))], why="a variable is set without $", confidence=0.95, only=True
            )
    if len(words) == 3 and words[1].text == "=" and _is_name(first.text):
        return Fix([Raw(f"{first.text}={words[2].text}")], why="no blanks around =", confidence=0.93)
    if len(words) > 3 and words[1].text == "=" and _is_name(first.text):
        return Fix(
            [Raw(f"{first.text}={words[2].text}"), *words[3:]], why="no blanks around =", confidence=0.91, only=True
        )
    if len(words) == 2 and words[1].text[:1] == "=" and len(words[1].text) > 1 and _is_name(first.text):
        return Fix([Raw(first.text + words[1].text)], why="no blanks around =", confidence=0.93)
    if len(words) == 2 and first.text[-1:] == "=" and _is_name(first.text[:-1]):
        return Fix([Raw(first.text + words[1].text)], why="no blanks around =", confidence=0.93)
    if len(words) == 1 and failure.stage.assignments and failure.stage.assignments[-1].text[-1:] == "=":
        last = failure.stage.assignments[-1]
        if not failure.line[last.end : first.start].strip(" "):
            line = failure.line[: last.end] + failure.line[first.start :]
            return Fix(line=line, why="no blanks around =", confidence=0.91)
    if first.plain in SETTERS:
        return _identifiers(failure)
    if "-" in first.text.partition("=")[0] and "=" in first.text:
        name, _, value = first.text.partition("=")
        if _is_name(name.replace("-", "_")):
            return Fix(
                swaps=[(first, Raw(f"{name.replace('-', '_')}={value}"))],
                why="a name has no dashes",
                confidence=0.75,
                only=True,
            )
    return None


def _identifiers(failure: Failure) -> Fix | None:
    """Export and its kind: bad names, `$` in front, blanks around the sign."""
    args = failure.args
    if len(args) == 3 and args[1].text == "=" and _is_name(args[0].text):
        return Fix([failure.words[0], Raw(f"{args[0].text}={args[2].text}")], why="no blanks around =", confidence=0.93)
    if len(args) == 2 and args[0].text[-1:] == "=" and _is_name(args[0].text[:-1]) and "=" not in args[1].text:
        return Fix([failure.words[0], Raw(args[0].text + args[1].text)], why="no blanks around =", confidence=0.93)
    swaps = []
    for word in args if failure.program != "alias" else ():
        name, mark, value = word.text.partition("=")
        better = name.lstrip("$").replace("-", "_").replace(".", "_").replace(" ", "_")
        if better != name and not name.startswith("-") and mark and _is_name(better):
            swaps.append((word, Raw(better + mark + value)))
    if not swaps:
        return None
    return Fix(swaps=swaps, why="a name has letters, digits and _ only", confidence=0.91, only=len(swaps) == 1)


def _set(failure: Failure) -> Fix | None:
    """Fish's `set` takes the value as a word of its own."""
    operands = failure.stage.operands
    if failure.program != "set" or len(operands) != 1 or operands[0] is not failure.args[-1]:
        return None
    name, mark, value = operands[0].text.partition("=")
    if not mark or not value or not _is_name(name):
        return None
    words = failure.command(*failure.words[:-1], name, Raw(value))
    return Fix(words, why="set takes the value as a word of its own", confidence=0.88)


def _is_name(text: str) -> bool:
    return bool(text) and NAME.issuperset(text) and not text[0].isdigit()


EXAMPLES = [
    Example("MODE = fast frob a", "bash: MODE: command not found", "MODE=fast frob a", 127),
    Example("RUN-MODE=fast frob a", "bash: RUN-MODE=fast: command not found", "RUN_MODE=fast frob a", 127),
    Example("export LEVEL= 7", "bash: export: `7': not a valid identifier", "export LEVEL=7"),
    Example("$LEVEL=3", "bash: =3: command not found", "LEVEL=3", 127),
    Example("LEVEL = 'a b'", "bash: LEVEL: command not found", "LEVEL='a b'", 127),
    Example("LEVEL= 3", "bash: 3: command not found", "LEVEL=3", 127),
    Example("export MY.KEY=1", "bash: export: `MY.KEY=1': not a valid identifier", "export MY_KEY=1"),
    Example("export LEVEL = 3", "bash: export: `=': not a valid identifier", "export LEVEL=3"),
    Example("export LEVEL = 3", "zsh: bad assignment", "export LEVEL=3", dialect="zsh"),
    Example("alias lf = 'ls -F'", "bash: alias: lf: not found\nbash: alias: =: not found", "alias lf='ls -F'"),
    Example("set -x LEVEL=3", "set: LEVEL=3: invalid variable name.", "set -x LEVEL 3", 2, dialect="fish"),
    Example("set -x LEVEL-A 3", "set: LEVEL-A: invalid variable name.", None, 2, dialect="fish"),
    Example("make LEVEL=3", "bash: make: command not found", None, 127),
]
