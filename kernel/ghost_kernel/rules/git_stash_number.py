"""There is no stash of that number: where there is only one, it is that one."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

LOOKS = ("apply", "show", "pop")


@rule(programs=["git"], line_has=["stash"], output_has=["only has 1 entr", "is not a valid reference"])
def propose(failure: Failure) -> Fix | None:
    plain = [word.plain for word in failure.words]
    if plain[1:2] != ["stash"] or plain[2:3] == [] or plain[2] not in LOOKS or not failure.has("only has 1 entr"):
        return None
    wrong = [word for word in failure.args[2:] if word.plain.isdigit() or word.plain.startswith("stash@{")]
    if len(wrong) != 1:
        return None
    rest = [word for word in failure.words if word is not wrong[0]]
    return Fix(rest, why="there is one stash only", confidence=0.88)


EXAMPLES = [
    Example("git stash apply stash@{2}", "fatal: log for 'stash' only has 1 entries", "git stash apply", 128),
    Example("git stash show -p 1", "fatal: log for 'stash' only has 1 entries", "git stash show -p", 128),
    Example("git stash drop 1", "fatal: log for 'stash' only has 1 entries", None, 128),
    Example("git stash pop 5", "fatal: log for 'stash' only has 3 entries", None, 128),
]
