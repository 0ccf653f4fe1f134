"""The working copy is another system's: hg or svn was asked about a git repository, or the other way round."""

from __future__ import annotations

from ghost_kernel.knowledge import git
from ghost_kernel.rules import Example, Failure, Fix, rule

# What the same verb is called there; only those that look, so that a wrong guess costs nothing.
SAME = {
    "hg": {"status": "status", "st": "status", "log": "log", "diff": "diff", "add": "add", "commit": "commit",
           "push": "push", "pull": "pull", "branch": "branch", "branches": "branch"},
    "svn": {"status": "status", "st": "status", "log": "log", "diff": "diff", "add": "add", "commit": "commit",
            "update": "pull", "up": "pull"},
    "git": {"status": "status", "log": "log", "diff": "diff", "add": "add", "commit": "commit", "pull": "pull",
            "push": "push"},
}  # fmt: skip
SVN = {"pull": "update", "status": "status", "log": "log", "diff": "diff", "add": "add", "commit": "commit"}


@rule(programs=["git", "hg", "svn"], output_has=["not a git repository", "no repository found", "not a working copy"])
def propose(failure: Failure) -> Fix | None:
    verb = failure.args[0].plain if failure.args else ""
    if any(word.is_option for word in failure.args) or verb not in SAME[failure.program]:
        return None
    machine = failure.machine
    if failure.program != "git" and git.folder(machine):
        words = failure.command("git", SAME[failure.program][verb], *failure.args[1:])
        return Fix(words, why="this is a git repository", confidence=0.93, origin="local")
    if failure.program != "hg" and machine.is_folder(".hg"):
        return Fix(
            ["hg", verb, *failure.args[1:]], why="this is a Mercurial repository", confidence=0.93, origin="local"
        )
    if failure.program != "svn" and machine.is_folder(".svn") and verb in SVN:
        words = failure.command("svn", SVN[verb], *failure.args[1:])
        return Fix(words, why="this is a working copy of Subversion", confidence=0.93, origin="local")
    return None


REPO = {".git/HEAD": "ref: refs/heads/main\n"}
EXAMPLES = [
    Example("hg status", "abort: no repository found in '/x' (.hg not found)", "git status", 255, files=REPO),
    Example("git pull", "fatal: not a git repository", "svn update", 128, files=[".svn/wc.db"]),
    Example("git status", "fatal: not a git repository", None, 128),
]
