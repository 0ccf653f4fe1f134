"""Both sides have commits and git asks how to join them: one's own are put on top."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["git"], output_has=["need to specify how to reconcile divergent", "not possible to fast-forward"])
def propose(failure: Failure) -> Fix | None:
    plain = [word.plain for word in failure.words]
    if "pull" not in plain or failure.stage.has("--ff-only", "--rebase", "--no-rebase", "-r"):
        return None
    at = plain.index("pull") + 1
    return Fix(
        [*failure.words[:at], "--rebase", *failure.words[at:]],
        why="puts your commits on top of the remote's",
        confidence=0.72,
    )


EXAMPLES = [
    Example(
        "git pull origin", "fatal: Need to specify how to reconcile divergent branches.", "git pull --rebase origin"
    ),
    Example("git pull --ff-only", "fatal: Not possible to fast-forward, aborting.", None),
]
