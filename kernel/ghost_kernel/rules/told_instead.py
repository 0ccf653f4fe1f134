"""The message gives whole lines to choose from, or another command for the same things: the nearest of them."""

from __future__ import annotations

from ghost_kernel import messages, spelling
from ghost_kernel.knowledge import advice, dangers, subcommands
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.line import Word

HEADINGS = ("did you mean", "maybe you meant", "you meant", "most similar", "one of these")
NEVER = dangers.WORDS | frozenset("--help -h help --usage --version".split())
MOST_BELOW = 8


@rule(output_has=[*HEADINGS, " instead", "use `", "use '", 'use "', "replaced", "to reinstall", "to upgrade"])
def propose(failure: Failure) -> list[Fix] | None:
    if not failure.words or failure.words[0].value is None or advice.is_answer(failure):
        return None
    typed = [word.plain for word in failure.words]
    found: list[tuple[float, list[str | Word]]] = []
    for words in _lines(failure):
        cost = _cost(typed, words, subcommands.known(failure.machine, failure.program))
        new = set(words).difference(typed)
        if cost is not None and NEVER.isdisjoint(new) and not dangers.added(new, typed[1:]):
            found.append((cost, [failure.words[0], *_kept(failure, words)[1:]]))
    found.sort(key=lambda one: one[0])
    fixes = [
        Fix(words, why="the message offers it", confidence=0.7 - 0.05 * place, origin="output")
        for place, (_, words) in enumerate(found[:3])
    ]
    return fixes or _other_verb(failure, typed)


def _lines(failure: Failure) -> list[list[str]]:
    """Whole commands of this program under a heading, remarks behind them left out."""
    found: list[list[str]] = []
    lines = (failure.output or "").splitlines()
    for place, line in enumerate(lines):
        low = line.lower()
        if not any(mark in low for mark in HEADINGS):
            continue
        pieces = messages.quoted(line)
        for below in lines[place + 1 : place + 1 + MOST_BELOW]:
            text = below.strip().removeprefix("npm error ").removeprefix("npm ERR! ").strip(" *-•")
            pieces.append(text.partition(" # ")[0].strip(" '\"`"))
        for piece in pieces:
            words = piece.split()
            if len(words) > 1 and words[0] == failure.program and words not in found:
                found.append(words)
    return found


def _cost(typed: list[str], told: list[str], known: Sequence[str]) -> float | None:
    """How far the told line is from the typed one; None when it says something else."""
    if told == typed[: len(told)] or len(told) > len(typed) + 1:
        return None
    if told[1:2] != typed[1:2] and typed[1:2] and typed[1] in known:
        return None  # the verb is right: the message speaks of something else
    total = 0.0
    changed = 0
    for one, other in zip(typed[1:], told[1:]):
        if one != other:
            cost = spelling.distance(one, other, 9.0)
            if cost > max(spelling.allowance(one), 1.0) and not (one[:1] == other[:1] and len(told) <= 3):
                return None
            total += cost
            changed += 1
    return total if changed in (1, 2) else None


def _kept(failure: Failure, told: list[str]) -> list[str | Word]:
    """The told words, and those of the typed ones that come behind."""
    by_text = {word.plain: word for word in failure.words}
    return [*[by_text.get(word, word) for word in told], *failure.words[len(told) :]]


def _other_verb(failure: Failure, typed: list[str]) -> list[Fix] | None:
    """`Use "frob upgrade NAME" instead`: the verb is the message's, the names are the person's."""
    for told in advice.commands(failure.output or ""):
        words = told.words
        if words[0] != failure.program or len(words) < 2 or words[1:2] == typed[1:2] or len(typed) < 2:
            continue
        refused = failure.has("does not take", "takes no", "not supported", "cannot be used")
        if not (told.purpose == advice.INSTEAD or refused) or words[1][:1] == "-" or not NEVER.isdisjoint(words):
            continue
        if dangers.added(words[1:], typed[1:]):
            continue
        extra = [one for one in words[2:] if one[:1] == "-" and one not in typed]
        names = [one for one in words[2:] if one[:1] != "-"]
        mine = [word for word in failure.args[1:] if not word.is_option]
        if len(names) > max(1, len(mine)) or any(word[:1] == "-" for word in typed[2:]):
            continue
        whole: list[str | Word] = [failure.words[0], words[1], *extra, *(mine or names)]
        return [Fix(whole, why="the message says so", confidence=0.7, origin="output")]
    return None


EXAMPLES = [
    Example(
        "frob compute instance list",
        "ERROR: Invalid choice: 'instance'.\nMaybe you meant:\n  frob compute instances list",
        "frob compute instances list",
    ),
    Example("frob urn dev -q", "Unknown command: urn\n\nDid you mean this?\n    frob run # Runs it", "frob run dev -q"),
    Example("frob update kit", "Error: it takes no names.\nUse `frob upgrade sample` instead.", "frob upgrade kit"),
    Example(
        "frob update kit box", "Error: it does not take names.\nUse `frob upgrade sample`.", "frob upgrade kit box"
    ),
    Example("frob add kit", "kit is there.\nTo upgrade to 2.0, run:\n  frob upgrade kit", "frob upgrade kit"),
    Example("frob lst", "did you mean `frob delete --force`?", None),
    Example("frob push", "Did you mean this?\n\tfrob purge", None),
    Example("frob lst", "Use `frob x --help` instead", None),
]
