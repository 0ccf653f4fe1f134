"""Small slips with git whose message leaves one answer: add of nothing, remotes, the order of options."""

from __future__ import annotations

from ghost_kernel.knowledge import git
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    programs=["git"],
    output_has=[
        "nothing specified, nothing added", "no such remote", "already exists", "must come before non-option",
        "used after filename",
        "local modifications", "expected, got tag", "expected, got commit", "expected, got remote branch",
        "no configured push destination",
        "is already checked out", "you are not currently on a branch", "option `set-upstream' is no longer supported",
        "upstream branch of your current branch does not match", "does not take a value", "refusing to fetch into",
        "not a git repository",
    ],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    for slip in (_add_nothing, _remote, _option_order, _rm_modified, _pull_address, _detach, _push_name):
        fix = slip(failure, [word.plain for word in failure.words])
        if fix is not None:
            return fix
    return None


def _add_nothing(failure: Failure, plain: list[str]) -> Fix | None:
    if plain[1:] == ["add"] and failure.has("nothing specified"):
        return Fix([*failure.words, "."], why="takes what is in this folder", confidence=0.6)
    return None


def _remote(failure: Failure, plain: list[str]) -> Fix | None:
    if (
        plain[1:3] == ["remote", "add"]
        and len(plain) == 5
        and failure.has("already exists")
        and (plain[3] in git.remotes(failure.machine) or failure.has(f"remote {plain[3]} already exists"))
    ):
        return Fix([*failure.words[:2], "set-url", *failure.words[3:]], why="the remote exists already", confidence=0.6)
    if plain[1:3] == ["remote", "set-url"] and len(plain) == 5 and failure.has("no such remote"):
        return Fix([*failure.words[:2], "add", *failure.words[3:]], why="there is no such remote yet", confidence=0.75)
    return None


def _option_order(failure: Failure, plain: list[str]) -> Fix | None:
    if not failure.has("must come before non-option", "used after filename"):
        return None
    late = next((word for word in failure.args[1:] if word.is_option and word.plain in (failure.output or "")), None)
    if late is None or "--" in plain:
        return None
    rest = [word for word in failure.words if word is not late]
    at = next((place for place in range(2, len(rest)) if not rest[place].is_option), len(rest))
    return Fix([*rest[:at], late, *rest[at:]], why="options come before the names", confidence=0.91)


def _rm_modified(failure: Failure, plain: list[str]) -> Fix | None:
    if (
        plain[1:2] == ["rm"]
        and failure.has("local modifications", "changes staged")
        and not failure.stage.has("--cached", "-f")
    ):
        return Fix(
            [*failure.words[:2], "--cached", *failure.words[2:]], why="keeps the changed file on disk", confidence=0.56
        )
    return None


def _pull_address(failure: Failure, plain: list[str]) -> Fix | None:
    if plain[1:2] == ["pull"] and len(plain) == 3 and failure.has("not a git repository") and (
        "://" in plain[2] or (":" in plain[2] and "@" in plain[2])
    ):  # fmt: skip
        return Fix(
            [failure.words[0], "clone", failure.words[2]], why="there is no repository here yet", confidence=0.75
        )
    return None


def _detach(failure: Failure, plain: list[str]) -> Fix | None:
    if plain[1:2] == ["switch"] and len(plain) == 3 and failure.has("got tag", "got commit"):
        return Fix([*failure.words[:2], "--detach", failure.words[2]], why="that is no branch", confidence=0.75)
    if plain[1:2] == ["switch"] and len(plain) == 3 and failure.has("got remote branch"):
        return Fix(
            [*failure.words[:2], "--track", failure.words[2]], why="makes a branch that follows it", confidence=0.75
        )
    return None


def _push_name(failure: Failure, plain: list[str]) -> Fix | None:
    if plain[1:] != ["push"] or not failure.has("upstream branch of your current branch does not match"):
        return None
    found = failure.search(r"git push (\S+) HEAD:(\S+)")
    if not found:
        return None
    return Fix(
        [*failure.words, found.group(1), f"HEAD:{found.group(2)}"],
        why="the branch has another name there",
        confidence=0.65,
        origin="output",
    )


EXAMPLES = [
    Example("git add", "Nothing specified, nothing added.", "git add ."),
    Example("git remote set-url up ../x", "error: No such remote 'up'", "git remote add up ../x"),
    Example("git log a.c -p b.c", "fatal: option '-p' must come before non-option arguments", "git log -p a.c b.c"),
    Example("git switch v1.0", "fatal: a branch is expected, got tag 'v1.0'", "git switch --detach v1.0"),
    Example("git rm a.c", "error: the following file has local modifications:\n    a.c", "git rm --cached a.c"),
    Example(
        "git log -p a.c --stat", "fatal: option '--stat' must come before non-option arguments", "git log -p --stat a.c"
    ),
    Example("git pull git@x.org:a/b", "fatal: not a git repository", "git clone git@x.org:a/b", 128),
    Example("git tag v1", "fatal: tag 'v1' already exists", None),
]
