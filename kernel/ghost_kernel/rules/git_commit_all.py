"""Nothing is staged, but tracked files are changed: they are committed with -a."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["git"], output_has=["no changes added to commit", "nothing added to commit"])
def propose(failure: Failure) -> Fix | None:
    plain = [word.plain for word in failure.words]
    if "commit" not in plain or failure.stage.has("-a", "--all", "--only", "--include", "--amend"):
        return None
    at = plain.index("commit") + 1
    if any(word in ("--", "-p", "--patch") for word in plain[at:]):
        return None
    if failure.has("no changes added to commit"):
        if failure.has("new file", "deleted by us", "both modified"):
            return None
        return Fix(
            [*failure.words[:at], "-a", *failure.words[at:]], why="the changed files were not staged", confidence=0.8
        )
    return None


MESSAGE = "Changes not staged for commit:\n\tmodified:   a.c\n\nno changes added to commit"
EXAMPLES = [
    Example("git commit -m 'new parser'", MESSAGE, "git commit -a -m 'new parser'"),
    Example("git commit", MESSAGE, "git commit -a"),
    Example("git commit -a", MESSAGE, None),
    Example("git commit -m x", "nothing to commit, working tree clean", None),
]
