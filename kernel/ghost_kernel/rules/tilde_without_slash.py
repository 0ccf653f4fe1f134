"""`~name` where ~/name is meant: no account bears the name, and the home folder has it."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import accounts
from ghost_kernel.quoting import Raw, is_safe
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

DELETERS = frozenset(("rm", "rmdir", "shred", "unlink"))


@rule(line_has=["~"], output_has=["no such file", "not found", "no such user", "does not exist", "cannot"], unseen=True)
def propose(failure: Failure) -> Fix | None:
    if failure.program in DELETERS:
        return None
    for word in failure.stage.files:
        new = _meant(failure, word)
        if new and is_safe(new):
            return Fix(
                swaps=[(word, Raw("~/" + new))],
                why=f"there is no account of that name, but ~/{new}",
                confidence=0.93,
                origin="local",
                only=True,
            )
    return None


def _meant(failure: Failure, word: Word) -> str:
    """The path below the home folder that stands glued to the tilde."""
    rest = word.text[1:]
    if word.text[:1] != "~" or not rest or rest[0] in "/+-'\"$`*?[" or not failure.machine.home:
        return ""
    first, slash, behind = rest.partition("/")
    if first in accounts.users(failure.machine):
        return ""
    if failure.machine.exists("~/" + rest):
        return rest
    near = spelling.rank(first, failure.machine.names("~"))
    if not near or not near[0].only or spelling.numbers_differ(first, near[0].name):
        return ""
    found = near[0].name + slash + behind
    return found if failure.machine.exists("~/" + found) else ""


EXAMPLES = [
    Example("cd ~music", "bash: cd: ~music: No such file or directory", "cd ~/music", files=["music/"]),
    Example("cat ~list.txt", "cat: '~list.txt': No such file or directory", "cat ~/list.txt", files=["list.txt"]),
    Example(
        "ls ~ntoes/a", "ls: cannot access '~ntoes/a': No such file or directory", "ls ~/notes/a", files=["notes/a"]
    ),
    Example("cat ~frob", "cat: '~frob': No such file or directory", None, files=["notes"]),
    Example("rm ~notes", "rm: cannot remove '~notes': No such file or directory", None, files=["notes"]),
]
