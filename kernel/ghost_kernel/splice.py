"""Puts a fix into the line: only the words that change are touched, all other text stays as it was typed.

Redirections, assignments, the spaces between words and the other stages survive, because the fix is cut in by the
spans of the words. Quoting happens here and nowhere else.
"""

from __future__ import annotations

from ghost_kernel import shells
from ghost_kernel.line import Stage, Word
from ghost_kernel.quoting import Raw, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.failure import Failure
    from ghost_kernel.rule import Fix, Words


# How a command follows one that went well. Nushell ends a line where a command fails.
MARKS = {"fish": "; and ", "nu": "; "}


def splice(failure: Failure, fix: Fix) -> str:
    """The whole repaired line; empty when the fix does not fit the line."""
    if fix.line is not None:
        return fix.line
    stage = failure.stage
    edits: list[tuple[int, int, str]] = []
    if fix.words is not None:
        edit = _words(failure, fix.words)
        if edit:
            edits.append(edit)
    for word, new in fix.swaps:
        text = str(new) if isinstance(new, Raw) else str(word.become(new, failure.dialect))
        edits.append((word.start, word.end, text))
    if fix.before or fix.after:
        edits += _around(failure, stage, fix)
    line = failure.line
    for start, end, text in sorted(edits, key=lambda edit: edit[0], reverse=True):
        if not 0 <= start <= end <= len(line):
            return ""
        line = line[:start] + text + line[end:]
    return line


def origins(failure: Failure, fix: Fix, line: str) -> list[tuple[str, str]]:
    """Where each word of the repaired line comes from: from the person, or from where the fix has its new words."""
    typed: set[str] = set()
    for stage in failure.stages or shells.split(failure.line, failure.dialect):
        for word in (*stage.assignments, *stage.prefix, *stage.words, *stage.files):
            typed.update((word.text, word.plain))
    found: dict[str, str] = {}
    for stage in shells.split(line, failure.dialect):
        for word in (*stage.assignments, *stage.prefix, *stage.words, *stage.files):
            found[word.plain] = "typed" if word.plain in typed or word.text in typed else fix.origin
    return list(found.items())


def changes(failure: Failure, fix: Fix) -> int:
    """How many words of the line it changes; 9 for what is more than a changed word."""
    if fix.line is not None or fix.before or fix.after:
        return 9
    if fix.words is not None:
        if len(fix.words) != len(failure.words):
            return 9
        return sum(not _same(new, old) for new, old in zip(fix.words, failure.words)) + len(fix.swaps)
    return len(fix.swaps)


def _same(new: str | Word, old: Word) -> bool:
    if isinstance(new, Word):
        return new is old or (new.start == old.start and new.text == old.text)
    return not isinstance(new, Raw) and new == old.value


def _text(word: str | Word, dialect: str) -> str:
    return word.text if isinstance(word, Word) else quote(word, dialect)


def _command(words: Words, dialect: str) -> str:
    return " ".join([_text(word, dialect) for word in words])


def _beside(words: Words, dialect: str) -> str:
    """A command that runs before or behind the typed one."""
    if dialect != "nu" or not words:
        return _command(words, dialect)
    plain = [str(word.plain if isinstance(word, Word) else word) for word in words]
    if plain[0] == "mkdir":  # its own makes the folders above as well
        words = [word for word, text in zip(words, plain) if text not in ("-p", "--parents")]
    made = _command(words, dialect)
    return "^" + made if made[:1] in ("'", '"') else made


def _words(failure: Failure, new: Words) -> tuple[int, int, str] | None:
    """The one edit that makes the stage's words the new ones: what both have at the ends stays."""
    old = failure.words
    if not old:
        return None
    head = 0
    while head < min(len(old), len(new)) and _same(new[head], old[head]):
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and _same(new[-1 - tail], old[-1 - tail]):
        tail += 1
    gone = old[head : len(old) - tail]
    come = list(new[head : len(new) - tail])
    if not gone and not come:
        return None
    if len(gone) == len(come) == 1 and not isinstance(come[0], Word):
        text = str(gone[0].become(come[0], failure.dialect)) if not isinstance(come[0], Raw) else str(come[0])
        return gone[0].start, gone[0].end, text
    text = _command(come, failure.dialect)
    if not gone:
        if head:
            return old[head - 1].end, old[head - 1].end, " " + text
        return old[0].start, old[0].start, text + " "
    start, end = gone[0].start, gone[-1].end
    kept = [one for one in failure.stage.redirects if start <= one.start and one.end <= end]
    text = " ".join([text] * bool(text) + [failure.line[one.start : one.end] for one in kept])
    if not text:
        if head:
            start = old[head - 1].end
        else:
            end = old[len(old) - tail].start if tail else end
    return start, end, text


def _around(failure: Failure, stage: Stage, fix: Fix) -> list[tuple[int, int, str]]:
    """Edits that run commands before and after the pipeline which the stage belongs to."""
    place = failure.stages.index(stage) if stage in failure.stages else 0
    first = last = place
    while first > 0 and failure.stages[first].operator == "pipe":
        first -= 1
    while last + 1 < len(failure.stages) and failure.stages[last + 1].operator == "pipe":
        last += 1
    begin, end = failure.stages[first], failure.stages[last].end
    mark = MARKS.get(failure.dialect, " && ")
    before = "".join([_beside(words, failure.dialect) + mark for words in fix.before])
    after = "".join([mark + _beside(words, failure.dialect) for words in fix.after])
    if begin.operator == "or":  # `a || b && c` would run c also when a went well
        open_, shut = ("begin; ", "; end") if failure.dialect == "fish" else ("{ ", "; }")
        before, after = open_ + before, after + shut
    edits = [(begin.start, begin.start, before)] if before else []
    return [*edits, (end, end, after)] if after else edits
