"""A file that .gitignore names is to be added: git wants to hear that this is meant."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["git"], output_has="are ignored by one of your .gitignore files")
def propose(failure: Failure) -> Fix | None:
    plain = [word.plain for word in failure.words]
    named = [word for word in failure.stage.operands[1:] if word.plain not in (".", "*", ":/")]
    if plain[1:2] != ["add"] or not named or failure.stage.has("-f", "--force"):
        return None
    return Fix(
        [*failure.words[:2], "--force", *failure.words[2:]],
        why="the file is ignored, and you named it",
        confidence=0.68,
    )


MESSAGE = "The following paths are ignored by one of your .gitignore files:\nx.log"
EXAMPLES = [
    Example("git add x.log", MESSAGE, "git add --force x.log"),
    Example("git add .", MESSAGE, None),
]
