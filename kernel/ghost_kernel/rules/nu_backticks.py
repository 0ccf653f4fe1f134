"""A command in backticks, which is a plain string in nu, or behind `<<<`: `cat `frob x``, `frob <<< 'text'`."""

from __future__ import annotations

from ghost_kernel import shells
from ghost_kernel.knowledge import programs
from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

ALONE = frozenset("pwd date hostname whoami nproc uname tty arch id".split())  # what says something without arguments


@rule(dialects=["nu"], line_has=["`", "<<<"])
def propose(failure: Failure) -> Fix | None:
    if cutting.has_statement(failure.line):
        return None  # nu_posix
    for place, word in enumerate(failure.words):
        if word.text == "<<<":
            return _here(failure, place)
        if place and len(word.text) > 2 and word.text[0] == "`" and word.text[-1] == "`" and failure.has(word.plain):
            return _taken(failure, word)
    return None


def _taken(failure: Failure, word: Word) -> Fix | None:
    inner = word.text[1:-1].strip()
    head, _, rest = inner.partition(" ")
    own = shells.is_own(head)
    if "`" in inner or failure.machine.exists(inner) or not (rest or head in ALONE):
        return None
    if programs.is_destructive(head) or head in ("mv", "cp") or not (own or failure.machine.which(head)):
        return None
    from ghost_kernel.knowledge.nushell import posix

    made = posix.translated(inner)
    if not made:
        return None
    new = f"({made})" if own else f"({made} | str trim)"
    return cutting.cut(failure, word.start, word.end, new, "a command's output is taken with ( )", 0.9)


def _here(failure: Failure, place: int) -> Fix | None:
    """`frob <<< text`: the text comes first."""
    stage, words, line = failure.stage, failure.words, failure.line
    if not failure.has("<<<") or stage.operator == "pipe" or place + 2 != len(words) or not place:
        return None
    text = words[place + 1].text
    if text[:1] in "'\"" and "$" in text and text[:1] == '"':
        return None  # what it stands for is not known
    if text[:1] == "$":
        if text[1:] not in failure.variables:
            return None
        text = "$env." + text[1:]
    value = text if text[:1] in "'\"" or text[:1] == "$" else cutting.string(text)
    command = line[stage.start : words[place].start].rstrip()
    made = f"{value} | {command}"
    return Fix(line=line[: stage.start] + made + line[words[-1].end :], why="nu has no <<<: the text comes first",
               confidence=0.92)  # fmt: skip


EXAMPLES = [
    Example("cat `frob x`", "cat: 'frob x': No such file or directory", "cat (frob x | str trim)", programs=["frob"],
            dialect="nu"),
    Example("frob <<< 'a b'", "frob: <<<: no such file", "'a b' | frob", dialect="nu"),
    Example("cat `my notes`", "cat: 'my notes': No such file or directory", None, dialect="nu"),
    Example("cat `rm x`", "cat: 'rm x': No such file or directory", None, programs=["rm"], dialect="nu"),
    Example('frob <<< "$x"', "frob: <<<: no such file", None, dialect="nu"),
]  # fmt: skip
