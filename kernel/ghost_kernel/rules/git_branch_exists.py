"""A branch of that name is there already: it is switched to instead of being made."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["git"], output_has="already exists")
def propose(failure: Failure) -> Fix | None:
    if not failure.has("a branch named"):
        return None
    plain = [word.plain for word in failure.words]
    for option in ("-b", "-c", "--create"):
        if option in plain and plain[1:2] in (["checkout"], ["switch"]):
            at = plain.index(option)
            if len(plain) == at + 2:
                words = [*failure.words[:at], *failure.words[at + 1 :]]
                return Fix(words, why="the branch exists already", confidence=0.93)
    if plain[1:2] == ["branch"] and len(plain) == 3 and not failure.args[1].is_option and len(plain[2]) > 2:
        return Fix(["git", "checkout", failure.args[1]], why="the branch exists already", confidence=0.6)
    return None


EXISTS = "fatal: a branch named 'parser' already exists"
EXAMPLES = [
    Example("git checkout -b parser", EXISTS, "git checkout parser"),
    Example("git switch -c parser", EXISTS, "git switch parser"),
    Example("git branch parser", EXISTS, "git checkout parser"),
    Example("git checkout -b parser origin/main", EXISTS, None),
    Example("git tag v1", "fatal: tag 'v1' already exists", None),
]
