"""The message names a word it does not know and offers others: the one it means, or the nearest of its list."""

from __future__ import annotations

from ghost_kernel import messages, spelling
from ghost_kernel.knowledge import dangers, faults, helptext
from ghost_kernel.messages.complaint import AMBIGUOUS, MISFITS
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.line import Word
    from ghost_kernel.messages.complaint import Complaint

OFFERS = (
    "did you mean", "most similar", "similar name", "maybe you meant", "perhaps you meant", "could be", "closest",
    "available commands", "available targets", "similar argument", "similar to", "possible value", "similar sub",
    "candidates are", "possible options", "(similar:", "possibilities", "expected one of", "is ambiguous",
    "allowed ", "valid values", "valid options", "must be one of", "alternatives",
)  # fmt: skip
LISTS = ("usage", "commands:", "available", "tasks:", "targets:", "choose from", "valid choices", "known ")
MEANT = ("did you mean", "similar", "maybe you meant", "perhaps you meant")

HALF_DONE = 0.25  # taken off for each word that the program does not know either, and nothing is near to
ONE_OF = (0.62, 0.56, 0.52)  # of several words that the typed one is short for
AMONG = 0.05  # taken off where the word is one of several that are offered


@rule(output_has=[*OFFERS, *LISTS])
def propose(failure: Failure) -> list[Fix] | None:
    chain, known, names = faults.subcommand(failure)
    swaps: list[tuple[Word, str]] = []
    others: list[list[spelling.Near]] = []
    confidence, only = 1.0, True
    for word in failure.args:
        head = _head(word)
        if not head or (known is not word and head in names) or word.plain in chain:
            continue
        complaint = _complaint(failure, word, head)
        if complaint is None or (complaint.kind == AMBIGUOUS and (word.is_option or complaint.place)):
            continue  # options and their values are other rules'
        found = _near(failure, complaint, head, names)
        if not found or found[0].name == head:
            confidence -= HALF_DONE
            continue
        part = head if ":" not in found[0].name else word.plain
        text = word.swap(part, found[0].name, failure.dialect)
        if text is None:
            continue
        swaps.append((word, text))
        others.append(found)
        short = len(found) > 1 and all(one.name.startswith(head) for one in found)
        sure = spelling.confidence(found[0], True) - (AMONG if len(complaint.offered) != 1 else 0.0)
        sure = ONE_OF[0] if short else sure
        confidence += min(0.0, sure - 1.0)
        only = only and found[0].only
    if not swaps:
        return None
    fixes = [_fix(failure, swaps, confidence, only)]
    if len(swaps) == 1:
        word, head = swaps[0][0], _head(swaps[0][0])
        for place, near in enumerate(others[0][1:3], 1):
            text = word.swap(head, near.name, failure.dialect)
            if text is not None:
                fixes.append(_fix(failure, [(word, text)], min(confidence - 0.05 * place, ONE_OF[place]), False))
    return fixes


def _fix(failure: Failure, swaps: Sequence[tuple[Word, str]], confidence: float, only: bool) -> Fix:
    shown = ", ".join([str(new) for _, new in swaps])
    return Fix(
        swaps=swaps, why=f"{failure.program} offers {shown}", confidence=confidence, origin="output", only=only
    )  # fmt: skip


def _head(word: Word) -> str:
    """The part of a word that is a name: in front of a value or parameters."""
    if word.value is None:
        return ""
    head = word.plain.partition("=")[0]
    if word.is_option:
        return head
    return head if "/" in head or "://" in word.plain else head.partition(":")[0]


def _complaint(failure: Failure, word: Word, head: str) -> Complaint | None:
    """What the output says of the word, as a whole or of its name."""
    for one in failure.complaints:
        if one.kind in MISFITS and (one.names(word.plain) or one.names(head)):
            return one
    return None


def _near(failure: Failure, complaint: Complaint, head: str, names: Sequence[str]) -> list[spelling.Near]:
    """The names that may be meant, best first: of those offered, else of a list that the output has elsewhere."""
    output = failure.output or ""
    dashed = head[:1] == "-"
    offered = []
    for one in complaint.offered:
        words = one.split()
        typed = {word.plain for word in failure.words}
        last = words[-1] if words and (len(words) == 1 or typed.issuperset(words[:-1])) else ""
        last, mark, value = last.partition("=")
        if mark and value:
            continue  # it is the value that is offered, not the name
        if dashed and last and last[0] != "-":
            last = head[: len(head) - len(head.lstrip("-"))] + last  # some name options without their dashes
        if last and (last[:1] == "-") == dashed and last not in (head, failure.program):
            offered.append(last)
    offered = list(dict.fromkeys(offered))
    if complaint.kind == AMBIGUOUS and offered:
        # What is ambiguous is the beginning of each that may be meant; anything else in the list is another text's.
        offered = [name for name in offered if name.lower().startswith(head.lower())]
        common = [name for name in names if name in offered]
        ordered = [*common, *[name for name in offered if name not in common]]
        return [spelling.Near(name, 1.0, len(offered) == 1) for name in ordered]
    if len(offered) == 1 and failure.has(*MEANT):
        ranked = spelling.rank(head, offered)
        return ranked or ([] if dangers.added(offered, [head]) else [spelling.Near(offered[0], 1.8, False)])
    ranked = spelling.of_few(head, offered)
    if not ranked:
        listed = [*helptext.commands(output), *messages.usage_words(output), *_indented(output)]
        ranked = spelling.rank(
            head, [one for one in dict.fromkeys(listed) if one != head and (one[:1] == "-") == dashed]
        )
    near = ranked[:1]
    return near + [one for one in ranked[1:] if ranked[0].cost + spelling.MARGIN > one.cost]


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
        "frob grup: 'lst' is not in the 'frob grup' command group.\n\nThe most similar choice to 'lst' is:\n    list",
        "frob grup list",
    ),
    Example(
        "frob dpeloy:fast=1",
        "Command(s) not found:\n    dpeloy\n\nAvailable commands:\n\n    deploy\n    test",
        "frob deploy:fast=1",
    ),
    Example(
        "frob dpeloy:fast=1 tset",
        "Command(s) not found:\n    dpeloy\n    tset\n\nAvailable commands:\n\n    deploy\n    test",
        "frob deploy:fast=1 test",
    ),
    Example("frob list-x", "ambiguous command: list-x, could be: list-xa, list-xb", "frob list-xa"),
    Example("frob inst x", "frob: invalid choice: 'inst' (choose from 'info', 'install', 'list')", "frob install x"),
    Example(
        "frob run --bin srv",
        "error: no bin target named `srv`\n\nhelp: a target with a similar name exists: `serve`",
        "frob run --bin serve",
    ),
    Example("frob lsit", "error: unknown command 'lsit'\n(Did you mean destroy?)", None),
    Example("frob --mode=qu1et x", "frob: unrecognized option '--mode=qu1et'; did you mean '--mode=quiet'?", None),
    Example("frob --colr=no x", "frob: unrecognized option '--colr=no'; did you mean '--color='?", "frob --color=no x"),
    Example("frob quick", "frob: unknown command quick", None),
    Example("frob list", "usage: frob [list|make]", None),
]
