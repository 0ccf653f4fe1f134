"""tar's own way of reading a line: bundled letters with or without a dash, each valued one taking a word of its own."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Stage, Word

MODES = "xctrudA"
VALUED = "fCTXbgHIKLNV"  # letters that take a value
LETTERS = "zjJZ"


class Call:
    """One call of tar: `cluster` is the word with the letters, `mode` what is done, `archive` the word after f."""

    __slots__ = ("cluster", "dashed", "mode", "archive", "members", "folder")

    def __init__(self) -> None:
        self.cluster: Word | None = None
        self.dashed = False
        self.mode = ""
        self.archive: Word | None = None
        self.members: list[Word] = []
        self.folder: Word | None = None

    @property
    def letters(self) -> str:
        """The letters of the cluster."""
        return self.cluster.plain.lstrip("-") if self.cluster is not None else ""


def read(stage: Stage) -> Call:
    """The call as tar reads it: an old-style cluster takes its values from the words behind it, in order."""
    call = Call()
    words = stage.args
    waiting: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        text = word.plain
        at += 1
        if waiting and (text[:1] != "-" or call.dashed):
            _give(call, waiting.pop(0), word)
            continue
        if text[:2] == "--":
            name, mark, _ = text.partition("=")
            call.mode = {"--extract": "x", "--get": "x", "--create": "c", "--list": "t"}.get(name, call.mode)
            if name == "--file" and not mark and at < len(words):
                call.archive = words[at]
                at += 1
            continue
        first = call.cluster is None and word is words[0] and text[:1] != "-" and text.isalpha()
        if first or (text[:1] == "-" and len(text) > 1):
            if call.cluster is None:
                call.cluster, call.dashed = word, text[0] == "-"
            call.mode = next((one for one in text if one in MODES), call.mode)
            if first:
                waiting += [one for one in text if one in VALUED]
            else:
                _dashed(call, word, waiting)
            continue
        call.members.append(word)
    return call


def _dashed(call: Call, word: Word, waiting: list[str]) -> None:
    """A cluster with a dash: the first valued letter takes the rest of the word, or the next one."""
    text = word.plain
    for place, one in enumerate(text[1:], 1):
        if one in VALUED:
            if text[place + 1 :]:
                if one == "f":
                    call.archive = word
            else:
                waiting.append(one)
            return


def _give(call: Call, letter: str, word: Word) -> None:
    if letter == "f":
        call.archive = word
    elif letter == "C":
        call.folder = word
