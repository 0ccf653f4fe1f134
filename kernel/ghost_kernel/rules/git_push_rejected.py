"""The remote has commits that are not here: they are fetched and put under one's own before pushing again."""

from __future__ import annotations

from ghost_kernel.knowledge import gitstate
from ghost_kernel.rules import Example, Failure, Fix, rule

FORCED = ("-f", "--force", "--force-with-lease", "--delete", "-d", "--mirror")


@rule(programs=["git"], output_has=["fetch first", "non-fast-forward", "updates were rejected"])
def propose(failure: Failure) -> list[Fix] | None:
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
    why = "the remote has commits that you do not have"
    rebase = failure.command(*failure.words[:at], "pull", "--rebase", *operands)
    plainly = failure.command(*failure.words[:at], "pull", *operands)
    # Since 2.33 a plain pull refuses to join two histories where no setting says how.
    both = [plainly, rebase] if gitstate.plain_pull_joins(failure.machine) else [rebase, plainly]
    return [Fix(before=[pull], why=why, confidence=0.7 - 0.15 * place) for place, pull in enumerate(both)]


REJECTED = " ! [rejected]  main -> main (fetch first)\nhint: Updates were rejected because the remote contains work"
EXAMPLES = [
    Example("git push", REJECTED, "git pull && git push"),
    Example("git push", REJECTED, "git pull --rebase && git push", files=[".git/HEAD"]),
    Example("git push -q up main", REJECTED, "git pull up main && git push -q up main",
            files={".git/HEAD": "", ".git/config": "[pull]\n\trebase = true\n"}),
    Example("git push -q origin main", REJECTED, "git pull --rebase origin main && git push -q origin main",
            files=[".git/HEAD"]),
    Example("git push --force", REJECTED, None),
    Example(
        "git push origin v1",
        " ! [rejected] v1 -> v1 (already exists)\nhint: Updates were rejected because the tag",
        None,
    ),
]  # fmt: skip
