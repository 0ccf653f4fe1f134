"""Two words are written as one, or the blank between them stands a letter too early or too late."""

from __future__ import annotations

from ghost_kernel.knowledge import faults, programs, subcommands
from ghost_kernel.quoting import Raw
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

SHORTEST = 2
LETTERS = 4  # of a cluster of options, with its dash
GOES_BACK = frozenset(["cd", "pushd", "su"])  # a dash alone means something to them
COUNTS = frozenset("head tail ls kill git fmt nl pr diff grep watch nice sort".split())  # -12 means something to them
GLUED = 0.92
SHIFTED = 0.88


@rule(output_has=["not found", "unknown command", "no such file"], exit_codes=[1, 126, 127], unseen=True)
def propose(failure: Failure) -> Fix | None:
    word = faults.not_found(failure) or _path_like(failure)
    if word is None:
        return None
    for new, sure in ((_glued(failure, word.plain), GLUED), (_shifted(failure, word), SHIFTED)):
        if new:
            skip = 2 if new[-1] is None else 1
            words = [one for one in new if one is not None]
            at = failure.words.index(word) if word in failure.words else -1
            if at < 0:
                return None
            whole = failure.command(*failure.words[:at], *words, *failure.words[at + skip :])
            return Fix(whole, why="a blank was missing or misplaced", confidence=sure, origin="local")
    return None


def _path_like(failure: Failure) -> Word | None:
    """A first word with a slash in it, such as ls/etc, which the shell takes for a path."""
    if failure.words and failure.words[0].value and failure.exit_code in (126, 127):
        first = failure.words[0]
        if "/" in first.plain and first.plain[0] not in "./~" and not failure.machine.exists(first.plain):
            return first
    return None


def _runs(failure: Failure, name: str) -> bool:
    return len(name) >= SHORTEST and not programs.is_destructive(name) and programs.runs(
        failure.machine, name, failure.dialect
    )  # fmt: skip


def _glued(failure: Failure, text: str) -> list[str | None]:
    """The program and what is glued to it: a subcommand, an option, a path."""
    for at in range(len(text) - 1, SHORTEST - 1, -1):
        head, tail = text[:at], text[at:]
        if not _runs(failure, head):
            continue
        if (
            tail in subcommands.known(failure.machine, head)[:60]
            or tail.lstrip("-") in subcommands.known(failure.machine, head)[:60]
        ):
            return [head, tail.lstrip("-")]
        if "." in tail[1:-1] and failure.machine.is_file(tail):
            return [head, tail]
        if tail[0] == "-" and len(tail) > 1 and tail[1:].isalnum() and len(tail) <= 4 and head in programs.COMMON:
            if tail[1:].isdigit() and head not in COUNTS:
                continue  # a version: gcc-12
            return [head, tail]
        if tail == "-" and head not in GOES_BACK:
            continue
        if tail == "." and any(failure.machine.is_file(one.plain) for one in failure.args):
            return [head]  # a slip of the finger: a file is named already
        if tail == "~":
            return [head, Raw(tail)]
        if tail in ("..", "../", ".", "-") or (tail[0] in "/~." and failure.machine.exists(tail)):
            return [head, tail]
    return []


def _shifted(failure: Failure, word: Word) -> list[str | None]:
    """The blank moved by one letter: `gi tstatus`, `gitl og`."""
    args = [one for one in failure.words if one.start > word.start]
    if not args or args[0].value is None:
        return []
    both = word.plain + args[0].plain
    for at in (len(word.plain) + 1, len(word.plain) - 1):
        head, tail = both[:at], both[at:]
        if tail and _runs(failure, head) and (
            tail in subcommands.known(failure.machine, head) or failure.machine.exists(tail)
            or (tail[0] == "-" and len(tail) <= LETTERS and args[0].plain[0] != "-")
        ):  # fmt: skip
            return [head, tail, None]
    verbs = subcommands.known(failure.machine, both)
    if len(args) > 1 and args[1].plain in verbs and _runs(failure, both):
        return [both, None]
    return []


EXAMPLES = [
    Example("cat. a.md", "bash: cat.: command not found", "cat a.md", 127, programs=["cat"], files=["a.md"]),
    Example("cd..", "bash: cd..: command not found", "cd ..", 127),
    Example("gitlog -3", "bash: gitlog: command not found", "git log -3", 127, programs=["git"]),
    Example("ls-l src", "bash: ls-l: command not found", "ls -l src", 127, programs=["ls"]),
    Example("gi tlog", "bash: gi: command not found", "git log", 127, programs=["git"]),
    Example("gi t log -3", "bash: gi: command not found", "git log -3", 127, programs=["git"]),
    Example("ls/srv", "bash: ls/srv: No such file or directory", "ls /srv", 127, programs=["ls"], files=["/srv/"]),
    Example("cd~", "bash: cd~: command not found", "cd ~", 127),
    Example("gcc-12 a.c", "bash: gcc-12: command not found", None, 127, programs=["gcc"]),
    Example("gitty", "bash: gitty: command not found", None, 127, programs=["git"]),
    Example("rm-rf x", "bash: rm-rf: command not found", None, 127, programs=["rm"]),
]
