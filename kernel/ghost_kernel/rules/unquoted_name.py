"""A file's name or an address has a character that the shell took for its own: it is quoted."""

from __future__ import annotations

from ghost_kernel.quoting import quote
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

SPECIAL = frozenset("&;()'<>|`!#{}[]*?$\"")
SCHEMES = ("http://", "https://", "ftp://")


@rule(line_has=["&", ";", "(", "'", "<", ">", "|", "`", "!", "#", "{", "$", '"', "[", "?"], unseen=True)
def propose(failure: Failure) -> Fix | None:
    line = failure.line
    if "\n" in line:
        return None
    edits = []
    for start, text in _tokens(line):
        if text.startswith(SCHEMES):
            cut = any(char in text for char in "&;()|<>") or ("?" in text and failure.has("no matches found"))
            if cut and "'" not in text and '"' not in text and "$" not in text and "\\" not in text:
                edits.append((start, text))
        elif SPECIAL.intersection(text) and failure.machine.is_file(text) and not _harmless(text):
            edits.append((start, text))
    if not edits:
        return None
    for start, text in reversed(edits):
        line = line[:start] + quote(text, failure.dialect) + line[start + len(text) :]
    return Fix(line=line, why="the shell would take a character of it for its own", confidence=0.88)


def _tokens(line: str) -> Iterator[tuple[int, str]]:
    """What stands between blanks, with its place."""
    at = 0
    for part in line.split(" "):
        if part:
            yield at, part
        at += len(part) + 1


def _harmless(text: str) -> bool:
    """Whether it is quoted already, or the shell leaves the name as it is."""
    if text[0] in "'\"" or "\\" in text:
        return True
    return not any(char in text for char in "&;()'<>|`$\"") and not ("!" in text and text[-1] != "!") and text[0] != "#"


EXAMPLES = [
    Example(
        "wc Q&A.md",
        "wc: Q: No such file or directory\nbash: A.md: command not found",
        "wc 'Q&A.md'",
        127,
        files=["Q&A.md"],
    ),
    Example("wc mum's.md", "unexpected EOF while looking for matching `''", 'wc "mum\'s.md"', 2, files=["mum's.md"]),
    Example("cat a;b.txt", "cat: a: No such file or directory", "cat 'a;b.txt'", 127, files=["a;b.txt"]),
    Example(
        "curl http://x.example/?a=1&b=2 -o c",
        "bash: -o: command not found",
        "curl 'http://x.example/?a=1&b=2' -o c",
        127,
    ),
    Example("curl 'http://x.example/?a=1&b=2'", "curl: (6) Could not resolve host", None, 6),
    Example("sleep 1 & wc a&b", "wc: a: No such file", None),
    Example("make && ./run;ls", "make: error", None, 2, files=["run"]),
]
