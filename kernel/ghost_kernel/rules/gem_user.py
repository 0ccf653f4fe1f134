"""gem and npm's kin may not write where all install: for oneself alone."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["gem"], output_has=["don't have write permissions", "filepermissionerror"])
def propose(failure: Failure) -> Fix | None:
    if failure.args[:1] and failure.args[0].plain in ("install", "update") and not failure.stage.has("--user-install"):
        words = failure.command(*failure.words[:2], "--user-install", *failure.words[2:])
        return Fix(words, why="installs for you alone", confidence=0.7)
    return None


EXAMPLES = [
    Example(
        "gem install kit",
        "You don't have write permissions for the /var/lib/gems directory.",
        "gem install --user-install kit",
    ),
    Example("gem list", "You don't have write permissions for the /var/lib/gems directory.", None),
]
