"""What awk, sed or jq is to do was not quoted, so that the shell took it apart at blanks, pipes and brackets."""

from __future__ import annotations

from ghost_kernel.knowledge import programs
from ghost_kernel.rules import Example, Failure, Fix, rule

TOOLS = ("awk", "gawk", "mawk", "sed", "jq")
OWN = frozenset("{}()|<>;&*?[]$# \t!~")
DELIMITERS = "/|#,:@!"
STOPS = ("&&", "||", ">>")


@rule(line_has=TOOLS, output_has=["error", "missing", "not found", "unterminated", "no such file", "unknown", "syntax"])
def propose(failure: Failure) -> Fix | None:
    line = failure.line.rstrip()
    if "\n" in line or any(mark in line for mark in ("'", '"', "`", "\\", *STOPS)):
        return None
    parts = _parts(line)
    if not parts or parts[0][1] not in TOOLS or not failure.machine.which(parts[0][1]):
        return None
    first = next((at for at, (_, text) in enumerate(parts) if at and text[0] != "-"), 0)
    last = len(parts)
    while last > first + 1 and failure.machine.is_file(parts[last - 1][1]):
        last -= 1
    if not first or last == len(parts):
        return None  # without a file at the end it is not known where the text ends
    files = parts[last][0]
    while last > first + 1 and parts[last - 1][1] == "|":
        last -= 1  # a file takes nothing from a pipe
    start, end = parts[first][0], parts[last - 1][0] + len(parts[last - 1][1])
    text = line[start:end]
    if not OWN.intersection(text) or not _reads_as_one(parts[0][1], text) or _has_program(failure, parts[first:last]):
        return None
    return Fix(
        line=f"{line[:start]}'{text}' {line[files:]}", why=f"what {parts[0][1]} is to do is quoted", confidence=0.92
    )


def _parts(line: str) -> list[tuple[int, str]]:
    found = []
    at = 0
    for part in line.split(" "):
        if part:
            found.append((at, part))
        at += len(part) + 1
    return found


def _reads_as_one(tool: str, text: str) -> bool:
    """Whether the text is a whole program of the tool's, by its outer form."""
    if tool == "sed":
        body = text.lstrip("0123456789,$")
        mark = body[1:2]
        return body[:1] in ("s", "y") and mark in DELIMITERS and mark != "" and body.count(mark) == 3
    if tool == "jq":
        return text[0] in ".[{" and _balanced(text)
    return "{" in text and "}" in text and _balanced(text)


def _balanced(text: str) -> bool:
    return all(text.count(open_) == text.count(shut) for open_, shut in ("()", "[]", "{}"))


def _has_program(failure: Failure, parts: list[tuple[int, str]]) -> bool:
    """Whether a pipe in the text leads to a program: then it is the shell's."""
    for at, (_, text) in enumerate(parts[:-1]):
        follower = parts[at + 1][1]
        if text.endswith("|") and programs.runs(failure.machine, follower, failure.dialect):
            return True
    return False


EXAMPLES = [
    Example(
        "awk {print $3} log",
        "awk: line 2: missing } near end of file",
        "awk '{print $3}' log",
        2,
        files=["log"],
        programs=["awk"],
    ),
    Example(
        "sed s|/tea|/mint| log",
        "sed: -e expression #1, char 1: unterminated `s' command",
        "sed 's|/tea|/mint|' log",
        127,
        files=["log"],
        programs=["sed"],
    ),
    Example(
        "jq -r .[] | select(.n > 2) a.json",
        "bash: syntax error near unexpected token `('",
        "jq -r '.[] | select(.n > 2)' a.json",
        2,
        files=["a.json"],
        programs=["jq"],
    ),
    Example(
        "jq .a[0] | a.json",
        "bash: a.json: command not found",
        "jq '.a[0]' a.json",
        127,
        files=["a.json"],
        programs=["jq"],
    ),
    Example("jq .a | sort log", "jq: error", None, 2, files=["log"], programs=["jq", "sort"]),
    Example("sed s/tea/ log", "sed: unterminated `s' command", None, files=["log"], programs=["sed"]),
    Example("awk '{print $3}' log", "awk: error", None, files=["log"], programs=["awk"]),
]
