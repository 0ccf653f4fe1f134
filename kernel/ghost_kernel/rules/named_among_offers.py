"""A list of names is printed beside the word that is none of them: those that are nearly it, or have it as a part."""

from __future__ import annotations

from ghost_kernel import messages, spelling
from ghost_kernel.knowledge import advice
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

OFFERS = (
    "did you mean", "could be", "maybe you meant", "you meant", "similar", "ambiguous", "candidates are", "choices are",
    "available", "choose from", "perhaps", "matches:",
)  # fmt: skip
TROUBLE = (
    "unknown", "not found", "no such", "invalid", "unrecognized", "unrecognised", "isn't", "not a ", "ambiguous",
    "don't know", "never defined", "no available", "not supported", "not defined", "could not be found", "doesn't",
    "does not", "could not find", "missing", "no idea", "not in", "undefined", "unsupported", "nonexistent",
)  # fmt: skip
NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:./@+")
MOST_LINES = 60
PART = 0.3  # a part of a name is less likely what was meant than the whole of one


@rule(output_has=OFFERS)
def propose(failure: Failure) -> list[Fix] | None:
    if len(failure.words) < 2 or advice.is_answer(failure):
        return None
    dashed = _dashed(failure)
    if dashed is not None:
        return [dashed]
    wrong = [word for word in failure.args if _head(word) and _complained(failure, _head(word))]
    if not wrong and failure.has("invalid choice", "choices are") and len(failure.args) > 1:
        wrong = [word for word in failure.args if not word.is_option][-1:]
    offered = _offered(failure)
    found = [(word, _ranked(_head(word), [one for one in offered if one != _head(word)])) for word in wrong[:3]]
    found = [(word, near) for word, near in found if near]
    if not found:
        return None
    if len(found) > 1:
        swaps = [(word, word.swap(_head(word), near[0][1], failure.dialect)) for word, near in found]
        whole = [(word, text) for word, text in swaps if text is not None]
        return [Fix(swaps=whole, why="the message offers these", confidence=0.66, origin="output")] if whole else None
    word, near = found[0]
    fixes: list[Fix] = []
    for cost, name in near[:3]:
        text = word.swap(_head(word), name, failure.dialect)
        if text is not None:
            sure = 0.8 - 0.09 * cost - (0.06 if len(near) > 1 else 0.0) - 0.04 * len(fixes)
            fixes.append(
                Fix(swaps=[(word, text)], why=f"{name} is offered", confidence=max(sure, 0.52), origin="output")
            )
    return fixes


def _dashed(failure: Failure) -> Fix | None:
    """`Did you mean -ls?`: the word with a dash."""
    found = failure.search(r"[Dd]id you mean [`']?(--?[\w-]+)[`']?\?")
    word = next((one for one in failure.args if found and one.plain == found.group(1).lstrip("-")), None)
    return failure.swap(word, found.group(1), "it begins with a dash", 0.88, "output") if word and found else None


def _head(word: Word) -> str:
    """The name in front of a value: `deploy` of deploy:fast=1."""
    if word.value is None or word.is_option or "://" in word.plain:
        return ""
    head = word.plain.partition("=")[0]
    return head if "/" in head or head.count(":") != 1 or "=" not in word.plain else head.partition(":")[0]


def _complained(failure: Failure, head: str) -> bool:
    """Whether a line of trouble has the word in quotes, behind a colon, as its end, or listed by itself below."""
    lines = (failure.output or "").splitlines()
    for place, line in enumerate(lines[:MOST_LINES]):
        if not any(mark in line.lower() for mark in TROUBLE):
            continue
        if head in messages.quoted(line) or f": {head}" in line or line.rstrip(" .").endswith(f" {head}"):
            return True
        if f" {head} " in f" {line} ".replace(":", " ").replace(",", " ") and f"/{head}" not in line:
            return True
        if line.rstrip().endswith(":") and head in [one.strip() for one in lines[place + 1 : place + 6]]:
            return True
    return False


def _offered(failure: Failure) -> list[str]:
    """Every name that stands behind or below a line that offers some."""
    found: list[str] = []
    lines = (failure.output or "").splitlines()
    for place, line in enumerate(lines):
        low = line.lower()
        marks = [low.find(mark) + len(mark) for mark in OFFERS if mark in low]
        if not marks:
            continue
        rest = line[max(marks) :].replace("(", " ").replace(")", " ").replace("{", " ").replace("}", " ")
        found += messages.quoted(rest) or [
            one.strip("?.;:'\"`") for one in rest.replace(",", " ").replace(" or ", " ").split()
        ]
        for below in lines[place + 1 : place + MOST_LINES]:
            text = below.strip(" \t*-•›")
            if not text:
                continue
            if not below[0].isspace() and below[0] not in "*-•" and "|" not in below and len(text.split()) > 1:
                break
            if "ambiguous" in low and all(NAME.issuperset(one) for one in text.split()):
                found += text.split()
            elif "|" in text:
                found += [one.split()[0] for one in text.split("|") if one.split()]
            else:
                found += messages.quoted(text)[:1] or [text.split()[0].strip(",:")]
    return [one for one in dict.fromkeys(found) if len(one) > 1 and NAME.issuperset(one) and one[:1] != "-"]


def _ranked(head: str, offered: list[str]) -> list[tuple[float, str]]:
    """The offered names by nearness: as a whole, by one of their parts, or as what the word begins."""
    found = {one.name: one.cost for one in spelling.rank(head, offered)}
    for name in offered:
        parts = [part for part in name.replace("_", "-").replace(":", "-").split("-") if len(part) > 3]
        near = spelling.rank(head, parts) if len(parts) > 1 else []
        if near and name not in found:
            found[name] = near[0].cost + PART
        elif len(head) > 1 and name not in found and (name.startswith(head) or head in parts):
            found[name] = 1.0 + 0.02 * len(name)
    return sorted([(cost, name) for name, cost in found.items()], key=lambda one: one[0])


EXAMPLES = [
    Example("frob tset", "Don't know how to build task 'tset'\nDid you mean?  test", "frob test"),
    Example("frob srve", "[10:02] Task never defined: srve - did you mean? serve", "frob serve"),
    Example(
        "frob invocies:v=2 all", "Command(s) not found:\n    invocies\n\nAvailable commands:\n\n    collect_invoices\n"
        "    deploy   ships it\n    all", "frob collect_invoices:v=2 all",
    ),
    Example("frob fs ls /", "ls: Unknown command\nDid you mean -ls?  It begins with a dash.", "frob fs -ls /"),
    Example("frob br", "frob: command 'br' is ambiguous:\n    branch branches", "frob branch"),
    Example("frob add kti", 'No available thing with the name "kti". Did you mean kit or kite?', "frob add kit"),
    Example("frob db g-page", "error: Invalid choice, valid choices are:\n\nlog-page   | list\nscan  | zap",
            "frob db log-page"),
    Example("frob a.rb", "a.rb:3: undefined local variable 'cuont'\nDid you mean?  count", None),
    Example("frob zzzzz", "unknown task 'zzzzz'. Available tasks:\n  build", None),
]  # fmt: skip
