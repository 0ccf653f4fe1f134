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


def subcommand(failure: Failure) -> tuple[tuple[str, ...], Word | None, Sequence[str]]:
    """The subcommands that are right, the first word that is none, and the names that fit its place."""
    chain: tuple[str, ...] = ()
    args = failure.args
    at = 0
    for _ in range(3):
        names: Sequence[str] = subcommands.known(failure.machine, failure.program, chain)
        valued = subcommands.valued(subcommands.key_of(failure.program, chain))
        while at < len(args) and args[at].is_option:
            at += 2 if args[at].plain in valued else 1
        if failure.program == "cargo" and at < len(args) and args[at].plain[:1] == "+":
            at += 1
        if at >= len(args) or args[at].value is None:
            return chain, None, ()
        word = args[at]
        if not names and not chain and failure.names(word) and failure.has("command", "invalid choice"):
            names = messages.usage_words(failure.output or "") or subcommands.from_help(
                failure.machine, [failure.words[0].plain]
            )
        if not names:
            return chain, None, ()
        if word.plain not in names:
            return chain, word, names
        chain = (*chain, "help" if word.plain == "help" else word.plain)
        if chain[-1] == "help":
            chain = chain[:-1]
        at += 1
    return chain, None, ()
