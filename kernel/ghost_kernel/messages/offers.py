"""The names that a message offers: behind the complaint on its line, or on the lines below it."""

from __future__ import annotations

from ghost_kernel.messages.pattern import listed
from ghost_kernel.messages.text import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What is near is offered before what is merely possible.
NEAR = (
    "did you mean", "maybe you meant", "perhaps you meant", "you may have meant", "similar argument exists",
    "similar arguments exist", "similar subcommand exists", "similar subcommands exist", "similar value exists",
    "similar values exist", "similar name exists", "most similar choice to", "most similar choices to",
    "most similar command", "possible alternatives", "(similar:", "candidates are:", "possible options:", "(could be ",
    "could be:", "could match", "possibilities:",
)  # fmt: skip
ALL = (
    "choose from", "must be one of", "expected one of", "to be one of:", "choices:", "must be either",
)  # fmt: skip
# `Valid arguments are:`, `Available bin targets:`, `allowed formats are …`: a word, a thing or two, `are` or a colon.
OPENING = ("valid ", "allowed ", "available ", "possible ", "supported ", "accepted ", "lifecycle ", "known ")
WIDEST = 28  # characters between the two
FAR = 30  # lines below a complaint that may offer something
MOST = 80
BULLETS = "-*•·>⇂▸→–"


def offered(rest: str, lines: Sequence[str], place: int, end: int) -> list[str]:
    """The names on the rest of the complaint's line and below it, up to the line where the next complaint stands."""
    near: list[str] = []
    possible: list[str] = []
    for at in range(place, min(end, place + FAR, len(lines))):
        line = rest if at == place else lines[at]
        low = line.lower()
        for marks, found in ((NEAR, near), (ALL, possible)):
            mark = next((mark for mark in marks if mark in low), "")
            begin = low.find(mark) + len(mark) if mark else _heading(low) if marks is ALL else 0
            if not begin:
                continue
            names = _beside(line[begin:], mark)
            found += names or below(lines, at + 1, end)
            if names and _wraps(line):
                found += listed(lines[at + 1].strip()) if at + 1 < end and at + 1 < len(lines) else []
            elif names and at + 1 < len(lines) and lines[at + 1][:12].isspace() and quoted(lines[at + 1]):
                found += below(lines, at + 1, end)
            if marks is NEAR:
                break  # a word for the near ones may hold one for the possible ones
    return list(dict.fromkeys(near + possible))[:MOST]


def _heading(low: str) -> int:
    """The place behind `valid values are` and its like; 0 where there is none."""
    for word in OPENING:
        at = low.find(word)
        if at < 0 or (at and low[at - 1].isalnum()):
            continue
        start = at + len(word)
        for end in (" are:", " are ", ":"):
            stop = low.find(end, start, start + WIDEST)
            if stop > 0 and low[start:stop].replace(" ", "").replace("-", "").isalpha():
                return stop + len(end)
        if low[start:].rstrip().endswith(" are") and len(low) - start < WIDEST:
            return len(low)
    return 0


def _wraps(line: str) -> bool:
    return line.rstrip()[-4:] in (" or", " and") or line.rstrip()[-3:] == " or" or line.rstrip()[-1:] == ","


def _beside(text: str, mark: str) -> list[str]:
    """The names behind the heading on its own line."""
    text = text.strip()
    if mark.startswith("most similar") or (text[:1] in ("'", '"', "‘") and "' is:" in text):
        return []  # the typed word comes first, the offer stands below
    for word in ("this?", "one of these?", "one of these perhaps?", "one of the following?", "one of:", "one of"):
        if text.startswith(word):
            text = text[len(word) :].strip()
            break
    inside = quoted(text)
    if inside:
        return inside
    text = text.partition("]")[0].partition(" [")[0].lstrip(": ?")
    text = text.partition(". ")[0].partition(" (")[0]
    words = text.rstrip(".?!)").split()
    if not words or (len(words) > 1 and "," not in text and "|" not in text and " or " not in text and words[1] != "?"):
        return []  # a sentence, not a name
    return listed(text.rstrip(" )"))


def below(lines: Sequence[str], place: int, end: int) -> list[str]:
    """The names listed below a heading: in quotes, behind bullets, or indented; their descriptions are left out."""
    return list(_below(lines, place, min(end, len(lines), place + FAR)))[:MOST]


def _below(lines: Sequence[str], place: int, end: int) -> Iterator[str]:
    blank = 0
    indent = -1
    for at in range(place, end):
        line = lines[at]
        text = line.strip()
        if not text:
            blank += 1
            if blank > 1 or indent >= 0:
                return
            continue
        its = len(line) - len(line.lstrip())
        bullet = text[0] in BULLETS and text[1:2] == " "
        if not its and not bullet and (len(text.split()) > 1 or indent > 0):
            return
        if indent < 0:
            indent = its
        if its > indent + 1 and not bullet and text[0] not in "'\"`":
            continue  # what a name does, told below it
        inside = quoted(text)
        if inside and (bullet or text[0] in "'\"`‘“«" or text.startswith("command ")):
            yield from inside
            continue
        text = text.lstrip(BULLETS + " ") if bullet else text
        for mark in ("  ", "\t", " #", " - "):
            text = text.partition(mark)[0]
        if text[:1].isdigit() and text[1:3] == ". ":
            text = text[3:]
        if len(text.split()) > 3 and "," not in text:
            return  # prose
        if "," in text:
            yield from listed(text)
        elif text:
            yield text.rstrip(",:")
