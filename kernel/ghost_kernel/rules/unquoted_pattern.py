"""The shell took a character for its own that belongs to a word: globs, parentheses, `&` of an address."""

from __future__ import annotations

from ghost_kernel.quoting import Raw
from ghost_kernel.rules import Example, Failure, Fix, rule

FIND_TESTS = frozenset(("-name", "-iname", "-path", "-ipath", "-wholename", "-not"))


@rule(
    output_has=[
        "paths must precede expression",
        "no matches found",
        "no match for",
        "bad pattern",
        "possible unquoted pattern",
        "unknown primary",
    ]
)
def propose(failure: Failure) -> Fix | None:
    swaps = []
    if failure.program == "find":
        for at, word in enumerate(failure.words[1:], 1):
            if word.is_glob and failure.words[at - 1].plain in FIND_TESTS:
                swaps.append((word, Raw("'" + word.text + "'")))
    elif failure.has("no matches found", "no match"):
        for word in failure.args:
            if word.is_glob and "'" not in word.text and word.text in (failure.output or ""):
                swaps.append((word, Raw("'" + word.text + "'")))
        # A pattern that was meant for the shell matches nothing in quotes either; an address or an option does.
        swaps = [
            one
            for one in swaps
            if "://" in one[0].text or "=" in one[0].text or one[0].text[0] in "^@" or "[" in one[0].text
        ]
    if not swaps:
        return None
    return Fix(swaps=swaps, why="the pattern was not quoted", confidence=0.91)


EXAMPLES = [
    Example("find src -name *.c", "find: paths must precede expression: `b.c'", "find src -name '*.c'"),
    Example("curl http://x/?a=1", "zsh: no matches found: http://x/?a=1", "curl 'http://x/?a=1'"),
    Example("ls *.zip", "zsh: no matches found: *.zip", None),
]
