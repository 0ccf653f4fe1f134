"""A date's format has a blank in it and was not quoted, or lacks its plus."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["date"], output_has=["extra operand", "invalid date", "illegal"])
def propose(failure: Failure) -> Fix | None:
    for at, word in enumerate(failure.words[1:], 1):
        if word.plain[:1] == "+" and word.value is not None:
            end = at + 1
            while end < len(failure.words) and failure.words[end].value and "%" in failure.words[end].plain:
                end += 1
            if end > at + 1:
                text = " ".join([one.plain for one in failure.words[at:end]])
                return Fix(
                    [*failure.words[:at], text, *failure.words[end:]],
                    why="the format has a blank in it",
                    confidence=0.96,
                )
        if word.plain[:1] == "%" and len(failure.words) == 2:
            return failure.swap(word, "+" + word.plain, why="a format begins with +", confidence=0.95)
    return None


EXAMPLES = [
    Example("date -u +%F %T", "date: extra operand '%T'", "date -u '+%F %T'"),
    Example("date %F", "date: invalid date '%F'", "date +%F"),
    Example("date a b", "date: extra operand 'b'", None),
]
