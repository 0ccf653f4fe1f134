"""A branch cannot be deleted: one has to leave it first; or it is not merged, which -D passes over when one insists."""

from __future__ import annotations

from ghost_kernel.knowledge import gitstate
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["git"], output_has=["cannot delete branch", "cannot delete the branch", "not fully merged"])
def propose(failure: Failure) -> list[Fix] | None:
    args = failure.args
    if len(args) != 3 or args[0].plain != "branch" or args[1].plain not in ("-d", "-D", "--delete"):
        return None
    if failure.has("not fully merged"):
        if args[1].plain == "-D":
            return None
        words = failure.command(*failure.words[:2], "-D", args[2])
        return [Fix(words, why="its commits are nowhere else: they would be lost", confidence=0.53)]
    found: list[Fix] = []
    for name in gitstate.main_names(failure.machine):
        if name != args[2].plain:
            why = "one cannot stand on a branch that goes"
            found.append(Fix(before=[["git", "checkout", name]], why=why, confidence=0.7 - 0.1 * len(found)))
    return found[:2]


REPO = {".git/HEAD": "ref: refs/heads/idea\n", ".git/refs/heads/main": "0", ".git/refs/heads/idea": "0"}
OUT = "error: cannot delete branch 'idea' used by worktree at '/home/ann/x'"
EXAMPLES = [
    Example("git branch -d idea", OUT, "git checkout main && git branch -d idea", files=REPO),
    Example("git branch -D idea", OUT, "git checkout main && git branch -D idea", files=REPO),
    Example("git branch -d idea", "error: the branch 'idea' is not fully merged", "git branch -D idea"),
    Example("git branch -d idae", "error: branch 'idae' not found.", None),
]
