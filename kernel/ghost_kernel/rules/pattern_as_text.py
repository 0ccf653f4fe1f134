"""A search pattern is no valid regular expression: it was meant as plain text."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

KINDS = frozenset(("-E", "-P", "-G", "--extended-regexp", "--perl-regexp", "--basic-regexp"))


@rule(
    programs=["grep", "egrep", "zgrep", "rg"],
    output_has=[
        "unmatched",
        "invalid preceding regular expression",
        "trailing backslash",
        "invalid regular expression",
        "unbalanced",
        "regex parse error",
        "missing terminating",
        "missing closing",
        "invalid range end",
        "quantifier does not follow",
        "nothing to repeat",
    ],
)
def propose(failure: Failure) -> Fix | None:
    if failure.stage.has("-F", "--fixed-strings", "-f", "--file"):
        return None
    pattern = _pattern(failure)
    if pattern is None or _is_regular(pattern.plain):
        return None
    rest: list[str | Word] = [word for word in failure.args if word.plain not in KINDS]
    cleaned: list[str | Word] = []
    for word in rest:
        text = word if isinstance(word, str) else word.plain
        if word is not pattern and text[:1] == "-" and text[1:2] != "-" and set(text) & set("EPG"):
            bare = "".join([char for char in text if char not in "EPG"])
            cleaned += [bare] if len(bare) > 1 else []
        else:
            cleaned.append(word)
    first: str | Word = "grep" if failure.program == "egrep" else failure.words[0]
    return Fix([first, "-F", *cleaned], why="the pattern is meant as plain text", confidence=0.85)


def _pattern(failure: Failure) -> Word | None:
    for place, word in enumerate(failure.args[:-1]):
        if word.plain in ("-e", "--regexp"):
            return failure.args[place + 1]
    operands = failure.stage.operands
    return operands[0] if operands else None


def _is_regular(text: str) -> bool:
    """Whether it has signs of a regular expression beside the mark that is wrong."""
    return any(
        mark in text for mark in (".*", ".+", "\\w", "\\d", "\\s", "\\b", "|", "^", "[a-z", "[0-9", "[A-Z", "[^")
    )


EXAMPLES = [
    Example("grep -n 'a[i' x.c", "grep: Unmatched [, [^, [:, [., or [=", "grep -F -n 'a[i' x.c", 2),
    Example("grep -rE 'main(' src", "grep: Unmatched ( or \\(", "grep -F -r 'main(' src", 2),
    Example("egrep '*x(' f", "egrep: Unmatched ( or \\(", "grep -F '*x(' f", 2),
    Example("grep -E '^(a|b' f", "grep: Unmatched ( or \\(", None, 2),
    Example("grep x f", "grep: f: No such file or directory", None, 2),
]
