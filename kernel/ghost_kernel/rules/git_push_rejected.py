"""The remote has commits that are not here: they are fetched and put under one's own before pushing again."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

FORCED = ("-f", "--force", "--force-with-lease", "--delete", "-d", "--mirror")


@rule(programs=["git"], output_has=["fetch first", "non-fast-forward", "updates were rejected"])
def propose(failure: Failure) -> Fix | None:
    plain = [word.plain for word in failure.words]
    if (
        "push" not in plain
        or any(word.partition("=")[0] in FORCED for word in plain)
        or any(word[:1] == "+" for word in plain[1:])
    ):
        return None
    if failure.has("already exists", "stale info", "hook declined", "protected branch"):
        return None
    at = plain.index("push")
    operands = [word for word in failure.words[at + 1 :] if not word.is_option]
    if any(":" in word.plain for word in operands[1:]) or len(operands) > 2:
        return None
    pull = failure.command(*failure.words[:at], "pull", "--rebase", *operands)
    return Fix(before=[pull], why="the remote has commits that you do not have", confidence=0.75)


REJECTED = " ! [rejected]  main -> main (fetch first)\nhint: Updates were rejected because the remote contains work"
EXAMPLES = [
    Example("git push", REJECTED, "git pull --rebase && git push"),
    Example("git push -q origin main", REJECTED, "git pull --rebase origin main && git push -q origin main"),
    Example("git push --force", REJECTED, None),
    Example(
        "git push origin v1",
        " ! [rejected] v1 -> v1 (already exists)\nhint: Updates were rejected because the tag",
        None,
    ),
]
