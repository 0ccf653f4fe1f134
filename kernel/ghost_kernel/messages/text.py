"""What programs say when they fail, read without knowing the program.

Pure functions on text: which words a message names, which ones it suggests, which program was not found. They use
no regular expressions, since importing `re` would cost a cold brain half of its time.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

QUOTES = {"'": "'", '"': '"', "`": "'`", "‘": "’", "“": "”", "«": "»", "»": "«", "„": "“”", "「": "」"}
QUOTE_MARKS = frozenset(QUOTES)
WORD_CHARS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
NOT_FOUND_END = (": command not found", ": not found", ": command not found...")
NOT_FOUND_BEGIN = (
    "command not found: ", "Unknown command: ", "Unknown command ", "failed to run command ", "cannot run ",
    "failed to execute ", "Cannot find executable ", "unrecognized command: ",
)  # fmt: skip
RUNNERS = ("env", "xargs", "nice", "ionice", "time", "timeout", "nohup", "setsid", "stdbuf", "exec", "sudo", "doas")
NO_SUCH_FILE = "No such file or directory"
SUGGESTING = (
    "did you mean", "similar", "maybe you meant", "perhaps you meant", "possibilities", "valid argument",
    "valid choice", "choose from", "possible value", "expected one of", "must be one of", "available", "instead",
    "try ", "could be", "valid value", "supported", "options are", "closest",
)  # fmt: skip


def strip_controls(text: str) -> str:
    """The text without escape sequences and overprinting, as a person reads it."""
    if "\x1b" not in text and "\r" not in text and "\b" not in text and "\x9b" not in text:
        return text
    import re

    text = re.sub(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-_a-z=>]", "", text)
    text = text.replace("\r\n", "\n")
    while "\b" in text:
        shorter = re.sub(r"[^\n\x08]\x08", "", text)
        text = shorter if shorter != text else text.replace("\b", "")
    return text.replace("\r", "\n")


def quoted(line: str) -> list[str]:
    """The parts of a line that stand in quotes of any kind."""
    found: list[str] = []
    if QUOTE_MARKS.isdisjoint(line):  # most lines of a long output
        return found
    at = 0
    while at < len(line):
        shut = QUOTES.get(line[at])
        if shut is None or (at and line[at] == "'" and line[at - 1].isalnum()):
            at += 1
            continue
        ends = [place for place in (line.find(mark, at + 1) for mark in shut) if place > 0]
        if not ends:
            at += 1
            continue
        if min(ends) > at + 1:
            found.append(line[at + 1 : min(ends)].strip("\xa0\u202f"))
        at = min(ends) + 1
    return found


def names(line: str, word: str) -> bool:
    """Whether the word stands in the line as a word of its own."""
    at = line.find(word)
    while at >= 0:
        end = at + len(word)
        before = line[at - 1] if at else " "
        after = line[end] if end < len(line) else " "
        if before not in WORD_CHARS and after not in WORD_CHARS:
            return True
        at = line.find(word, at + 1)
    return False


def stands_apart(line: str, text: str) -> bool:
    """Whether the text stands between colons, or is one end of the line behind or before one: `cat: a: No such …`."""
    return f": {text}:" in line or line.endswith(f": {text}") or line.startswith(f"{text}:") or f": {text} " in line


def lines_naming(output: str, word: str) -> list[str]:
    """The lines of the output that name the word."""
    if not word or word not in output:
        return []
    return [line for line in output.splitlines() if names(line, word)]


def unquoted(text: str) -> str:
    """The text without quotes around it and without the full stop of a sentence behind it."""
    text = text.strip()
    if len(text) >= 2 and text[0] in QUOTES and text[-1] in QUOTES[text[0]]:
        return text[1:-1]
    return text


def not_found(output: str) -> list[str]:
    """The commands that some shell or runner says it did not find."""
    found = []
    for raw in output.splitlines():
        line = raw.strip()
        low = line.lower()
        if "not found" not in low and "unknown command" not in low and "no such" not in low and "cannot" not in low:
            continue
        name = _not_found_in(line)
        if name and name not in found:
            found.append(name)
    return found


def _not_found_in(line: str) -> str:
    for end in NOT_FOUND_END:
        if line.endswith(end):
            head = line[: -len(end)]
            return unquoted(head[head.rfind(": ") + 2 :] if ": " in head else head)
    if line.endswith(": " + NO_SUCH_FILE):
        head = line[: -len(NO_SUCH_FILE) - 2]
        runner = head.partition(":")[0].rpartition("/")[2]
        if runner in RUNNERS:
            for begin in NOT_FOUND_BEGIN:
                if begin in head:
                    return unquoted(head.partition(begin)[2])
            return unquoted(head[head.rfind(": ") + 2 :])
        return ""
    for begin in NOT_FOUND_BEGIN:
        if begin in line:
            rest = line.partition(begin)[2]
            inside = quoted(rest)
            return inside[0] if inside and rest[:1] in QUOTES else unquoted(rest.partition(" ")[0])
    if line.startswith(("Command ", "command ", "× Command ")) or " Command `" in line:
        inside = quoted(line)
        if inside and "not found" in line:
            return inside[0]
    return ""


def blamed(output: str, problem: str) -> list[str]:
    """What stands right before `problem` (such as an errno's text): `prog: cannot stat 'X': No such …` gives X."""
    found = []
    for line in output.splitlines():
        place = line.find(problem)
        if place < 0:
            continue
        head = line[:place].rstrip(" :([")
        inside = quoted(head)
        last = unquoted(head[head.rfind(": ") + 2 :] if ": " in head else head)
        for name in (*reversed(inside), last):
            if name and name not in found:
                found.append(name)
        tail = line[place + len(problem) :].strip(" :)]")
        for name in (*quoted(tail), unquoted(tail)):
            if name and name not in found:
                found.append(name)
    return found


def suggested(output: str) -> list[str]:
    """Words and phrases that a message offers instead: in quotes, behind a colon, or listed line by line."""
    found: list[str] = []
    lines = output.splitlines()
    for place, line in enumerate(lines):
        low = line.lower()
        marks = [low.find(mark) + len(mark) for mark in SUGGESTING if mark in low]
        if not marks:
            continue
        rest = line[min(marks) :]
        inside = quoted(rest)
        found.extend(inside)
        if not inside:
            behind = rest.partition(":")[2] or rest.rpartition(" ")[2]
            found.extend(_listed(behind))
        found.extend(_below(lines, place + 1))
    return list(dict.fromkeys([one for one in found if one]))


def _listed(text: str) -> Iterator[str]:
    for part in text.replace("|", ",").replace("{", ",").replace("}", ",").split(","):
        word = unquoted(part.strip(" \t()[].?!;"))
        if word and len(word) < 60:
            yield word


def _below(lines: list[str], place: int) -> Iterator[str]:
    """The indented or quoted list under a heading."""
    blank = 0
    for line in lines[place : place + 40]:
        if not line.strip():
            blank += 1
            if blank > 1:
                return
            continue
        text = line.strip()
        if not line[0].isspace() and text[0] not in "-*'\"`‘" and len(text.split()) > 1:
            return
        text = text.lstrip("-*• ") if text[:2] in ("- ", "* ", "• ") else text
        inside = quoted(text)
        if inside:
            yield from inside
        elif text:
            yield text
            if " " in text:
                yield text.split()[0].rstrip(",:")


def usage_words(output: str) -> list[str]:
    """Words of a usage message that stand for themselves: `[help|start|bad]`, `{a,b}`."""
    found: list[str] = []
    for line in output.splitlines():
        for open_, shut in (("[", "]"), ("{", "}"), ("(", ")"), ("<", ">")):
            at = line.find(open_)
            while at >= 0:
                end = line.find(shut, at)
                if end < 0:
                    break
                inner = line[at + 1 : end]
                if "|" in inner or ("," in inner and " " not in inner):
                    found.extend([part.strip("[]() <>") for part in inner.replace("|", ",").split(",")])
                at = line.find(open_, end)
    return list(dict.fromkeys([one for one in found if one and " " not in one]))
