"""A file's name has blanks in it and was typed without quotes: words that make an existing name are joined."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word
    from ghost_kernel.rule import Words

LONGEST = 6  # words of one name


@rule(
    output_has=[
        "no such file",
        "cannot stat",
        "cannot access",
        "can't open",
        "does not exist",
        "not found",
        "cannot find",
        "too many arguments",
        "is not a directory",
        "cannot open",
        "syntax error",
        "not a directory",
        "no matches",
    ]
)
def propose(failure: Failure) -> Fix | None:
    words = failure.args
    at = 0
    new: list[str | Word] = [failure.words[0]] if failure.words else []
    joined = 0
    while at < len(words):
        count = _joinable(failure, words, at)
        if count:
            new.append(" ".join([word.plain for word in words[at : at + count]]))
            joined += 1
            at += count
        else:
            new.append(words[at])
            at += 1
    if not joined:
        return None
    made: Words = new
    return Fix(made, why="the name has blanks in it", confidence=0.93, origin="local")


def _joinable(failure: Failure, words: list[Word], at: int) -> int:
    """How many words from here on make the name of something that exists; 0 when none do."""
    if words[at].value is None or (words[at].is_option and failure.machine.exists(words[at].plain)):
        return 0
    if failure.machine.exists(words[at].plain):
        return 0
    for count in range(min(LONGEST, len(words) - at), 1, -1):
        part = words[at : at + count]
        if any(word.value is None for word in part):
            continue
        gaps = [failure.line[one.end : other.start] for one, other in zip(part, part[1:])]
        if all(gap and not gap.strip(" ") for gap in gaps) and failure.machine.exists(
            "".join([word.plain + gap for word, gap in zip(part, [*gaps, ""])])
        ):
            return count if all(gap == " " for gap in gaps) else 0
    return 0


EXAMPLES = [
    Example(
        "wc my log.txt",
        "wc: my: No such file or directory\nwc: log.txt: No such file or directory",
        "wc 'my log.txt'",
        files=["my log.txt"],
    ),
    Example("cp -v a b.txt c", "cp: target 'c': Not a directory", "cp -v 'a b.txt' c", files=["a b.txt"]),
    Example("wc my log.txt", "wc: my: No such file or directory", None, files=["mylog.txt"]),
]
