"""The message itself gives the line to type: `Use "x y" instead`, `try: x y`, a command on a line of its own."""

from __future__ import annotations

from ghost_kernel import messages
from ghost_kernel.knowledge import advice, dangers
from ghost_kernel.line import basename
from ghost_kernel.rules import Example, Failure, Fix, rule

MARKS = (
    "did you mean", "instead", " use ", "try ", "please run", "run ", "you can ", "to push", "replaced",
    "maybe you meant",
    "perhaps", "hint", "re-run", "rerun", "use `", "use '",
)  # fmt: skip
BEFORE = (": ", "use ", "Use ", "run ", "Run ", "try ", "Try ")
# Advertisements: they come with success as well and repair nothing.
NOTICES = ("notice", "new version", "new major", "new minor", "to update", "available:", "upgrade to", "fund", "audit")
REPLACING = (
    "instead",
    "did you mean",
    "replaced",
    "maybe you meant",
    "use `",
    "use '",
    'use "',
    "renamed",
    "deprecated",
)
USELESS = frozenset("--help -h help --usage --version".split())


@rule(output_has=MARKS)
def propose(failure: Failure) -> Fix | None:
    if not failure.words or failure.words[0].value is None:
        return None
    typed = [word.plain for word in failure.words]
    for text, replaced in _offered(failure):
        words = _command(text)
        if not words or words == typed or basename(words[0]) != failure.program:
            continue
        if any(mark in text for mark in ("<", ">", "[", "…", "...", "$", "|", ";", "&", "(", "{", "*", "#", "`")):
            continue
        if any(word[-1:] == "=" for word in words):
            continue  # cut off at a quote inside
        if USELESS.intersection(words[1:]) - set(typed[1:]):
            continue
        if dangers.added([word for word in words if word not in typed], typed[1:]):
            continue
        full = _completed(typed, words, replaced)
        if full is None or full == typed:
            continue
        return Fix([failure.words[0], *full[1:]], why="the message says so", confidence=0.72, origin="output")
    return None


def _offered(failure: Failure) -> list[tuple[str, bool]]:
    """The pieces of text that may be commands, each with whether it is said to replace what was typed."""
    found: list[tuple[str, bool]] = []
    lines = (failure.output or "").splitlines()
    for place, line in enumerate(lines):
        low = line.lower()
        if not any(mark in low for mark in MARKS) or any(mark in low for mark in NOTICES):
            continue
        pieces = messages.quoted(line)
        pieces += [line.rpartition(mark)[2] for mark in BEFORE if mark in line]
        pieces += [below for below in lines[place + 1 : place + 6] if below[:1].isspace()]
        replaced = any(mark in low for mark in REPLACING) and advice.purpose(low) != advice.FIRST
        found += [(piece.strip().rstrip("?.!").removeprefix("$ "), replaced) for piece in pieces if piece.strip()]
    return found


def _command(text: str) -> list[str]:
    from ghost_kernel import lexer

    return [word.plain for word in lexer.words(text)]


def _completed(typed: list[str], told: list[str], replaced: bool) -> list[str] | None:
    """The told command with what it leaves out of the typed one; None when it is another command altogether."""
    shared = sum(one in told for one in typed[1:])
    if len(told) < 2 or (len(typed) > 1 and told[1] not in typed and not replaced):
        return None
    if all(one in told for one in typed[2:]) and (len(typed) > 2 or len(told) == 2 or told[1] in typed):
        return told
    if shared == 0 and len(typed) > 2:
        return None
    rest = [one for one in typed[2:] if one not in told]
    return [*told, *rest] if len(rest) == len([one for one in rest if one[:1] == "-"]) else None


EXAMPLES = [
    Example("frob install x", 'error `install` was replaced. Run "frob add x" instead.', "frob add x"),
    Example("frob up x", "Error: this takes no names.\nUse `frob upgrade x`.", "frob upgrade x"),
    Example("./sync.sh", "config is old; please run ./sync.sh --migrate", "./sync.sh --migrate"),
    Example("frob delete x", "Try 'frob delete --force x'", None),
    Example("./run a", "Failure: run `frob init` first", None),
    Example("frob show", "error: stale. Use `frob show --on='a b'` instead", None),
    Example("frob push", "no account. Please log in, use 'frob login' first", None),
    Example("frob x", "Try 'frob --help' for more information.", None),
    Example("frob install", "frob notice To update run: frob install -g frob@9", None),
    Example("frob x", "hint: see 'other y'", None),
    Example("help frob", "help: no topics match `frob'. Try `help help'.", None),
]
