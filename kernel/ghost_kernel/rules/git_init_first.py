"""A file is to be added where there is no repository: one is begun here, when nothing speaks against it."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["git"], line_has=["add"], output_has=["not a git repository"])
def propose(failure: Failure) -> Fix | None:
    plain = [word.plain for word in failure.words]
    machine = failure.machine
    if plain[1:2] != ["add"] or machine.cwd.rstrip("/") in ("", machine.home.rstrip("/")):
        return None
    inside = [one for one, is_folder in machine.names("").items() if is_folder and machine.exists(f"{one}/.git")]
    named = [word for word in failure.stage.operands[1:] if machine.exists(failure.path_of(word) or "")]
    if inside or not named:
        return None
    return Fix(before=[["git", "init", "-q"]], why="there is no repository here yet", confidence=0.62)


SAID = "fatal: not a git repository (or any of the parent directories): .git"
EXAMPLES = [
    Example("git add a.md", SAID, "git init -q && git add a.md", 128, files=["new/a.md"], cwd="new"),
    Example("git add a.md", SAID, None, 128, files=["a.md"]),
    Example("git add .", SAID, None, 128, files=["new/sub/.git/HEAD"], cwd="new"),
]
