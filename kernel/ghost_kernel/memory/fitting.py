"""Whether a line that worked once can be put into the words typed now, and whether it still fits what is here.

A person's own line is a strong witness for itself and a weak one for others. It is carried over to other words only
where each of them stands in it as a word of its own; what it brings in has to be there now. Where that is not certain
there is nothing to propose.
"""

from __future__ import annotations

from ghost_kernel import shells, slots, spelling
from ghost_kernel.knowledge import programs, subcommands
from ghost_kernel.memory.shape import words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.failure import Failure
    from ghost_kernel.line import Stage, Word

PLACEHOLDER = "\u00ab"  # the mark that stands where a secret was
MAKERS = frozenset(("mkdir", "touch", "tee"))  # what they name need not be there
MISSING = ("no such file", "cannot access", "does not exist", "not a directory", "can't open", "cannot open")
EXPANDS = frozenset("$`*?[{!")


def carried_over(old_line: str, fix: str, failure: Failure) -> str:
    """The line that helped `old_line`, in the words of this failure; empty where that is not exact."""
    if old_line == failure.line:
        return fix
    dialect = failure.dialect
    old, new = words_of(shells.split(old_line, dialect)), words_of(shells.split(failure.line, dialect))
    if not old or len(old) != len(new):
        return ""
    becomes: dict[str, str] = {}
    for one, other in zip(old, new):
        if becomes.setdefault(one.text, other.text) != other.text:
            return ""  # the same word twice, now two words: which is meant where?
    changed = {text: other for text, other in becomes.items() if text != other}
    fixed = words_of(shells.split(fix, dialect))
    if not changed or not fixed or not _is_exact(changed, becomes, old, fixed, fix):
        return ""
    line = fix
    for word in reversed(fixed):
        if word.text in changed:
            line = line[: word.start] + changed[word.text] + line[word.end :]
    return line


def _is_exact(changed: dict[str, str], kept: dict[str, str], old: list[Word], fixed: list[Word], fix: str) -> bool:
    """Whether each word that is another now stands in the fix whole, and nothing of it in any other word there."""
    texts = [word.text for word in fixed]
    for text, other in changed.items():
        if text not in texts or not EXPANDS.isdisjoint(other):
            return False
    plain = {word.plain for word in old if word.text in changed}
    covered = sum([len(word.text) for word in fixed if word.text in changed])
    rest = [word for word in fixed if word.text not in changed]
    if any(part in word.plain or word.plain.rstrip("/") in part for part in plain for word in rest if word.plain != "."
           and not word.is_option and word.text not in kept):  # fmt: skip
        return False
    # What no word holds, a here-document or a comment say, could speak of them as well.
    outside = fix
    for word in reversed(fixed):
        outside = outside[: word.start] + outside[word.end :]
    if any(part in outside for part in plain) or not covered:
        return False
    gone = [word for word in old if word.text not in texts]
    brought = [word for word in rest if word.text not in kept and not word.is_option]
    # A new word that corrects one which is the same now is as good as it was; any other came from what was there then.
    return all(
        any(spelling.distance(one.plain, word.plain, 3.0) <= spelling.allowance(one.plain) for one in gone)
        for word in brought
    )


def fits(line: str, failure: Failure, same_place: bool, trusted: bool) -> bool:
    """Whether what the line brings in is here. `same_place`: it has worked in this project; `trusted`: for this very
    line.
    """
    if PLACEHOLDER in line or not line.strip() or not all(char.isprintable() or char == "\t" for char in line):
        return False  # signs that nobody sees are not what a person reads before the line runs
    typed: set[str] = set()
    for word in words_of(failure.stages):
        typed.update((word.text, word.plain))
    stages = shells.split(line, failure.dialect)
    if not stages:
        return False
    missing = failure.output is None or failure.has(*MISSING)
    view = failure.of_line(line, failure.exit_code, failure.output)
    for stage in stages:
        for word in words_of([stage]):
            if word.plain in typed or word.text in typed:
                if stage.words and word is stage.words[0] and not _runs(word, failure):
                    return False
                continue
            if not _is_here(word, stage, failure, view, missing, same_place and trusted):
                return False
    return True


def _runs(word: Word, failure: Failure) -> bool:
    name = word.plain.lstrip("^")
    if name in failure.aliases:
        return True
    if "/" in name:
        path = failure.path_of(word)
        return path is None or failure.machine.exists(path)
    return programs.runs(failure.machine, name, failure.dialect)


def _is_here(word: Word, stage: Stage, failure: Failure, view: Failure, missing: bool, trusted: bool) -> bool:
    if stage.words and word is stage.words[0]:
        return _runs(word, failure)
    if word in stage.prefix:
        return word.is_option or _runs(word, failure)
    if word.is_option:
        return True
    path = failure.path_of(word)
    if path is not None and failure.machine.exists(path):
        return True
    own = next((one for one in view.stages if one.start == stage.start), None)
    if own is not None:
        seen = view.at(own, True)
        twin = next((one for one in own.words if one.start == word.start), None)
        kind = slots.of_word(seen, twin) if twin is not None else ""
        if kind:
            listed = slots.names(seen, kind)
            # Of a kind whose names nobody can list, the place where it worked is the only witness.
            return word.plain in listed if listed else trusted
    if _is_subcommand(word, stage, failure):
        return True
    if stage.program in MAKERS:
        return trusted
    if missing:
        return False
    return trusted or word.plain in (failure.output or "").split()


def _is_subcommand(word: Word, stage: Stage, failure: Failure) -> bool:
    operands = stage.operands
    if not operands or subcommands.is_operand_taker(stage.program):
        return False
    chain: list[str] = []
    for one in operands[:3]:
        listed = subcommands.known(failure.machine, stage.program, tuple(chain))
        if one is word:
            return one.plain in listed
        if one.plain not in listed:
            return False
        chain.append(one.plain)
    return False
