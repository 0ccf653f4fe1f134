"""git leaves one way: a new branch for a worktree, a merge's first parent, the only remote, options in front."""

from __future__ import annotations

from ghost_kernel.knowledge import git
from ghost_kernel.rules import Example, Failure, Fix, rule

IN_FRONT = ("--no-pager", "--git-dir", "--work-tree", "--bare", "--no-replace-objects", "--literal-pathspecs", "-P")


@rule(
    programs=["git"],
    output_has=[
        "invalid reference", "cannot be created", "not a valid branch name", "is a merge but no -m option",
        "unrecognized argument",
        "does not appear to be a git repository", "unknown option", "unknown switch",
    ],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    plain = [word.plain for word in failure.words]
    for way in (_worktree, _branch_name, _parent, _remote, _in_front):
        fix = way(failure, plain)
        if fix is not None:
            return fix
    return None


def _worktree(failure: Failure, plain: list[str]) -> Fix | None:
    if (
        plain[1:3] != ["worktree", "add"]
        or len(plain) != 5
        or not failure.has("invalid reference")
        or "-" in (plain[3][0], plain[4][0])
    ):
        return None
    words = failure.command(*failure.words[:3], "-b", failure.words[4], failure.words[3])
    return Fix(words, why="makes the branch as well", confidence=0.68)


def _branch_name(failure: Failure, plain: list[str]) -> Fix | None:
    """A name with blanks: `checkout -b my idea`."""
    for option in ("-b", "-c"):
        if plain[1:2] in (["checkout"], ["switch"]) and plain[2:3] == [option] and 4 < len(plain) < 9:
            name = "-".join(plain[3:])
            known = any(one in git.revisions(failure.machine) for one in plain[4:])
            if not known and name.replace("-", "").replace("/", "").replace("_", "").isalnum():
                words = failure.command(*failure.words[:3], name)
                return Fix(words, why="a branch's name has no blanks", confidence=0.7)
    return None


def _parent(failure: Failure, plain: list[str]) -> Fix | None:
    if plain[1:2] in (["revert"], ["cherry-pick"]) and failure.has("is a merge but no -m option"):
        words = failure.command(*failure.words[:2], "-m", "1", *failure.words[2:])
        return Fix(words, why="it is a merge: counted from its first parent", confidence=0.66)
    return None


def _remote(failure: Failure, plain: list[str]) -> Fix | None:
    """`fetch origin` where the only remote bears another name."""
    remotes = git.remotes(failure.machine)
    if plain[1:2] not in (["fetch"], ["pull"]) or len(remotes) != 1 or not failure.has("does not appear to be"):
        return None
    word = next((one for one in failure.args[1:] if not one.is_option), None)
    if word is None or word.plain != "origin" or "/" in remotes[0]:
        return None
    return failure.swap(word, remotes[0], why=f"the only remote is {remotes[0]}", confidence=0.75, origin="local")


def _in_front(failure: Failure, plain: list[str]) -> Fix | None:
    """An option of git's own stands behind the subcommand."""
    for word in failure.args[1:]:
        if word.plain.partition("=")[0] in IN_FRONT and word.plain.lstrip("-").partition("=")[0] in (
            failure.output or ""
        ):
            rest = [one for one in failure.args if one is not word]
            words = failure.command(failure.words[0], word, *rest)
            return Fix(words, why="git's own options come first", confidence=0.91)
    return None


REPO = {".git/HEAD": "ref: refs/heads/main\n", ".git/config": '[remote "up"]\n\turl = x\n', ".git/refs/heads/main": "0"}
EXAMPLES = [
    Example("git worktree add ../x idea", "fatal: invalid reference: idea", "git worktree add -b idea ../x", 128),
    Example(
        "git checkout -b big idea",
        "fatal: 'idea' is not a commit and a branch 'big' cannot be created from it",
        "git checkout -b big-idea",
        128,
        files=REPO,
    ),
    Example("git revert abc12", "error: commit abc12 is a merge but no -m option was given.", "git revert -m 1 abc12"),
    Example(
        "git fetch origin", "fatal: 'origin' does not appear to be a git repository", "git fetch up", 128, files=REPO
    ),
    Example("git log --no-pager -3", "fatal: unrecognized argument: --no-pager", "git --no-pager log -3", 128),
    Example("git push origin main", "fatal: 'origin' does not appear to be a git repository", None, 128, files=REPO),
]
