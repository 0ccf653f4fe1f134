"""A whole folder is to be left out of the repository, its files kept: `git rm --cached` wants -r for that."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["git"], line_has=["--cached"], output_has=["recursively without -r"])
def propose(failure: Failure) -> Fix | None:
    plain = [word.plain for word in failure.words]
    if plain[1:2] != ["rm"] or failure.stage.has("-r", "-f", "--force"):
        return None
    words = failure.command(*failure.words[:2], "-r", *failure.words[2:])
    return Fix(words, why="a folder needs -r; the files stay on disk", confidence=0.91)


SAID = "fatal: not removing 'tea' recursively without -r"
EXAMPLES = [
    Example("git rm --cached tea", SAID, "git rm -r --cached tea", 128),
    Example("git rm tea", SAID, None, 128),
]
