"""A rebase, merge or cherry-pick is half done: go on with it, or take it back."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

UNDER_WAY = ("rebase-merge directory", "rebase-apply directory", "in the middle of another rebase")
WAYS = ("--continue", "--abort", "--skip")


@rule(
    programs=["git"],
    output_has=[*UNDER_WAY, "no changes - did you forget", "is now empty", "you have not concluded your merge",
                "cherry-pick is already in progress", "revert is already in progress", "no rebase in progress"],
)  # fmt: skip
def propose(failure: Failure) -> list[Fix] | None:
    plain = [word.plain for word in failure.words]
    sub = plain[1] if len(plain) > 1 else ""
    if sub == "rebase" and failure.has(*UNDER_WAY):
        typed = next((one for one in plain[2:] if one.lstrip("-") in ("continue", "abort", "skip", "c", "a", "s")), "")
        order = sorted(WAYS, key=lambda way: (typed.lstrip("-")[:1] != way[2], WAYS.index(way)))
        means = {"--continue": "goes on", "--abort": "takes it back", "--skip": "leaves this commit out"}
        return [
            Fix(
                [*failure.words[:2], way], why=f"a rebase is under way: this {means[way]}",
                confidence=(0.62 if way != "--skip" or typed else 0.54) - 0.03 * place,
            )
            for place, way in enumerate(order)
        ]  # fmt: skip
    if sub in ("rebase", "am") and failure.has("no changes - did you forget") and "--continue" in plain:
        why = "nothing of this commit is left to apply"
        return [Fix([*failure.words[:2], "--skip"], why=why, confidence=0.72)]
    if sub == "cherry-pick" and failure.has("is now empty"):
        return [Fix([*failure.words[:2], "--skip"], why="the changes are here already", confidence=0.66)]
    if sub in ("pull", "merge") and failure.has("you have not concluded your merge"):
        if failure.has("unmerged", "conflict"):
            return None
        return [Fix(before=[["git", "commit", "--no-edit"]], why="a merge waits to be committed", confidence=0.6)]
    if sub in ("cherry-pick", "revert") and failure.has("is already in progress") and len(plain) > 2:
        return [Fix([*failure.words[:2], way], why=f"a {sub} is under way", confidence=0.6) for way in WAYS[:2]]
    return None


OUT = (
    "It seems that there is already a rebase-merge directory, and\nI wonder if you are in the middle of another rebase."
)
EXAMPLES = [
    Example("git rebase main", OUT, "git rebase --continue", 128),
    Example("git rebase abort", OUT, "git rebase --abort", 128),
    Example("git rebase --continue", "No changes - did you forget to use 'git add'?", "git rebase --skip"),
    Example("git rebase main", "CONFLICT (content): Merge conflict in a.c", None),
    Example("git merge x", "error: You have not concluded your merge; unmerged files", None, 128),
]
