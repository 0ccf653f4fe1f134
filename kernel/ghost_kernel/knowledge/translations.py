"""gettext's compiled catalogues, and their messages turned round: the English for a text that a translation fits.

A message and its translation are formats of printf. What was printed is matched against the translation, and what
stood in its gaps is put into the English one.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    Gap = tuple[str, int]  # the letters in front of a gap, and the number of its argument; -1 at the end

MOST_ENTRIES = 20_000
SPACES = " \xa0\u202f"
QUOTES = {"„": "“”", "“": "”", "‘": "’", "«": "»", "»": "«", "「": "」", "‹": "›", "›": "‹", "”": "”", "’": "’"}
MORE = 99  # the number of a gap for what stands behind a heading
LENGTHS = (b"h", b"l", b"L", b"q", b"j", b"z", b"t")
CONVERSIONS = frozenset("diouxXeEfgGcspm")
FLAGS = frozenset("#0- +'I.*hlLqjzt123456789")


class Format:
    """A translation taken apart, and the English it stands for."""

    __slots__ = ("gaps", "weight", "english")

    def __init__(self, gaps: list[Gap], english_: list[Gap]) -> None:
        self.gaps = gaps
        self.english = english_
        self.weight = sum(len(text) for text, _ in gaps)

    def turn(self, text: str) -> str | None:
        """The English for a text that this translation fits as a whole."""
        filled: dict[int, str] = {}
        pos = 0
        last = len(self.gaps) - 1
        before = -1
        for place, (letters, argument) in enumerate(self.gaps):
            if before < 0:
                if not text.startswith(letters, pos):
                    return None
                at = pos
            elif place == last and argument < 0:
                at = len(text) - len(letters)
                if at < pos or not text.endswith(letters):
                    return None
            else:
                at = text.find(letters, pos) if letters else pos
                if at < 0:
                    return None
            if before >= 0:
                filled[before] = text[pos:at]
            pos = at + len(letters)
            before = argument
        more = ""
        if before >= 0:
            filled[before] = text[pos:]
        elif pos != len(text):
            # A message without gaps may have a name behind a colon; a heading has more behind its own.
            rest = text[pos:].lstrip(SPACES)
            if last or rest[:1] not in (":", "："):
                return None
            more = ": " + _bare(rest[1:].strip(SPACES))
        if MORE in filled:
            filled[MORE] = filled[MORE].lstrip(SPACES)
        return "".join([letters + _bare(filled.get(argument, "")) for letters, argument in self.english]) + more


def _bare(text: str) -> str:
    """What stood in a gap, in plain quotes where it had some of the person's language."""
    shut = QUOTES.get(text[:1])
    if shut is not None and len(text) > 1 and text[-1] in shut:
        return "'" + text[1:-1].strip(SPACES) + "'"
    return text


def entries(data: bytes) -> list[tuple[bytes, bytes, bytes]]:
    """(longest piece of the translation, English, translation) for every message of a compiled catalogue."""
    order = "little" if data[:4] == b"\xde\x12\x04\x95" else "big" if data[:4] == b"\x95\x04\x12\xde" else ""
    if not order or len(data) < 20:
        return []
    count, at, to = (int.from_bytes(data[place : place + 4], order) for place in (8, 12, 16))  # type: ignore[arg-type]
    count = min(count, MOST_ENTRIES)
    if order != sys.byteorder or max(at, to) + 8 * count > len(data):
        return []
    view = memoryview(data)
    originals = view[at : at + 8 * count].cast("I").tolist()
    translations = view[to : to + 8 * count].cast("I").tolist()
    found = []
    charset = "utf-8"
    for place in range(0, 2 * count, 2):
        start = originals[place + 1]
        original = data[start : start + originals[place]]
        start = translations[place + 1]
        translation = data[start : start + translations[place]]
        if not original:
            charset = _charset(translation)
            continue
        if original == translation:
            continue
        if charset != "utf-8":
            translation = translation.decode(charset, "replace").encode("utf-8")
        if b"\0" in translation:
            forms = original.split(b"\0")
            pairs = [(forms[min(form, len(forms) - 1)], text) for form, text in enumerate(translation.split(b"\0"))]
        else:
            pairs = [(original, translation)]
        for its, text in pairs:
            piece = _longest(text)
            if len(piece) > 3:
                found.append((piece, its, text))
    return found


def _charset(header: bytes) -> str:
    name = header.partition(b"charset=")[2].split(b"\n")[0].strip().decode("ascii", "replace").lower()
    try:
        "".encode(name or "utf-8")
    except LookupError:
        return "utf-8"
    return name or "utf-8"


def _longest(translation: bytes) -> bytes:
    """The longest piece of the first line without a gap in it; it is printed where the message is."""
    line = translation.strip(b"\n").partition(b"\n")[0]
    if b"%" not in line:
        return line
    best = b""
    for number, part in enumerate(line.split(b"%")):
        if number:
            skip = 0
            while skip < len(part) and (part[skip : skip + 1] in LENGTHS or not part[skip : skip + 1].isalpha()):
                skip += 1
            part = part[skip + 1 :]
        if len(part) > len(best):
            best = part
    return best.strip(b" ")


def formats(original: bytes, translation: bytes) -> list[Format]:
    """The lines of an entry, which are matched one by one; where their number differs, the first alone."""
    ours = original.decode("utf-8", "replace").rpartition("\x04")[2].strip("\n").split("\n")
    theirs = translation.decode("utf-8", "replace").strip("\n").split("\n")
    if len(theirs) != len(ours):
        ours, theirs = ours[:1], theirs[:1]
    found = []
    for our, their in zip(ours, theirs):
        gaps, english_ = _gaps(their), _gaps(our)
        letters = "".join([text for text, _ in gaps]).strip()
        if not our.strip() or (len(letters) <= 3 and len(letters.encode()) <= 5):
            continue
        found.append(Format(gaps, english_))
        if our.rstrip()[-1:] == ":" and gaps[-1][0]:  # a heading: names are printed behind it
            (mark, _), (its, _) = gaps[-1], english_[-1]
            found.append(Format([*gaps[:-1], (mark.rstrip(SPACES), MORE), ("", -1)],
                                [*english_[:-1], (its.rstrip() + " ", MORE), ("", -1)]))  # fmt: skip
    return found


def _gaps(text: str) -> list[Gap]:
    """A format of printf as letters and gaps."""
    found: list[Gap] = []
    letters = ""
    at = 0
    number = 0
    while at < len(text):
        if text[at] != "%":
            letters += text[at]
            at += 1
            continue
        if text[at + 1 : at + 2] == "%":
            letters += "%"
            at += 2
            continue
        end = at + 1
        while end < len(text) and text[end].isdigit():
            end += 1
        place = int(text[at + 1 : end]) - 1 if text[end : end + 1] == "$" and end > at + 1 else -1
        end = end + 1 if place >= 0 else at + 1
        while end < len(text) and text[end] in FLAGS:
            end += 1
        if end >= len(text) or text[end] not in CONVERSIONS:
            letters += "%"
            at += 1
            continue
        found.append((letters, place if place >= 0 else number))
        number += 1
        letters = ""
        at = end + 1
    found.append((letters, -1))
    return found
