"""The branch has no upstream yet: git says how to push and set it."""

from __future__ import annotations

from ghost_kernel.knowledge import git
from ghost_kernel.rules import Example, Failure, Fix, rule

KEPT = (
    "-f",
    "--force",
    "--force-with-lease",
    "--no-verify",
    "--tags",
    "-q",
    "--quiet",
    "-v",
    "--dry-run",
    "-n",
    "--porcelain",
    "-o",
)


@rule(programs=["git"], output_has=["has no upstream branch", "--set-upstream origin", "git push --set-upstream"])
def propose(failure: Failure) -> Fix | None:
    found = failure.search(r"git push --set-upstream (\S+) (\S+)")
    if not found or "push" not in [word.plain for word in failure.args]:
        return None
    remote, branch = found.groups()
    known = branch == git.branch(failure.machine) or branch in git.branches(failure.machine)
    at = [word.plain for word in failure.words].index("push") + 1
    options = [word for word in failure.words[at:] if word.is_option and word.plain not in ("-u", "--set-upstream")]
    if any(word.plain in ("-f", "--force", "--no-verify") for word in options):
        confidence = 0.6
    else:
        confidence = 0.95
    words = [*failure.words[:at], "--set-upstream", remote, branch, *options]
    return Fix(words, why="the branch has no upstream", confidence=confidence, origin="local" if known else "output")


MESSAGE = "fatal: The current branch topic has no upstream branch.\n\n    git push --set-upstream origin topic\n"
EXAMPLES = [
    Example("git push", MESSAGE, "git push --set-upstream origin topic"),
    Example("git -C x push -q", MESSAGE, "git -C x push --set-upstream origin topic -q"),
    Example("git push origin", MESSAGE, "git push --set-upstream origin topic"),
    Example("git push", "fatal: No configured push destination.", None),
]
