"""Local changes are in the way: they are stashed first, and brought back where that is what the line is for."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    programs=["git"],
    output_has=["would be overwritten by", "you have unstaged changes", "contains uncommitted changes",
    "please commit or stash",
                "commit your changes or stash"],
)  # fmt: skip
def propose(failure: Failure) -> Fix | list[Fix] | None:
    sub = next((word.plain for word in failure.args if not word.is_option), "")
    if failure.has("untracked working tree files") or failure.stage.has("-f", "--force"):
        return None
    if sub in ("checkout", "switch") and len(failure.stage.operands) == 2:
        return Fix(before=[["git", "stash"]], why="your changes are kept in the stash: git stash pop", confidence=0.7)
    if sub in ("pull", "rebase"):
        if sub == "rebase" and failure.stage.has("--continue", "--abort", "--skip"):
            return None
        at = [word.plain for word in failure.words].index(sub) + 1
        words = failure.command(*failure.words[:at], "--autostash", *failure.words[at:])
        why = "your changes are set aside and brought back"
        if sub == "pull":
            # In words of its own this works with every git; --autostash with a pull that merges only since 2.27.
            both = Fix(before=[["git", "stash"]], after=[["git", "stash", "pop"]], why=why, confidence=0.72)
            return [both, Fix(words, why=why, confidence=0.65)]
        return Fix(words, why=why, confidence=0.72)
    if sub == "merge" and not failure.stage.has("--abort", "--continue"):
        return Fix(before=[["git", "stash"]], why="your changes are kept in the stash: git stash pop", confidence=0.62)
    return None


OVERWRITTEN = "error: Your local changes to the following files would be overwritten by {}:\n\ta.c\nPlease commit"
EXAMPLES = [
    Example("git switch parser", OVERWRITTEN.format("checkout"), "git stash && git switch parser"),
    Example(
        "git pull --rebase",
        "error: cannot pull with rebase: You have unstaged changes.",
        "git stash && git pull --rebase && git stash pop",
    ),
    Example("git pull", OVERWRITTEN.format("merge"), "git stash && git pull && git stash pop"),
    Example("git rebase main", "error: cannot rebase: You have unstaged changes.", "git rebase --autostash main"),
    Example(
        "git checkout parser",
        "error: The following untracked working tree files would be overwritten by checkout:\n\tx",
        None,
    ),
    Example("git cherry-pick abc", OVERWRITTEN.format("cherry-pick"), None),
]
