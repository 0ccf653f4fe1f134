"""`git branch --set-upstream` is gone: `--set-upstream-to` says the same."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["git"], line_has=["--set-upstream"], output_has=["no longer supported", "deprecated"])
def propose(failure: Failure) -> Fix | None:
    words = failure.words
    at = next((place for place, word in enumerate(words) if word.plain == "--set-upstream"), 0)
    rest = [word for word in words[at + 1 :] if not word.is_option]
    if not at or not rest or len(rest) > 2:
        return None
    branch = rest[0].plain.partition("/")[2] and rest
    if len(rest) == 2 and not branch:
        rest.reverse()  # the old order named the branch first
    return Fix([*words[:at], "--set-upstream-to", *rest], why="the option is called so now", confidence=0.93)


SAID = "fatal: the '--set-upstream' option is no longer supported. Please use '--track' or '--set-upstream-to' instead"
EXAMPLES = [
    Example("git branch --set-upstream up/tea", SAID, "git branch --set-upstream-to up/tea", 128),
    Example("git branch --set-upstream tea up/tea", SAID, "git branch --set-upstream-to up/tea tea", 128),
    Example("git push --set-upstream up tea", "fatal: no such remote", None, 128),
]
