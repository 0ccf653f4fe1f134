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
FOREIGN = (
    "&&", "||", "$(", "${", "2>", "1>", "&>", "<(", "export ", "$HOME", "$PATH", "$PWD", "\\ ", "; do ", "; then ",
)  # fmt: skip

# The first words of Nushell's own commands. (knowledge/nushell has all of them, with their flags.)
OWN = (
    "abbr alias all ansi any append ast attr bits break bytes cal cd char chunk-by chunks clear collect columns "
    "combinations commandline compact complete config const continue cp date debug decode def default describe "
    "detect difference do drop du each echo encode enumerate error every exec exit explain explore export "
    "export-env extern fill filter find first flatten for format from generate get glob grid group-by hash "
    "headers help hide hide-env histogram history http idx if ignore input insert inspect interleave intersect "
    "into is-admin is-empty is-not-empty is-redirected is-terminal items job join keybindings kill last length "
    "let let-env lines load-env loop ls match math matrix merge metadata mkdir mktemp module move mut mv nu-check "
    "nu-highlight open overlay panic par-each parse path peek permutations plugin port prepend print ps query "
    "random reduce reject rename return reverse rm roll rotate run run-external run-internal save schema scope "
    "select semver seq shuffle skip sleep slice sort sort-by source source-env split start stor str sys table "
    "take tee term timeit to touch transpose try tutor ulimit umask uname union uniq uniq-by unlet update upsert "
    "url use values version view watch where which while whoami window with-env wrap zip"
)
_OWN = frozenset(OWN.split())


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
    return is_own(words[0].plain)


def is_own(name: str) -> bool:
    """Whether a command of Nushell's own bears, or begins with, this word."""
    return name in _OWN


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
