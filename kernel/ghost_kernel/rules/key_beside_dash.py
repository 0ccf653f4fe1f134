"""The key beside the dash was hit: `git branch =vv`, `ls =l`. With a dash it is an option that is known."""

from __future__ import annotations

from ghost_kernel.knowledge import options
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

BESIDE = "0=_§ß"  # the keys around a dash, on several layouts; no letter, since words begin with letters
# Letters that git's subcommands take as options, where no list of the program's own can be had.
LETTERS = {
    "branch": "avrdDmMclfuqt", "commit": "amsvqnpeCcFu", "checkout": "bBfqtpl", "switch": "cCdfqt", "add": "ApunfivN",
    "log": "npSGLqisu", "diff": "pwbUsuR", "push": "ufndqv", "pull": "rvqnf", "stash": "puakqm", "reset": "qpN",
    "rm": "rfnq", "tag": "adlmfsvnF", "merge": "mnqsX", "clone": "bqvnolsj", "rebase": "iqvsXf", "clean": "ndxXeqi",
    "fetch": "apntvqf", "show": "spq", "status": "suvbz", "remote": "v", "grep": "inlvwcEFe",
}  # fmt: skip
SAID = ("not a valid", "already exists", "pathspec", "ambiguous argument", "unknown revision", "did not match",
        "no such file", "invalid reference", "not found", "cannot access", "unknown", "invalid")  # fmt: skip


@rule(output_has=SAID, line_has=[f" {mark}" for mark in BESIDE])
def propose(failure: Failure) -> list[Fix] | None:
    for word in failure.args:
        text = word.value or ""
        if len(text) < 2 or text[0] not in BESIDE or failure.machine.exists(text) or not text[1:].isalpha():
            continue
        option = "-" + text[1:]
        if not _known(failure, option) or not _blamed(failure, text):
            continue
        rest = failure.replace(word, option)
        fix = Fix(rest, why=f"{option} was meant: the key beside the dash was hit", confidence=0.66)
        if failure.program != "git" or failure.args[0].plain != "branch" or not failure.has("already exists"):
            return [fix]
        # An earlier slip of this kind made a branch of that name; -d takes it away only when nothing would be lost.
        return [
            fix,
            Fix(rest, before=[["git", "branch", "-d", text]], why=f"a slip made the branch {text}", confidence=0.6),
            Fix(rest, before=[["git", "branch", "-D", text]], why=f"a slip made the branch {text}", confidence=0.51),
        ]
    return None


def _known(failure: Failure, option: str) -> bool:
    if failure.program == "git":
        letters = LETTERS.get(failure.args[0].plain, "")
        return len(option) <= 4 and all(letter in letters for letter in option[1:])
    if len(option) > 5:
        return False
    known = options.on_disk(failure.machine, failure.program) or options.from_program(
        failure.machine, failure.words[0].plain
    )
    return bool(known) and all("-" + letter in known for letter in option[1:])


def _blamed(failure: Failure, text: str) -> bool:
    """Whether the word is named, or git speaks of a branch's name where only this word can be one."""
    if failure.names(_word(failure, text)) or f"'{text}'" in (failure.output or ""):
        return True
    return failure.program == "git" and failure.args[0].plain == "branch" and failure.args[1].plain == text


def _word(failure: Failure, text: str) -> Word:
    return next(word for word in failure.args if word.value == text)


EXAMPLES = [
    Example("git commit _m 'a b'", "error: pathspec '_m' did not match any file(s)", "git commit -m 'a b'"),
    Example("git branch =a", "fatal: '=a' is not a valid branch name", "git branch -a", 128),
    Example("git branch =vv", "fatal: a branch named '=vv' already exists", "git branch -vv", 128),
    Example(
        "frob =l x", "frob: =l: no such file", "frob -l x", programs=["frob"],
        probes={"frob --help": "  -l, --long   more\n"},
    ),
    Example("git branch 0z", "fatal: a branch named '0z' already exists", None, 128),
    Example("git checkout 0a", "error: pathspec '0a' did not match any file(s)", None, files=["0a"]),
]  # fmt: skip
