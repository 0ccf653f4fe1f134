"""The message names a word it does not know and offers others: the one it means, or the nearest of its list."""

from __future__ import annotations

from ghost_kernel import messages, spelling
from ghost_kernel.knowledge import faults, helptext
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

OFFERS = (
    "did you mean", "most similar", "similar name", "maybe you meant", "perhaps you meant", "could be:", "closest",
    "available commands", "available targets", "similar argument", "similar to", "possible value",
)  # fmt: skip
LISTS = ("usage", "commands:", "available", "tasks:", "targets:", "choose from", "valid choices", "known ")
TROUBLE = (
    "unknown", "not found", "no such", "invalid", "unrecognized", "unrecognised", "isn't", "not a", "ambiguous",
    "not in",
    "does not", "doesn't", "unexpected", "not recognized", "no command", "wasn't", "undefined", "not defined", "no bin",
)  # fmt: skip

HALF_DONE = 0.25  # taken off for each word that the program does not know either, and nothing is near to


@rule(output_has=[*OFFERS, *LISTS])
def propose(failure: Failure) -> Fix | None:
    chain, known, names = faults.subcommand(failure)
    swaps: list[tuple[Word, str]] = []
    confidence, only, places = 1.0, True, 0
    for word in failure.args:
        head = _head(word)
        if not head or (known is not word and head in names) or word.plain in chain or not _complained(failure, head):
            continue
        near = _near(failure, head)
        if near is None or near.name == head:
            confidence -= HALF_DONE
            continue
        text = word.swap(head, near.name, failure.dialect)
        if text is None:
            continue
        swaps.append((word, text))
        confidence += min(0.0, spelling.confidence(near) - 1.05)
        only, places = only and near.only, places + 1
    if not swaps:
        return None
    shown = ", ".join([str(new) for _, new in swaps])
    return Fix(swaps=swaps, why=f"{failure.program} offers {shown}", confidence=confidence, origin="output", only=only)


def _head(word: Word) -> str:
    """The part of a word that is a name: in front of a value or parameters."""
    if word.value is None:
        return ""
    if word.is_option:
        return word.plain.partition("=")[0]
    head = word.plain.partition("=")[0]
    return head if "/" in head or "://" in word.plain else head.partition(":")[0]


def _complained(failure: Failure, head: str) -> bool:
    """Whether the output names the word as one it does not know: on a line of trouble, or listed right below one."""
    lines = (failure.output or "").splitlines()
    for place, line in enumerate(lines):
        low = line.lower()
        if not any(text in low for text in TROUBLE):
            continue
        if messages.names(line, head) or head in messages.quoted(line):
            return True
        below = [one.strip() for one in lines[place + 1 : place + 6]]
        if line.rstrip().endswith(":") and head in below:
            return True
    return False


def _near(failure: Failure, head: str) -> spelling.Near | None:
    output = failure.output or ""
    dashed = head[:1] == "-"
    offered = []
    for one in messages.suggested(output):
        words = one.split()
        last = words[-1] if words and (words[0] == failure.program or len(words) == 1) else ""
        if last and (last[:1] == "-") == dashed and last not in (head, failure.program):
            offered.append(last)
    offered = list(dict.fromkeys(offered))
    if len(offered) == 1 and failure.has("did you mean", "similar", "maybe you meant", "perhaps you meant"):
        ranked = spelling.rank(head, offered)
        return ranked[0] if ranked else spelling.Near(offered[0], 1.8, True)
    ranked = spelling.rank(head, offered) or spelling.of_few(head, offered)
    if not ranked:
        listed = [*helptext.commands(output), *messages.usage_words(output), *_indented(output)]
        ranked = spelling.rank(
            head, [one for one in dict.fromkeys(listed) if one != head and (one[:1] == "-") == dashed]
        )
    return ranked[0] if ranked else None


def _indented(output: str) -> list[str]:
    """The first words of indented lines: names of a list."""
    found = []
    for line in output.splitlines():
        if line[:1].isspace() and line.strip() and len(line) - len(line.lstrip()) <= 8:
            word = line.split()[0].rstrip(":,")
            if word[:1].isalpha():
                found.append(word)
    return found


EXAMPLES = [
    Example(
        "frob grup lst",
        "frob grup: 'lst' is not in the group.\n\nThe most similar choice to 'lst' is:\n    list",
        "frob grup list",
    ),
    Example(
        "frob dpeloy:fast=1",
        "Command(s) not found:\n    dpeloy\n\nAvailable commands:\n\n    deploy\n    test",
        "frob deploy:fast=1",
    ),
    Example("frob list-x", "ambiguous command: list-x, could be: list-xa, list-xb", "frob list-xa"),
    Example(
        "frob run --bin srv",
        "error: no bin target named `srv`\n\nhelp: a target with a similar name exists: `serve`",
        "frob run --bin serve",
    ),
    Example("frob quick", "frob: unknown command quick", None),
    Example("frob list", "usage: frob [list|make]", None),
]
