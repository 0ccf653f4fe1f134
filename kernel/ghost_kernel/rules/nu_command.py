"""Nushell knows no such command: the nearest of its own, of the PATH, or of the person's; also behind `str`, `into`."""

from __future__ import annotations

from ghost_kernel import shells, spelling
from ghost_kernel.knowledge import nushell, programs
from ghost_kernel.knowledge.nushell import columns, cutting
from ghost_kernel.line import Word
from ghost_kernel.quoting import Raw, is_safe
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.messages.nushell import Label

CUT_SHORT = 0.84  # a name of which the beginning was typed
PARTLY = 0.72  # one of which the letters are
LETTERS = "abcdefghijklmnopqrstuvwxyz-"
# Words of other shells and languages, which nu has otherwise or not at all.
KEYWORDS = frozenset(
    "unless until elif else elsif fi done then esac begin end switch case fn fun func function".split()
)
OPERATORS = frozenset("* / == != > < >= <= += -= = =~ and or mod ++".split())
AGREED = 0.03  # what it adds that nu itself thinks of the same


@rule(dialects=["nu"], output_has=["shell::external_command", "parser::extra_positional"])
def propose(failure: Failure) -> Fix | None:
    for report in failure.reports:
        label = report.place
        if label is None or label.start is None:
            continue
        if report.kind == "external_command" and "not found" in label.text:
            return _command(failure, label, report.help)
        if report.kind == "extra_positional":
            return _below(failure, label)
    return None


def _command(failure: Failure, label: Label, told: str) -> Fix | None:
    name = failure.line[label.start : label.end].lstrip("^")
    stage = next((one for one in failure.stages if one.start <= (label.start or 0) < one.end), None)
    if "/" in name or not name or name in failure.aliases or (name in programs.builtins("bash") and name != "type"):
        return None  # what another shell has is spelt well
    after = failure.line[label.end :].split()
    if _is_none(failure, label.start or 0, name, after[0] if after else ""):
        return None
    known = nushell.commands(failure.machine)
    if after:
        for joined in (f"{name}-{after[0]}", name + after[0]):
            if joined in known.names:
                end = failure.line.index(after[0], label.end) + len(after[0])
                return cutting.cut(failure, label.start or 0, end, joined, f"it is one word, {joined}", 0.92, only=True)
    joined = name.replace("-", "").replace("_", "")
    spaced = [one for one in known.names if " " in one and one.replace(" ", "").replace("-", "") == joined]
    if len(spaced) == 1:
        why = f"it is two words, {spaced[0]}"
        return cutting.cut(failure, label.start or 0, label.end, spaced[0], why, 0.93, only=True)
    if name == "type" and len(after) == 1 and stage is not None and stage.words[0].start == label.start:
        return cutting.cut(failure, label.start or 0, label.end, "which", "nu asks with which", 0.88)
    if programs.in_system_folder(failure.machine, name):
        return None
    own = [one for one in known.names if " " not in one]
    behind = stage is not None and stage.operator == "pipe" and _is_own(failure, stage.start)
    # Behind a command of nu's own stands hardly another program: what flows is no text.
    mine = [*failure.aliases, *_declared(failure.line)]
    start = label.start or 0
    if "^" in failure.line[max(start - 1, 0) : start + 1]:
        # With the sign in front a program is meant, whatever nu has of that name.
        own, mine, behind = [], [], False
    names = [*own, *mine] if behind else [*own, *programs.on_path(failure.machine), *mine]
    near = spelling.rank(name, names, common=() if behind else (*programs.COMMON, *failure.aliases))
    if not near or programs.is_destructive(near[0].name) or not is_safe(near[0].name):
        return None
    best = near[0]
    missing = spelling.rank(name, programs.WELL_KNOWN, best.cost - spelling.MARGIN) if not behind else []
    if name in programs.WELL_KNOWN or (missing and missing[0].name not in names):
        return None  # spelt well, or nearly; it is not installed
    if best.name not in own and best.name not in mine and not failure.machine.which(best.name):
        return None
    new = best.name
    below = bool(after) and f"{new} {after[0]}" in known.names
    if (
        new in own
        and not below
        and _is_foreign(known.flags(new), known.shapes(new), after)
        and failure.machine.which(new)
    ):
        new = f"^{new}"
    sure = spelling.confidence(best) + (AGREED if f"`{best.name}`" in told else 0.0)
    why = f"{name} is not a command here, {best.name} is"
    fix = cutting.cut(failure, label.start or 0, label.end, new, why, min(sure, 0.98), "local", best.only)
    fix.swaps = [*fix.swaps, *_later(failure, label.end)] if behind else fix.swaps
    return fix


def _later(failure: Failure, end: int) -> list[tuple[Word, Raw]]:
    """What is misspelt behind the first slip: commands of nu's own, and columns of a table that is known."""
    names = nushell.commands(failure.machine).names
    own = [one for one in names if " " not in one]
    here = next((place for place, one in enumerate(failure.stages) if one.start < end <= one.end), None)
    found: list[tuple[Word, Raw]] = []
    if here is None:
        return found
    if here == 1:  # what selects from the whole table
        table = columns.of_pipeline(failure, failure.stages[:1])
        args = failure.stages[1].words[1:2]
        for word in args if table and args and args[0].plain.isalpha() and args[0].plain not in table else []:
            near = spelling.rank(word.plain, table)
            if near and near[0].only:
                found.append((word, Raw(near[0].name)))
    for stage in failure.stages[here + 1 :]:
        if stage.operator != "pipe" or not stage.words:
            continue
        word = stage.words[0]
        if word.plain in names or word.plain in failure.aliases:
            continue
        if not word.plain.isalpha() or failure.machine.which(word.plain):
            continue
        near = spelling.rank(word.plain, own)
        if near and near[0].only and not programs.is_destructive(near[0].name) and is_safe(near[0].name):
            found.append((word, Raw(near[0].name)))
    return found


def _is_foreign(flags: list[nushell.Flag], shapes: list[str], words: list[str]) -> bool:
    """Whether the words behind a name are none that nu's own command of that name takes."""
    if not words or words[0] == "|":
        return False
    short = {flag.short for flag in flags}
    letters = words[0][1:] if words[0][:1] == "-" and words[0][:2] != "--" else ""
    return (not shapes and words[0][:1] not in "-|;)}") or any(letter not in short for letter in letters)


def _is_none(failure: Failure, start: int, name: str, following: str) -> bool:
    """Whether the word is no command misspelt: a keyword of another language, or a variable without its `$`."""
    import re

    if name in KEYWORDS or following in OPERATORS:
        return True
    head = failure.line[:start]
    if head[-1:] == "(" and (head[-2:-1].isalnum() or head[-2:-1] == "_"):
        return True  # an argument, as other languages give it
    named = re.findall(r"\b(?:let|mut|const|for)\s+(\w+)", head)
    named += [one for inside in re.findall(r"\{\s*\|([^|]*)\|", head) for one in re.findall(r"\w+", inside)]
    return any(_is_like(name.partition(".")[0], one) for one in named)


def _is_like(name: str, other: str) -> bool:
    """Whether the one may have been meant with the other; short names have no nearness of their own."""
    if len(name) < 4:
        return len(name) == len(other) and sum(a != b for a, b in zip(name, other)) < 2
    return name == other or bool(spelling.rank(name, [other]))


def _declared(line: str) -> list[str]:
    """Commands that the line itself makes."""
    import re

    return re.findall(r"\b(?:def|alias)\s+([\w-]+)", line) if "def " in line or "alias " in line else []


def _is_own(failure: Failure, start: int) -> bool:
    """Whether the stage before the one that begins here is nu's own, or a value."""
    before = [one for one in failure.stages if one.end <= start]
    if not before or not before[-1].words:
        return True
    head = before[-1].words[0].text
    return head[:1] != "^" and (shells.is_own(head) or not head[:1].isalpha())


def _below(failure: Failure, label: Label) -> Fix | None:
    """`str uper`: the word is none of those that may follow."""
    start = label.start or 0
    known = nushell.commands(failure.machine)
    before = failure.line[:start].rstrip()
    head = before[len(before.rstrip(LETTERS)) :]  # also inside of a closure, where no stage is
    if not head or head not in known.names:
        return None
    word = Word(failure.line[start : label.end], failure.line[start : label.end], start, label.end)
    begin = before.rindex(head)
    if f"{head}-{word.plain}" in known.names:
        new = f"{head}-{word.plain}"
        return cutting.cut(failure, begin, word.end, new, f"it is one word, {new}", 0.93, only=True)
    names = known.below(head)
    if not names or not word.plain:
        return None
    near = spelling.rank(word.plain, names)
    why = f"{head} has no {word.plain}"
    if near:
        sure = spelling.confidence(near[0], listed=True)
        return cutting.cut(failure, word.start, word.end, near[0].name, why, sure, "local", near[0].only)
    low = word.plain.lower()
    begun = [one for one in names if len(low) > 1 and one.startswith(low)]
    if len(begun) == 1:
        return cutting.cut(failure, word.start, word.end, begun[0], why, CUT_SHORT, "local")
    part = [one for one in names if len(one) > 2 and one[0] == low[0] and spelling.is_part(one, low)]
    part += [one for one in names if len(low) > 2 and one[:2] == low[:2] and spelling.is_part(low, one)]
    if len(part) == 1:
        return cutting.cut(failure, word.start, word.end, part[0], why, PARTLY, "local")
    return None


def _said(code: str, line: str, word: str, text: str, help_: str = "") -> str:
    at = line.index(word)
    marks = " " * at + "┬" + "─" * (len(word) - 1)
    return (
        f"Error: nu::{code}\n\n  × It failed.\n   ╭─[entry #3:1:{at + 1}]\n 1 │ {line}\n   · {marks}\n"
        f"   · {' ' * at}╰── {text}\n   ╰────\n" + (f"  help: {help_}\n" if help_ else "")
    )


def _lost(line: str, word: str, help_: str = "") -> str:
    return _said("shell::external_command", line, word, f"Command `{word}` not found", help_)


def _extra(line: str, word: str) -> str:
    return _said("parser::extra_positional", line, word, "extra positional argument")


EXAMPLES = [
    Example("ls | sort_by size", _lost("ls | sort_by size", "sort_by"), "ls | sort-by size", dialect="nu"),
    Example("ls | group by type", _lost("ls | group by type", "group"), "ls | group-by type", dialect="nu"),
    Example("frbo x", _lost("frbo x", "frbo"), "frob x", programs=["frob"], dialect="nu"),
    Example("kti", _lost("kti", "kti"), "kit", aliases={"kit": ""}, dialect="nu"),
    Example("'a' | str uppercsae", _extra("'a' | str uppercsae", "uppercsae"), "'a' | str uppercase", dialect="nu"),
    Example("ls | sort by size", _extra("ls | sort by size", "by"), "ls | sort-by size", dialect="nu"),
    Example("ls | tojson", _lost("ls | tojson", "tojson"), "ls | to json", dialect="nu"),
    Example("type frob", _lost("type frob", "type"), "which frob", dialect="nu"),
    Example("^daet -u", _lost("^daet -u", "daet"), "^date -u", programs=["date"], dialect="nu"),
    Example("daet +%H", _lost("daet +%H", "daet"), "^date +%H", programs=["date"], dialect="nu"),
    Example("rmm x", _lost("rmm x", "rmm", "Did you mean `rm`?"), None, dialect="nu"),
    Example("frobnicate", _lost("frobnicate", "frobnicate", "Did you mean `rotate`?"), None, dialect="nu"),
]
