"""git wants to hear more or other words: a remote branch's full name, -r for a folder, a message for a stash."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import git, gitstate
from ghost_kernel.rules import Example, Failure, Fix, rule

SYNONYMS = {"remote": {"delete": "remove", "del": "remove", "list": "-v", "ls": "-v", "set": "set-url"},
            "stash": {"delete": "drop", "remove": "drop", "restore": "apply", "ls": "list"},
            "worktree": {"delete": "remove", "rm": "remove", "ls": "list", "new": "add"},
            "bisect": {"begin": "start", "end": "reset", "stop": "reset", "ok": "good"}}  # fmt: skip


@rule(
    programs=["git"],
    output_has=[
        "not something we can merge", "src refspec", "subcommand wasn't specified", "already exists",
        "doesn't make sense without any refs", "would be overwritten by cherry-pick", "does not match\nthe name",
        "unknown subcommand", "usage: git", "did not match any", "invalid reference", "is not a working tree",
    ],
)  # fmt: skip
def propose(failure: Failure) -> list[Fix] | Fix | None:
    plain = [word.plain for word in failure.words]
    for way in (
        _paths,
        _rename,
        _entry,
        _merge,
        _main,
        _two_files,
        _source,
        _stash,
        _tag,
        _delete,
        _clone,
        _cherry,
        _push_name,
        _verb,
    ):
        fix = way(failure, plain)
        if fix:
            return fix
    return None


def _paths(failure: Failure, plain: list[str]) -> Fix | None:
    """With -a commit takes all files, so that naming some contradicts it: the names stand."""
    if plain[1:2] != ["commit"] or not failure.has("with -a does not make sense"):
        return None
    word = next((one for one in failure.args if one.is_option and one.plain[1:2] != "-" and "a" in one.plain), None)
    if word is None:
        return None
    rest = word.plain.replace("a", "", 1)
    return Fix(failure.replace(word, *([rest] if len(rest) > 1 else [])), why="names and -a exclude each other")


def _rename(failure: Failure, plain: list[str]) -> Fix | None:
    """The old name comes first."""
    if plain[1:2] != ["branch"] or len(plain) != 5 or plain[2] not in ("-m", "--move", "-c", "--copy"):
        return None
    branches = git.branches(failure.machine)
    if plain[3] in branches or plain[4] not in branches or not failure.has("no branch named"):
        return None
    words = [*failure.words[:3], failure.words[4], failure.words[3]]
    return Fix(words, why="the old name comes first", confidence=0.92)


def _entry(failure: Failure, plain: list[str]) -> Fix | None:
    """An entry of the stash is written stash@{1}."""
    if plain[1:2] != ["stash"] or not failure.has("is not a valid reference") or len(plain) < 4:
        return None
    number = "".join([char for char in plain[3] if char.isdigit()])
    if not number or not plain[3].startswith("stash") or plain[2] == "drop":
        return None
    return failure.swap(failure.args[2], "stash@{" + number + "}", "an entry is named so", 0.9)


def _merge(failure: Failure, plain: list[str]) -> Fix | None:
    """The branch is only at the remote, and git says so."""
    if plain[1:2] != ["merge"] or not failure.has("not something we can merge") or not failure.has("did you mean this"):
        return None
    lines = (failure.output or "").splitlines()
    at = next((place for place, line in enumerate(lines) if "did you mean this" in line.lower()), len(lines))
    offered = [line.strip() for line in lines[at + 1 :] if line.strip()]
    word = next((one for one in failure.args[1:] if failure.names(one)), None)
    return failure.swap(word, offered[0], "git offers it", 0.91, "output") if word and len(offered) == 1 else None


def _main(failure: Failure, plain: list[str]) -> list[Fix] | None:
    """Main where the repository has master, or the other way round; a new branch where nothing can be known."""
    if plain[1:2] not in (["checkout"], ["switch"]) or len(plain) != 3 or failure.args[1].value is None:
        return None
    word, name = failure.args[1], failure.args[1].plain
    branches = git.branches(failure.machine)
    other = {"main": "master", "master": "main"}.get(name, "")
    if not failure.names(word) or name in branches:
        return None
    if other and (other in branches or not branches):
        return [failure.swap(word, other, f"the branch is called {other}", 0.85, "local")]
    if git.folder(failure.machine) or "." in name or not name[:1].isalpha():
        return None
    option = "-b" if plain[1] == "checkout" else "-c"
    words = failure.command(*failure.words[:2], option, word)
    return [Fix(words, why="there is no such branch yet", confidence=0.55)]


def _two_files(failure: Failure, plain: list[str]) -> Fix | None:
    """Git diff of two files that it does not keep."""
    if plain[1:2] != ["diff"] or not failure.has("--no-index") or failure.stage.has("--no-index"):
        return None
    if len(failure.stage.operands) != 3:
        return None
    words = failure.command(*failure.words[:2], "--no-index", *failure.words[2:])
    return Fix(words, why="files outside of the repository", confidence=0.78)


def _source(failure: Failure, plain: list[str]) -> list[Fix] | None:
    """Push of a branch that is not here: a near one, or what is checked out under that name."""
    if plain[1:2] != ["push"] or not failure.has("src refspec") or len(failure.stage.operands) != 3:
        return None
    word = failure.stage.operands[2]
    if not failure.names(word) or ":" in word.plain or failure.stage.has("-d", "--delete", "-f", "--force"):
        return None
    branches = git.branches(failure.machine)
    current = git.branch(failure.machine)
    if spelling.nearest(word.plain, branches)[0]:
        return None
    if word.plain in gitstate.MAIN[:2]:
        other = "main" if word.plain == "master" else "master"
        if other in branches or not branches:
            return [failure.swap(word, other, f"the branch is called {other}", 0.75, "local")]
    inside = [one for one in branches if one.startswith(word.plain + "/") or word.plain in one.split("/")]
    if len(inside) == 1:
        return [failure.swap(word, inside[0], f"there is {inside[0]}", 0.74, "local")]
    if branches and current:
        return [failure.swap(word, current, f"{current} is checked out", 0.56, "local")]
    first = Fix(before=[["git", "commit", "-m", "Initial commit"]], why="there may be no commit yet", confidence=0.53)
    here = failure.swap(word, f"HEAD:{word.plain}", "pushes what is checked out under this name", 0.58)
    return [first] if git.folder(failure.machine) and not git.refs(failure.machine) else [here, first]


def _stash(failure: Failure, plain: list[str]) -> Fix | None:
    """A message for a stash: git takes it for a subcommand."""
    if plain[1:2] != ["stash"] or not failure.has("subcommand wasn't specified") or len(plain) < 3:
        return None
    message = failure.args[1]
    if message.is_option or (" " not in message.plain and message.text[:1] not in "'\""):
        return None
    words = failure.command(*failure.words[:2], "push", "-m", *failure.words[2:])
    return Fix(words, why="a message for the stash goes behind push -m", confidence=0.92)


def _tag(failure: Failure, plain: list[str]) -> Fix | None:
    if plain[1:2] != ["tag"] or not failure.has("tag '") or len(plain) < 3 or failure.stage.has("-f", "--force", "-d"):
        return None
    return Fix([*failure.words[:2], "--force", *failure.words[2:]], why="moves the tag that exists", confidence=0.52)


def _delete(failure: Failure, plain: list[str]) -> Fix | None:
    """`push -d origin/x`: the remote and the branch are two words."""
    if plain[1:2] != ["push"] or len(plain) != 4 or "/" not in plain[3]:
        return None
    if plain[2] not in ("-d", "--delete") or not failure.has("doesn't make sense without any refs"):
        return None
    remote, _, name = plain[3].partition("/")
    words = failure.command(*failure.words[:3], remote, name)
    return Fix(words, why="the remote and the branch are two words", confidence=0.85)


def _clone(failure: Failure, plain: list[str]) -> Fix | None:
    """The folder is there already: most likely it was cloned before, and is to be brought up to date."""
    if plain[1:2] != ["clone"] or not failure.has("is not an empty directory"):
        return None
    found = failure.search(r"destination path '([^']+)' already exists")
    inside = found.group(1) if found else ""
    if not inside or (failure.machine.exists(inside) and not failure.machine.exists(f"{inside}/.git")):
        return None
    return Fix([failure.words[0], "-C", inside, "pull"], why="it is here already", confidence=0.55, origin="output")


def _cherry(failure: Failure, plain: list[str]) -> Fix | None:
    if plain[1:2] != ["cherry-pick"] or not failure.has("would be overwritten by cherry-pick"):
        return None
    kept = [["git", "stash"]]
    return Fix(before=kept, after=[["git", "stash", "pop"]], why="your changes are set aside", confidence=0.6)


def _push_name(failure: Failure, plain: list[str]) -> list[Fix] | None:
    """The upstream bears another name: the same name at the remote, or the upstream's."""
    if plain[1:] != ["push"] or not failure.has("upstream branch of your current branch does not match"):
        return None
    found = failure.search(r"^\s+git push (\S+) (HEAD)\s*$")
    if not found:
        return None
    words = failure.command(*failure.words, *found.groups())
    return [Fix(words, why="to the branch of the same name", confidence=0.73, origin="output")]


def _verb(failure: Failure, plain: list[str]) -> Fix | None:
    """A verb that git spells otherwise at this place."""
    if len(plain) < 3 or not failure.has("usage: git", "unknown subcommand"):
        return None
    other = SYNONYMS.get(plain[1], {}).get(plain[2])
    return failure.swap(failure.args[1], other, f"git calls it {other}", 0.9) if other else None


EXAMPLES = [
    Example(
        "git merge idea",
        "merge: idea - not something we can merge\n\nDid you mean this?\n\tup/idea",
        "git merge up/idea",
    ),
    Example("git push up idea", "error: src refspec idea does not match any", "git push up HEAD:idea"),
    Example(
        "git stash 'half done'",
        "fatal: subcommand wasn't specified; 'push' can't be assumed",
        "git stash push -m 'half done'",
        128,
    ),
    Example("git tag v2", "fatal: tag 'v2' already exists", "git tag --force v2", 128),
    Example("git push -d up/idea", "fatal: --delete doesn't make sense without any refs", "git push -d up idea", 128),
    Example(
        "git clone x/kit",
        "fatal: destination path 'kit' already exists and is not an empty directory.",
        "git -C kit pull",
        128,
    ),
    Example("git remote delete up", "error: unknown subcommand: `delete'", "git remote remove up", 129),
    Example(
        "git checkout main", "error: pathspec 'main' did not match any file(s) known to git", "git checkout master"
    ),
    Example("git diff a.c b.c", "usage: git diff --no-index [<options>] <path> <path>", "git diff --no-index a.c b.c"),
    Example("git push up idea", "error: src refspec other does not match any", None),
    Example(
        "git clone x/kit",
        "fatal: destination path 'kit' already exists and is not an empty directory.",
        None,
        128,
        files=["kit/a"],
    ),
]
