"""A branch, tag, remote or path that git does not know is misspelt."""

from __future__ import annotations

from ghost_kernel import slots, spelling
from ghost_kernel.knowledge import git, paths
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

TWINS = {"master": "main", "main": "master", "develop": "dev", "dev": "develop"}
NOT_REFS = frozenset("add rm mv stash init clone help config".split())


@rule(
    programs=["git"],
    output_has=[
        "did not match any", "invalid reference", "does not match any", "does not appear to be a git repository",
        "unknown revision", "not something we can merge", "couldn't find remote ref", "no such remote",
        "no such branch", "no branch named",
        "not a valid ref", "not a commit", "bad revision", "invalid upstream", "not a valid object name", "no such ref",
        "does not exist in", "branch '", "not found", "is not a valid branch", "no upstream", "not a tree object",
        "no such path",
        "needed a single revision", "not a valid branch point", "cannot update paths", "point to a valid commit",
    ],
)  # fmt: skip
def propose(failure: Failure) -> list[Fix]:
    if not git.folder(failure.machine) or len(failure.args) < 2:
        return []
    found = []
    for word in failure.args[1:]:
        if word.value is None or word.is_option or not _named(failure, word):
            continue
        fix = _fix(failure, word)
        if fix is not None:
            found.append(fix)
    return found[:1]


def _named(failure: Failure, word: Word) -> bool:
    if failure.names(word):
        return True
    return any(failure.output and part in failure.output for part in _parts(word.plain) if len(part) > 1)


def _parts(text: str) -> list[str]:
    for mark in ("...", "..", ":"):
        if mark in text:
            return [part for part in text.split(mark) if part]
    return [text]


def _names(failure: Failure, word: Word) -> list[str]:
    """The names that fit the place, as the grammar of the subcommand has it; elsewhere every name of a commit."""
    machine = failure.machine
    kind = slots.of_word(failure, word) or "ref"
    if kind in ("remote", "tag", "branch", "remote-branch"):
        return slots.names(failure, kind)
    if kind == "pushed" or failure.args[0].plain in ("checkout", "switch", "worktree"):
        if "/" in word.plain and git.remotes(machine) and kind != "pushed":
            return [*git.branches(machine), *git.remote_branches(machine)]
        theirs = [one.partition("/")[2] for one in git.remote_branches(machine)]
        return [*git.branches(machine), *theirs, *git.tags(machine)]
    return slots.names(failure, "ref")


def _fix(failure: Failure, word: Word) -> Fix | None:
    sub = failure.args[0].plain
    refs = [] if sub in NOT_REFS else list(dict.fromkeys(_names(failure, word)))
    after_dashes = "--" in [one.plain for one in failure.args[: failure.args.index(word)]]
    for part in _parts(word.plain):
        if part in refs or after_dashes:
            continue
        base = part.rstrip("^~0123456789") if "^" in part or "~" in part else part
        tail = part[len(base) :]
        near = spelling.rank(base, [one for one in refs if not spelling.numbers_differ(base, one)])
        files = _files(failure, base)
        if near and (not files or near[0].cost <= files[0].cost):
            return _swap(failure, word, part, near[0].name + tail, near[0], f"there is {near[0].name}")
        twin = TWINS.get(base, "")
        if twin in refs and base not in refs:
            return _swap(
                failure, word, part, twin + tail, spelling.Near(twin, 0.8, True), f"the branch is called {twin}"
            )
        if files:
            return _swap(failure, word, base, files[0].name, files[0], f"there is {files[0].name}")
    if after_dashes:
        files = _files(failure, word.plain)
        if files:
            return _swap(failure, word, word.plain, files[0].name, files[0], f"there is {files[0].name}")
    return None


def _files(failure: Failure, path: str) -> list[spelling.Near]:
    """Near paths: of the working folder, or tracked ones from the top of the tree."""
    if failure.machine.exists(path):
        return []
    here = paths.nearest(failure.machine, path)
    if here is not None:
        return [spelling.Near(here.path, here.cost, here.only)]
    tracked = git.tracked(failure.machine)
    folder = path.rpartition("/")[0]
    return spelling.rank(
        path, [one for one in tracked if one.rpartition("/")[0] == folder and not spelling.numbers_differ(path, one)]
    )


def _swap(failure: Failure, word: Word, old: str, new: str, near: spelling.Near, why: str) -> Fix | None:
    text = word.swap(old, new, failure.dialect)
    if text is None:
        return None
    return failure.swap(word, text, why=why, confidence=spelling.confidence(near, True), origin="local", only=near.only)


REPO = {
    ".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": "0\n", ".git/refs/heads/feature/login": "0\n",
    ".git/packed-refs": "0 refs/heads/release\n0 refs/tags/v1.2\n", ".git/config": '[remote "origin"]\n\turl = x\n',
    "docs/plan.md": "",
}  # fmt: skip
EXAMPLES = [
    Example(
        "git checkout -b fix orign/main",
        "fatal: 'orign/main' is not a commit and a branch 'fix' cannot be created from it",
        "git checkout -b fix origin/main",
        files={**REPO, ".git/refs/remotes/origin/main": "0"},
    ),
    Example(
        "git checkout relaese",
        "error: pathspec 'relaese' did not match any file(s) known to git",
        "git checkout release",
        files=REPO,
    ),
    Example(
        "git merge feature/lgoin",
        "merge: feature/lgoin - not something we can merge",
        "git merge feature/login",
        files=REPO,
    ),
    Example(
        "git push orign main",
        "fatal: 'orign' does not appear to be a git repository",
        "git push origin main",
        files=REPO,
    ),
    Example(
        "git push origin master", "error: src refspec master does not match any", "git push origin main", files=REPO
    ),
    Example(
        "git log mian..release",
        "fatal: ambiguous argument 'mian..release': unknown revision",
        "git log main..release",
        files=REPO,
    ),
    Example(
        "git show HEAD:docs/paln.md",
        "fatal: path 'docs/paln.md' does not exist in 'HEAD'",
        "git show HEAD:docs/plan.md",
        files=REPO,
    ),
    Example("git show mian~2", "fatal: ambiguous argument 'mian~2': unknown revision", "git show main~2", files=REPO),
    Example("git checkout v1.3", "error: pathspec 'v1.3' did not match any file(s) known to git", None, files=REPO),
    Example(
        "git checkout nothing/alike",
        "error: pathspec 'nothing/alike' did not match any file(s) known to git",
        None,
        files=REPO,
    ),
]
