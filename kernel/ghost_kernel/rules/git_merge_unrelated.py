"""Two histories without a common commit are to be merged: git wants to hear that this is meant."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["git"], output_has="refusing to merge unrelated histories")
def propose(failure: Failure) -> Fix | None:
    if not any(word.plain in ("merge", "pull") for word in failure.args) or failure.stage.has(
        "--allow-unrelated-histories"
    ):
        return None
    return Fix(
        [*failure.words, "--allow-unrelated-histories"], why="the histories have no common commit", confidence=0.7
    )


EXAMPLES = [
    Example(
        "git merge site", "fatal: refusing to merge unrelated histories", "git merge site --allow-unrelated-histories"
    ),
    Example("git rebase site", "fatal: refusing to merge unrelated histories", None),
]
