"""The word at fault: the program that was not found, the subcommand that is none."""

from __future__ import annotations

from ghost_kernel import messages
from ghost_kernel.knowledge import programs, subcommands

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.failure import Failure
    from ghost_kernel.line import Word


def not_found(failure: Failure) -> Word | None:
    """The word that stands where a program should and is none."""
    heads = [word for word in failure.stage.prefix + failure.words[:1] if word.value is not None]
    if failure.output is None:
        heads = failure.words[:1] if failure.exit_code == 127 else []
    else:
        missing = messages.not_found(failure.output)
        heads = [word for word in heads if word.plain in missing]
    for word in heads:
        name = word.plain
        if not name or "/" in name or name in failure.aliases:
            continue
        if not programs.runs(failure.machine, name, failure.dialect):
            return word
    return None


# What is said of a word that was taken for a file: then it was no subcommand that was missed.
OF_FILES = ("no such file", "permission denied", "is a directory", "not a directory", "file exists", "cannot stat")


REFUSALS = (
    "unknown command", "unknown subcommand", "unknown operation", "unknown verb", "no such command",
    "no such subcommand", "unrecognized command", "unrecognized subcommand", "invalid command", "invalid choice",
    "not a command",
)  # fmt: skip
COMPLAINTS = (
    "unknown", "invalid", "unrecogni", "not a", "illegal", "unexpected", "bad ", "ambiguous", "no such", "isn't",
)  # fmt: skip


def subcommand(failure: Failure) -> tuple[tuple[str, ...], Word | None, Sequence[str]]:
    """The subcommands that are right, the first word that is none, and the names that fit its place.

    What lies on disk is read only where the table does not have the word and the failure leaves it in doubt.
    """
    chain: tuple[str, ...] = ()
    args = failure.args
    machine, program = failure.machine, failure.program
    at = 0
    for _ in range(3):
        names: Sequence[str] = subcommands.usual(program, chain)
        valued = subcommands.valued(subcommands.key_of(program, chain))
        while at < len(args) and args[at].is_option:
            at += 2 if args[at].plain in valued or _has_value(failure, chain, at, names) else 1
        if program == "cargo" and at < len(args) and args[at].plain[:1] == "+":
            at += 1
        if at >= len(args) or args[at].value is None:
            return chain, None, ()
        word = args[at]
        if word.plain not in names and _in_doubt(failure, word, chain):
            names = subcommands.all_known(machine, program, chain)
        if not names and failure.names(word) and failure.has("command", "invalid choice", "unknown verb"):
            if not chain:
                names = messages.usage_words(failure.output or "")
            if not names and not subcommands.is_operand_taker(program):
                names = subcommands.from_help(machine, [failure.words[0].plain, *chain])
        if not names:
            return chain, None, ()
        if word.plain not in names:
            return chain, word, names
        if word.plain not in subcommands.usual(program, chain) and _is_refused(failure, word):
            return chain, word, [name for name in names if name != word.plain]  # of another version
        chain = (*chain, "help" if word.plain == "help" else word.plain)
        if chain[-1] == "help":
            chain = chain[:-1]
        at += 1
    return chain, None, ()


def _is_refused(failure: Failure, word: Word) -> bool:
    """Whether the program itself says that the word is no command of its."""
    return any(text in line.lower() for line in failure.names(word) for text in REFUSALS)


def _in_doubt(failure: Failure, word: Word, chain: tuple[str, ...]) -> bool:
    """Whether the failure may be about this word, or about an option that stands behind it."""
    if failure.output is None:
        return not chain
    if chain and subcommands.usual(failure.program):
        # What the table has of such a program goes deep; behind its other subcommands operands stand.
        return _is_refused(failure, word) or failure.has("usage")
    lines = [line.lower() for line in failure.names(word)]
    if any(not any(text in line for text in OF_FILES) for line in lines):
        return True
    if failure.has("usage"):
        return not lines
    # A word further on that is refused leaves open whether this one was understood.
    later = [line.lower() for one in failure.args if one is not word for line in failure.names(one)[:4]]
    later = [line for line in later[:40] if not any(text in line for text in OF_FILES)]
    return any(text in line for line in later for text in COMPLAINTS)


def _has_value(failure: Failure, chain: tuple[str, ...], at: int, names: Sequence[str]) -> bool:
    """Whether the option at this place takes the next word, as far as can be told; a subcommand is no value."""
    args = failure.args
    if at + 1 >= len(args) or "=" in args[at].plain or args[at + 1].is_option or args[at + 1].plain in names:
        return False
    if subcommands.is_operand_taker(failure.program) or not _in_doubt(failure, args[at + 1], chain):
        return False
    known = subcommands.all_known(failure.machine, failure.program, chain)
    if not known or args[at + 1].plain in known:
        return False
    return subcommands.takes_value(failure.machine, failure.program, chain, args[at].plain)
