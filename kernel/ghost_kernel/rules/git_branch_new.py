"""The branch to switch to does not exist, and no near one does: it is made."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import git
from ghost_kernel.rules import Example, Failure, Fix, rule

BAD = frozenset(" ~^:?*[\\")


@rule(programs=["git"], output_has=["did not match any file", "invalid reference"])
def propose(failure: Failure) -> Fix | None:
    if len(failure.args) != 2 or failure.args[0].plain not in ("checkout", "switch") or failure.args[1].value is None:
        return None
    name = failure.args[1].value
    machine = failure.machine
    if (
        not git.folder(machine)
        or name[:1] == "-"
        or BAD.intersection(name)
        or name.endswith((".lock", "/", "."))
        or ".." in name
    ):
        return None
    names = [
        *git.branches(machine),
        *git.remote_branches(machine),
        *git.tags(machine),
        *git.tracked(machine),
        *machine.names(""),
    ]
    if spelling.nearest(name, names)[0] or _looks_like_else(name) or machine.is_folder(name.partition("/")[0]):
        return None
    option = "-b" if failure.args[0].plain == "checkout" else "-c"
    words = failure.command(*failure.words[:2], option, failure.args[1])
    return Fix(words, why="there is no such branch yet", confidence=0.66 if "/" in name else 0.6)


def _looks_like_else(name: str) -> bool:
    """A file with an extension, a version or a commit is no name for a new branch."""
    stem, dot, extension = name.rpartition(".")
    if dot and stem and extension.isalpha() and len(extension) <= 4:
        return True
    return len(name) >= 7 and set(name) <= set("0123456789abcdef")


REPO = {".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": "0", ".git/refs/heads/topic": "0"}
MESSAGE = "error: pathspec 'X' did not match any file(s) known to git"
EXAMPLES = [
    Example("git checkout fix/parser", MESSAGE, "git checkout -b fix/parser", files=REPO),
    Example("git switch parser", "fatal: invalid reference: parser", "git switch -c parser", files=REPO),
    Example("git checkout topci", MESSAGE, None, files=REPO),
    Example("git checkout main.c", MESSAGE, None, files=REPO),
    Example("git checkout deadbeef1", MESSAGE, None, files=REPO),
]
