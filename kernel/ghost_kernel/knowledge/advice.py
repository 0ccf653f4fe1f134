"""What a message advises: commands it tells to run, options it tells to add, and whether it is a mere answer.

Pure functions on text. What they find is untrusted: it was only printed, and a rule offers it as such.
"""

from __future__ import annotations

from ghost_kernel import messages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.failure import Failure

FIRST, INSTEAD, LOOK, MORE, OTHER = "first", "instead", "look", "more", ""
# A quoted command stands behind one of these, an unquoted one as well when it ends the sentence.
LEADS = (
    "run", "running", "execute", "executing", "use", "using", "try", "type", "with", "do", "rerun", "re-run", "via",
    "call", "enter",
)  # fmt: skip
BLOCK_ENDS = (":", " run", " use", " with", " try", " using", "typing")
FURTHER = ("more information", "more details", "for help", "to learn", "for details", "to undo", "more about", "docs")
LOOKING = (" to see ", " to list ", " list of ", "see all ", "to show ", "for a list", "to view ")
REPLACING = (
    " instead", "replaced", "renamed", "deprecated", "did you mean", "you meant", "no longer", "to reinstall",
    "to upgrade", "similar", "does not take", "superseded",
)  # fmt: skip
PREPARING = (
    " first", "before ", "initial", "log in", "logged in", "login", "not installed", "missing", "pinned", "install",
    "to resolve", "to fix", "needed", "required", "require", "need to", "must ", "stale", "out of date", "outdated",
    "to add it", "to start", "to create", "create it", "not running", "not started", "please run", "please execute",
    "no default", "not available", "unavailable", "not configured", "pending", "choose a", "to download", "not set up",
)  # fmt: skip
# Advertisements: they come with success as well and repair nothing.
ADVERTS = (
    "new version", "newer version", "new release", "newer release", "latest version", "new major", "new minor",
    "update available", "upgrade available", "is available:", "npm notice", "npm fund", "audit fix",
)  # fmt: skip
UNCLEAR = ("<", ">", "[", "]", "…", "...", "$", "|", ";", "&", "(", ")", "{", "}", "*", "#")
HEADS = ("error", "hint", "help", "note", "info", "warning", "fatal", "npm", "err!", "tip", "›", "▸", "=", "=>", "*")
# Programs that show what others wrote, and those whose complaints are about source text.
READERS = frozenset(
    "cat less more tail head grep egrep zcat bat journalctl dmesg echo printf awk sed strings diff vim vi nano "
    "watch logs".split()
)
EXAMINERS = frozenset(
    "ruff black eslint prettier mypy shellcheck flake8 pylint rubocop stylelint gofmt isort tsc ctest pytest jest "
    "vitest mocha tox pyright yamllint hadolint rustc javac jshint standard".split()
)
EXAMINED = (
    "tests failed", "test failed", "test result: failed", "failures:", "failing tests", "--- fail", "tests run:",
    "1 failed", " failed, ", "could not compile", "rustc --explain", "assertionerror", "conflict (content)",
    "traceback (most recent call last)", "error ts", "(nameerror)", "(nomethoderror)",
)  # fmt: skip

OPTION_LEADS = frozenset(
    "use using pass passing try add adding with specify specifying include including set supply give provide want "
    "without via consider".split()
)
VALUES = frozenset("path paths name names number value values argument version size id url filename".split())
OPTION_FILL = frozenset("the a an option options flag flags switch of one argument either".split())


class Told:
    """A command that the message gives, as words, and what it is said to be for."""

    __slots__ = ("words", "purpose")

    def __init__(self, words: list[str], purpose: str) -> None:
        self.words = words
        self.purpose = purpose


def is_answer(failure: Failure) -> bool:
    """Whether the output is a text shown, a test's result or a compiler's verdict: its advice is not about the line."""
    names = {failure.program, *[word.plain for word in failure.args[:1]]}
    if not names.isdisjoint(READERS) or not names.isdisjoint(EXAMINERS):
        return True
    return failure.has(*EXAMINED)


def commands(output: str) -> list[Told]:
    """The commands told, in their order."""
    found: list[Told] = []
    lines = output.splitlines()
    for place, line in enumerate(lines):
        text = _body(line)
        low = f" {text.lower()} "
        if any(mark in low for mark in ADVERTS):
            continue
        around = f" {_body(lines[place - 1]).lower()} {low}" if place and text[:1].islower() else low
        pieces = _inline(text)
        if low.rstrip().endswith(BLOCK_ENDS):
            pieces += _block(lines, place + 1)
        for piece in pieces:
            words = _words(piece)
            if words:
                found.append(Told(words, purpose(around)))
    return found


def _body(line: str) -> str:
    """The line without the marks and headings that programs put in front."""
    parts = line.strip().split()
    while parts and parts[0].rstrip(":").lower() in HEADS:
        parts = parts[1:]
    return " ".join(parts)


def purpose(low: str) -> str:
    """What a line, in small letters, says that its command is for."""
    if any(mark in low for mark in REPLACING):
        return INSTEAD
    if any(mark in low for mark in FURTHER):
        return MORE
    if any(mark in low for mark in LOOKING):
        return LOOK
    return FIRST if any(mark in low for mark in PREPARING) else OTHER


def _inline(text: str) -> list[str]:
    """Commands inside a sentence: in quotes behind a leading word, or from there to the sentence's end."""
    found: list[str] = []
    low = text.lower()
    for lead in LEADS:
        at = low.find(lead)
        while at >= 0:
            end = at + len(lead)
            before = low[at - 1] if at else " "
            if before in " (,-" and low[end : end + 1] in (" ", ":"):
                rest = text[end:].lstrip(" :")
                if rest[:1] in messages.QUOTES:
                    found += messages.quoted(rest)[:1]
                elif lead in ("run", "rerun", "re-run", "execute"):
                    found.append(_sentence(rest))
            at = low.find(lead, end)
    return found


def _sentence(text: str) -> str:
    """The words up to where the sentence goes on about something else."""
    for mark in (
        ". ",
        ", ",
        " to ",
        " first",
        " before ",
        " and ",
        " again",
        " in order",
        " for ",
        " from ",
        " with ",
        " --help",
    ):
        text = text.partition(mark)[0]
    return text.rstrip(".")


def _block(lines: list[str], place: int) -> list[str]:
    """The one command that stands by itself below a line ending in a colon."""
    for line in lines[place : place + 3]:
        text = line.strip()
        if text:
            inside = _body(text)
            return [inside.partition("  #")[0].partition(" # ")[0].strip("`'\"").removeprefix("$ ")]
    return []


def _words(text: str) -> list[str]:
    while "[" in text and "]" in text.partition("[")[2]:  # what may be left out is left out
        head, _, tail = text.partition("[")
        text = head + tail.partition("]")[2].lstrip()
    text = text.rstrip(" ?!.,:")
    if not text or len(text) > 200 or any(mark in text for mark in UNCLEAR):
        return []
    from ghost_kernel import lexer

    words = [word.plain for word in lexer.words(text)]
    plain = words and all(char.isalnum() or char in "-_./+" for char in words[0])
    return words if plain and 0 < len(words) < 12 else []


def options(output: str) -> list[str]:
    """Options that the message advises to add, in its order."""
    found: list[str] = []
    for line in output.splitlines():
        text = _body(line)
        low = text.lower()
        if low.startswith(("usage", "or:", "-", "[info]", "[debug]")) or "[-" in low or "next time" in low:
            continue
        told = False
        words = text.split()
        for at, raw in enumerate(words):
            word = raw.strip("`'\"‘’“”(),.;:{}")
            if word[:1] != "-" or len(word) < 2 or not word.lstrip("-")[:1].isalnum():
                continue
            if "one of" in low and word[1] != "-" and len(word) > 3:
                continue  # letters to choose from: -Acdtrux
            back = [one.strip("`'\"‘’(),:").lower() for one in words[max(0, at - 4) : at]]
            while back and (back[-1] in OPTION_FILL or (told and (back[-1] in ("or", "and") or back[-1][:1] == "-"))):
                back.pop()
            if not back and not told:
                continue
            after = words[at + 1] if at + 1 < len(words) else ""
            valued = after[:1].isdigit() or after[:1] in ("<", "[") or (after.isupper() and len(after) > 1)
            if valued or not VALUES.isdisjoint(low.replace(",", " ").split()):
                continue  # which value is meant, only the person knows
            if told or back[-1] in OPTION_LEADS:
                told = True
                if word not in found and not any(mark in word for mark in "<>[]|"):
                    found.append(word)
    return found
