"""Changed files are in the way of the stash: they are staged, so that git can merge, and unstaged again."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["git"], output_has="would be overwritten by merge")
def propose(failure: Failure) -> Fix | None:
    plain = [word.plain for word in failure.words]
    if plain[1:2] != ["stash"] or plain[2:3] not in (["pop"], ["apply"]):
        return None
    # Staged changes let git try a real merge of the stash; nothing is lost when it conflicts.
    return Fix(
        before=[["git", "add", "--update"]],
        after=[["git", "reset", "-q"]],
        why="staged changes can be merged with the stash",
        confidence=0.65,
    )


MESSAGE = "error: Your local changes to the following files would be overwritten by merge:\n\ta.c"
EXAMPLES = [
    Example("git stash pop", MESSAGE, "git add --update && git stash pop && git reset -q"),
    Example("git merge x", MESSAGE, None),
]
