"""git's options without their dashes, with one too few, or two in one word: `commit amend`, `-amend`, `-a-m`."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

# Words that are options of a subcommand and no sensible name of a file or branch there.
BARE = {
    "commit": "amend fixup squash all signoff allow-empty no-edit reset-author", "rebase": "continue abort skip "
    "interactive autosquash edit-todo quit onto", "merge": "continue abort quit no-ff ff-only squash",
    "cherry-pick": "continue abort skip quit no-commit", "revert": "continue abort skip quit no-commit",
    "am": "continue abort skip quit", "pull": "rebase no-rebase ff-only autostash", "fetch": "all prune tags",
    "push": "tags set-upstream dry-run delete", "log": "oneline graph stat patch follow decorate",
    "diff": "cached staged stat name-only", "add": "all patch update interactive", "show": "stat name-only",
    "stash": "include-untracked", "branch": "list all show-current", "clone": "recursive depth",
    "rm": "cached", "reset": "soft mixed",
}  # fmt: skip
NOT_GUESSED = frozenset("delete abort quit skip hard".split())
TAKES = frozenset("fixup squash onto depth".split())


@rule(
    programs=["git"],
    output_has=[
        "with two dashes", "unknown switch", "did not match any", "unknown revision", "invalid upstream",
        "invalid option", "could not read from remote", "does not appear to be a git repository", "unknown option",
        "not something we can merge", "bad revision", "couldn't find remote ref", "does not match any",
        "not a valid ref",
    ],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    if not failure.args:
        return None
    for word in failure.args[1:]:
        text = word.value or ""
        body = text[1:]
        if f"`-{text}`" in (failure.output or "") and text[:1] == "-" and text[1:2] != "-":
            return failure.swap(word, "-" + text, why=f"-{text} has two dashes", confidence=0.96, only=True)
        if text[:1] != "-" or text[1:2] == "-":
            continue
        if "-" in body and failure.has("unknown switch `-'", "unknown switch '-'") and len(body) <= 5:
            parts = ["-" + part for part in body.split("-") if part]
            return Fix(failure.replace(word, *parts), why="these are two options", confidence=0.93)
        found = failure.search(r"unknown switch [`'](.)'")
        if found and len(body) > 3 and body.replace("-", "").isalpha() and found.group(1) in body:
            return failure.swap(word, "-" + text, why=f"-{text} has two dashes", confidence=0.85)
    return _bare(failure)


def _bare(failure: Failure) -> Fix | None:
    known = BARE.get(failure.args[0].plain, "").split()
    for place, word in enumerate(failure.args[1:], start=1):
        name = word.value or ""
        if name not in known or name in NOT_GUESSED or failure.machine.exists(name) or not failure.names(word):
            continue
        if name in TAKES and place + 1 >= len(failure.args):
            continue
        return failure.swap(word, "--" + name, why=f"--{name} is an option", confidence=0.9)
    return None


EXAMPLES = [
    Example(
        "git add -intent-to-add a",
        "error: did you mean `--intent-to-add` (with two dashes ?)",
        "git add --intent-to-add a",
    ),
    Example("git commit -amend -m x", "error: did you mean `--amend` (with two dashes)?", "git commit --amend -m x"),
    Example("git submodule update -init", "error: unknown switch `i'", "git submodule update --init"),
    Example("git commit -a-m x", "error: unknown switch `-'", "git commit -a -m x"),
    Example("git commit amend", "error: pathspec 'amend' did not match any file(s)", "git commit --amend"),
    Example("git commit amend", "error: pathspec 'amend' did not match any file(s)", None, files=["amend"]),
    Example("git log nothing", "fatal: ambiguous argument 'nothing': unknown revision", None, 128),
]
