"""A test lacks its closing bracket or the blank before its sign: `[ -f a && b`, `[ "$a"= x ]`."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

SIGNS = ("==", "!=", "=", "<=", ">=")


@rule(
    line_has=["[ ", "test "],
    output_has=["missing `]'", "missing ]", "operator expected", "']' expected", "] expected", "too many arguments"],
)
def propose(failure: Failure) -> Fix | None:
    for stage in failure.stages:
        words = stage.words
        if len(words) < 2 or words[0].text not in ("[", "test"):
            continue
        if words[0].text == "[" and words[-1].text[-1:] != "]":
            later = failure.stages[failure.stages.index(stage) + 1 :]
            if any(one.words and one.words[-1].text[-1:] == "]" for one in later):
                return None  # the test goes on behind the sign: test_joined mends that
            end = words[-1].end
            return Fix(line=f"{failure.line[:end]} ]{failure.line[end:]}", why="a test ends with ]", confidence=0.91)
        for word in words[1:]:
            new = _apart(word.text)
            if new and failure.has("operator expected", "too many arguments"):
                return Fix(
                    line=failure.line[: word.start] + new + failure.line[word.end :],
                    why="the sign of a comparison is a word of its own",
                    confidence=0.93,
                )
    return None


def _apart(text: str) -> str:
    """`a=` or `=a` as two words."""
    for sign in SIGNS:
        if text.endswith(sign) and len(text) > len(sign):
            return f"{text[: -len(sign)]} {sign}"
        if text.startswith(sign) and len(text) > len(sign):
            return f"{sign} {text[len(sign) :]}"
    return ""


EXAMPLES = [
    Example("[ -f a && ls", "bash: [: missing `]'", "[ -f a ] && ls", 2),
    Example('[ "$a"= x ] && ls', "bash: [: x=: unary operator expected", '[ "$a" = x ] && ls', 2),
    Example("[ $a ==x ] && ls", "bash: [: ==x: unary operator expected", "[ $a == x ] && ls", 2),
    Example("[ -f a && -f b ]", "bash: [: missing `]'", None, 2),
    Example("[ a b ]", "bash: [: a: unary operator expected", None, 2),
]
