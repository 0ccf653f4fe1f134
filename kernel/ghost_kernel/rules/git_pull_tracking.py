"""The branch follows no remote branch: the one of the same name is pulled."""

from __future__ import annotations

from ghost_kernel.knowledge import git
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["git"], output_has=["no tracking information", "but did not specify"])
def propose(failure: Failure) -> Fix | None:
    plain = [word.plain for word in failure.words]
    if "pull" not in plain:
        return None
    at = plain.index("pull") + 1
    if any(not word.is_option for word in failure.words[at + 1 :]):
        return None
    remotes = git.remotes(failure.machine)
    branch = git.branch(failure.machine)
    given = [word for word in failure.words[at:] if not word.is_option]
    remote = given[0].plain if given else remotes[0] if len(remotes) == 1 else "origin" if "origin" in remotes else ""
    if not branch:
        return _as_told(failure)
    if not remote or "<" in remote:
        return None
    return Fix(
        [*failure.words, *([] if given else [remote]), branch],
        why="the branch follows none of the remote's",
        confidence=0.88,
        origin="local",
    )


def _as_told(failure: Failure) -> Fix | None:
    """Where the repository cannot be read, git's own hint: the branch is told what to follow, then pulled."""
    found = failure.search(r"git branch (--set-upstream-to=|--set-upstream )(\S+) ?(\S*)")
    if not found:
        return None
    how, place, name = found.groups()
    remote, _, branch = place.partition("/")
    if remote == "<remote>":  # git itself calls the first one so
        remote = next(iter(git.remotes(failure.machine)), "origin")
    branch = name if branch == "<branch>" or not branch else branch
    if "<" in remote + branch or not branch:
        return None
    words = (
        [how + f"{remote}/{branch}", name or branch] if how[-1] == "=" else [how.strip(), name, f"{remote}/{branch}"]
    )
    made = failure.command("git", "branch", *words)
    return Fix(before=[made], why="the branch is told which one it follows", confidence=0.7, origin="output")


REPO = {
    ".git/HEAD": "ref: refs/heads/main\n", ".git/config": '[remote "origin"]\n\turl = ../x\n',
    ".git/refs/heads/main": "0",
    ".git/refs/remotes/origin/main": "0",
}  # fmt: skip
EXAMPLES = [
    Example("git pull", "There is no tracking information for the current branch.", "git pull origin main", files=REPO),
    Example(
        "git pull --rebase",
        "There is no tracking information for the current branch.",
        "git pull --rebase origin main",
        files=REPO,
    ),
    Example(
        "git pull",
        "There is no tracking information for the current branch.\n\n"
        "    git branch --set-upstream-to=up/<branch> idea\n",
        "git branch --set-upstream-to=up/idea idea && git pull",
    ),
    Example("git pull", "There is no tracking information for the current branch.", None),
]
