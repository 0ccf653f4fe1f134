"""A message of several words was not quoted, so that git took all but the first for names."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

TYPOGRAPHIC = "“”„‘’«»"  # it was quoted, only with other marks
KNOW = ("commit", "tag", "stash", "merge", "notes")


@rule(
    programs=["git"],
    line_has=["m "],
    output_has=[
        "did not match any",
        "too many arguments",
        "failed to resolve",
        "not something we can merge",
        "pathspec",
        "too many params",
    ],
)
def propose(failure: Failure) -> Fix | None:
    words = failure.words
    if len(words) < 4 or words[1].plain not in KNOW or any(mark in failure.line for mark in TYPOGRAPHIC):
        return None
    for place, word in enumerate(words[2:-1], 2):
        text = word.plain
        if text != "--message" and not (text[:1] == "-" and text[1:].isalpha() and text[-1] == "m"):
            continue
        end = place + 2
        while end < len(words) and _is_prose(failure, words[end]):
            end += 1
        if end == place + 2 or words[place + 1].value is None:
            continue
        message = " ".join([one.plain for one in words[place + 1 : end]])
        return Fix([*words[: place + 1], message, *words[end:]], why="the message has several words", confidence=0.92)
    return None


def _is_prose(failure: Failure, word: Word) -> bool:
    return word.value is not None and not word.is_option and not failure.machine.exists(word.plain) and not word.is_glob


EXAMPLES = [
    Example(
        "git commit -am speed up parser",
        "error: pathspec 'up' did not match any file(s) known to git",
        "git commit -am 'speed up parser'",
    ),
    Example(
        "git commit -m new list a.txt --no-edit",
        "error: pathspec 'list' did not match any file(s) known to git",
        "git commit -m 'new list' a.txt --no-edit",
        files=["a.txt"],
    ),
    Example("git tag v2 -m second one", "fatal: too many arguments", "git tag v2 -m 'second one'", 128),
    Example("git commit -m x gone.txt", "error: cannot spawn editor", None),
    Example("git commit -m “a b”", "error: pathspec 'b”' did not match any file(s)", None),
    Example("git commit -m 'a b'", "nothing to commit", None),
]
