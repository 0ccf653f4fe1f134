"""What differs from shell to shell where a line is taken apart and put together: which splitter reads it, whose words a
failure is in, and what is no word of Nushell's.
"""

from __future__ import annotations

from ghost_kernel import lexer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.failure import Failure
    from ghost_kernel.line import Stage

REPORTED = "error: nu::"  # how each of Nushell's own errors begins
OF_PROGRAM = "nu::shell::non_zero_exit_code"  # ... but this one, which says that another program failed
# What stands in a repair that was made for another shell.
FOREIGN = ("&&", "||", "$(", "${", "2>", "1>", "&>", "<(", "export ", "$HOME", "$PATH", "$PWD", "\\ ", "; do ", "; then ")


def split(line: str, dialect: str) -> list[Stage]:
    """The stages of a line, as its shell reads them."""
    if dialect != "nu":
        return lexer.split(line)
    from ghost_kernel import nulexer

    return nulexer.split(line)


def is_of_nu(failure: Failure) -> bool:
    """Whether it is Nushell that complains, or one of its own commands failed: what is known of the program that bears
    the same name elsewhere says nothing then.
    """
    low = failure.low
    if REPORTED in low:
        return low.count(REPORTED) > low.count("error: " + OF_PROGRAM)
    words = failure.stage.words
    if not words or words[0].text[:1] == "^":
        return False
    from ghost_kernel.knowledge import nushell

    return nushell.is_command(words[0].plain)


def is_foreign(line: str, typed: str) -> bool:
    """Whether a repaired line of Nushell's has something in it that only other shells understand."""
    new = [mark for mark in FOREIGN if line.count(mark) > typed.count(mark)]
    if not new:
        return False
    from ghost_kernel import nulexer

    bare, at = [], 0
    while at < len(line):  # strings mean themselves
        end = nulexer.quote_end(line, at) if line[at] in nulexer.QUOTES else at + 1
        bare.append(line[at] if end == at + 1 else '""')
        at = end
    outside = "".join(bare)
    return any(mark in outside for mark in new)


def pointed_at(failure: Failure) -> Stage | None:
    """The stage that Nushell's error points at; None where it points at none."""
    if failure.dialect != "nu" or REPORTED not in failure.low or not failure.by_nu or not failure.stages:
        return None
    for report in failure.reports:
        for label in report.labels:
            if label.start is None:
                continue
            for stage in failure.stages:
                if stage.start <= label.start < max(stage.end, stage.start + 1):
                    return stage
    return failure.stages[0]
