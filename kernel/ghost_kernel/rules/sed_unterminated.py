"""A sed command is not closed, was cut by a blank, or has its own separator inside."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

OTHER_MARKS = "#|,@!%"


@rule(
    programs=["sed", "gsed", "perl"],
    output_has=[
        "unterminated `s'",
        "unterminated `y'",
        "unknown option to `s'",
        "unterminated address regex",
        "not terminated",
    ],
)
def propose(failure: Failure) -> Fix | None:
    script = next(
        (
            word
            for word in failure.args
            if word.value and word.plain[:1] in "sy" and len(word.plain) > 2 and not word.plain[1].isalnum()
        ),
        None,
    )
    if script is None:
        return None
    if failure.has("unknown option to `s'"):
        return _separator(failure, script)
    value = script.plain
    mark = value[1]
    count = _count(value[1:], mark)
    if script.value is not None and script.text[0] not in "'\"":
        joined = _joined(failure, script, mark)
        if joined is not None:
            return joined
    if count != 2:
        return None
    open_ = [word for word in failure.args if word is script or _is_open(failure, word)]
    swaps = [(word, word.plain + word.plain[1]) for word in open_]
    return Fix(swaps=swaps, why=f"the command was not closed with {mark}", confidence=0.95)


def _is_open(failure: Failure, word: Word) -> bool:
    """Whether it is another command of sed's that lacks its last mark."""
    before = failure.words[failure.words.index(word) - 1].plain
    text = word.value or ""
    if before not in ("-e", "--expression") or text[:1] not in ("s", "y") or len(text) < 3 or text[1].isalnum():
        return False
    return _count(text[1:], text[1]) == 2


def _count(text: str, mark: str) -> int:
    at, found = 0, 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == mark:
            found += 1
        at += 1
    return found


def _joined(failure: Failure, script: Word, mark: str) -> Fix | None:
    """The command was cut by blanks: words are joined until it has three marks."""
    at = failure.words.index(script)
    text = script.plain
    for place in range(at + 1, len(failure.words)):
        word = failure.words[place]
        if word.value is None or failure.machine.exists(word.plain):
            return None
        text += " " + word.plain
        if _count(text[1:], mark) == 3:
            flags = text.rpartition(mark)[2]
            if not set(flags) <= set("gIip0123456789w"):
                return None
            return Fix(
                [*failure.words[:at], text, *failure.words[place + 1 :]],
                why="the command has blanks in it",
                confidence=0.88,
            )
    return None


def _separator(failure: Failure, script: Word) -> Fix | None:
    """s/a/b/c/d/: where the parts are paths, another mark separates them."""
    value = script.plain
    if value[:2] != "s/":
        return None
    body, _, flags = value[2:].rpartition("/")
    if not set(flags) <= set("gIip0123456789") or "\\" in body:
        return None
    mark = next((one for one in OTHER_MARKS if one not in body), "")
    double = body.find("//")
    if not mark:
        return None
    if (double > 0 and body.count("//") == 1 and body[:1] == "/") or (body.count("//") == 1 and double > 0):
        old, new = body[:double], body[double + 1 :]
    else:
        return None
    return failure.swap(
        script, f"s{mark}{old}{mark}{new}{mark}{flags}", why="the parts have slashes in them", confidence=0.7
    )


EXAMPLES = [
    Example(
        "sed -n 's/one/two' a.txt",
        "sed: -e expression #1, char 9: unterminated `s' command",
        "sed -n 's/one/two/' a.txt",
    ),
    Example(
        "sed s/one day/two/g a.txt",
        "sed: -e expression #1, char 5: unterminated `s' command",
        "sed 's/one day/two/g' a.txt",
        files=["a.txt"],
    ),
    Example(
        "sed 's//var/log//srv/log/' a",
        "sed: -e expression #1, char 9: unknown option to `s'",
        "sed 's#/var/log#/srv/log#' a",
    ),
    Example(
        "sed -e 's/a/b' -e 's/c/d' a",
        "sed: -e expression #1, char 5: unterminated `s' command",
        "sed -e 's/a/b/' -e 's/c/d/' a",
    ),
    Example("sed 's/a/b/x' a", "sed: -e expression #1, char 7: unknown option to `s'", None),
]
