"""A subcommand is misspelt: the nearest word that the program knows at this place."""

from __future__ import annotations

from ghost_kernel import messages, spelling
from ghost_kernel.knowledge import dangers, faults
from ghost_kernel.messages.complaint import MISFITS
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.line import Word

CLOSE = 0.7  # a transposition or a doubled letter
SHOWN = 4  # so many names of subcommands make a list
DOUBT = 0.12  # taken off where the program was not seen to complain about the word
OFFERED = 0.65
SHORT_FOR = (0.62, 0.56, 0.52)  # chances of the words that the typed one is short for, the most used first
ONLY_ONE = 0.8
FEW = 3  # letters: of fewer it is not said what they are short for
TROUBLE = (
    "command", "usage", "invalid", "unknown", "unrecognized", "unrecognised", "no such", "not found", "did you mean",
    "operation", "argument", "action", "verb", "not a", "isn't", "does not exist", "missing script", "ambiguous",
    "combination", "you need to", "no help topic", "no manual entry", "no rule", "expected",
)  # fmt: skip


@rule(output_has=TROUBLE, unseen=True)
def propose(failure: Failure) -> Fix | list[Fix] | None:
    if len(failure.words) < 2 or faults.not_found(failure) is not None:
        return None  # a program that is not here knows no word at all
    chain, word, names = faults.subcommand(failure)
    if word is None or _is_value(failure, word, names):
        return None
    if failure.machine.exists(word.plain) and failure.complained(word, *MISFITS) is None:
        return None  # it is a file's name
    split = _glued(failure, word, names)
    if split is not None:
        return split
    joined = (failure.program + word.plain, failure.program + "-" + word.plain)
    named = bool(failure.names(word)) or any(text in (failure.output or "") for text in joined)
    near = spelling.rank(word.plain, names, common=names[:12])
    # The word may be left out of the message, and the right one told.
    named = named or (bool(near) and near[0].name in _told(failure))
    # A program that says nothing of the word is believed only where the word is all but spelt well.
    close = bool(near) and near[0].only and near[0].cost <= CLOSE and len(word.plain) > 3
    if (
        failure.output is not None
        and not named
        and not failure.has("usage")
        and not close
        and not _lists(failure, names)
    ):
        return None
    if not near:
        return _suggested(failure, word, names) if named else None
    best = near[0]
    program = " ".join([failure.program, *chain])
    return failure.swap(
        word,
        best.name,
        why=f"{program} knows no {word.plain}, but {best.name}",
        confidence=spelling.confidence(best, named) - (0.0 if named else DOUBT),
        origin="local",
        only=best.only,
    )


def _glued(failure: Failure, word: Word, names: Sequence[str]) -> Fix | None:
    """The blank between a subcommand and its option was left out: commit-m."""
    name, dash, option = word.plain.partition("-")
    if not dash or name not in names or not option or not (option[0] == "-" or len(option) < 3):
        return None
    return Fix(failure.replace(word, name, "-" + option), why="a blank was missing", confidence=0.93, only=True)


def _is_value(failure: Failure, word: Word, names: Sequence[str]) -> bool:
    """Whether it stands between an option and a subcommand: then it belongs to the option."""
    at = next((place for place, one in enumerate(failure.args) if one is word), 0)
    before, after = failure.args[max(0, at - 1)], failure.args[at + 1 : at + 2]
    return at > 0 and before.is_option and "=" not in before.plain and bool(after) and after[0].plain in names


def _suggested(failure: Failure, word: Word, names: Sequence[str]) -> list[Fix]:
    """What is not near: the word that the program offers and that we know as well, or those it is short for.

    None that does more harm than what was typed.
    """
    complaint = failure.complained(word, *MISFITS)
    told = [] if complaint is None else [one.split()[-1] for one in complaint.offered]
    offered = [name for name in dict.fromkeys(told) if name in names]
    if len(offered) == 1:
        chances = {offered[0]: OFFERED}
    else:
        short = [name for name in names if len(word.plain) > 1 and name.startswith(word.plain)]
        chances = (
            dict(zip(short, SHORT_FOR if len(short) > 1 or len(word.plain) < FEW else (ONLY_ONE,)))
            if len(short) <= len(SHORT_FOR)
            else {}
        )
    return [
        failure.swap(word, name, f"{failure.program} knows {name}", chance, "local", chance == ONLY_ONE)
        for name, chance in chances.items()
        if not dangers.added([name], [word.plain])
    ]


def _told(failure: Failure) -> list[str]:
    """The words that the message offers, those of whole commands by their last."""
    return [one.split()[-1] for one in messages.suggested(failure.output or "") if one.split()]


def _lists(failure: Failure, names: Sequence[str]) -> bool:
    """Whether the output is the program's own list of subcommands: an answer to a word that it does not know."""
    return len(set((failure.output or "").replace(",", " ").split()).intersection(names)) >= SHOWN


EXAMPLES = [
    Example("cargo bnech", "error: no such subcommand\n\n\tDid you mean `bench`?", "cargo bench"),
    Example("adb lgcat", "Device Bridge\n adb devices - list, by command\n adb logcat\n adb shell\n adb push a b\n",
            "adb logcat"),
    Example(
        "frob herd.sh",
        "herd.sh: line 2: odd: command not found",
        None,
        127,
        files=["herd.sh"],
        programs=["frob"],
        probes={"frob --help": "Commands:\n  herds  lists them\n"},
    ),
    Example("git statsu -s", "git: 'statsu' is not a git command. See 'git --help'.", "git status -s"),
    Example("git -C sub comit -m x", "git: 'comit' is not a git command.", "git -C sub commit -m x"),
    Example("sudo apt isntall jq", "E: Invalid operation isntall", "sudo apt install jq"),
    Example("npm isntall", 'Unknown command: "isntall"', "npm install"),
    Example("git remote ad o ../o", "error: unknown subcommand: `ad'\nusage: git remote", "git remote add o ../o"),
    Example("docker container lss", "unknown command: docker container lss", "docker container ls"),
    Example("cargo bulid", "error: no such command: `bulid`", "cargo build"),
    Example("git branch-a", "git: 'branch-a' is not a git command.", "git branch -a"),
    Example("apt lsit -a", "E: Command line option a is not understood in combination", "apt list -a", 100),
    Example("git comit", None, "git commit"),
    Example("git help statsu", "No manual entry for git-statsu", "git help status"),
    Example(
        "frob lst", "error: unknown command 'lst'", "frob list", programs=["frob"],
        probes={"frob --help": "Commands:\n  list    all of them\n  make    one\n"},
    ),
    Example(
        "frob pool darin -a", "frob: unknown command 'darin'", "frob pool drain -a", programs=["frob"],
        files={"/usr/share/fish/completions/frob.fish":
               "complete -c frob -n __fish_use_subcommand -a 'pool well'\n"
               "complete -c frob -n '__fish_seen_subcommand_from pool' -a 'drain fill'\n"},
    ),
    Example(
        "frob ship ferrry", "frob: unknown place 'ferrry'", None, programs=["frob"],
        files={"/usr/share/fish/completions/frob.fish": "complete -c frob -n __fish_use_subcommand -a 'ship'\n"},
    ),
    Example("npm --prefix app run moor", 'npm error Missing script: "moor"', None),
    Example("apt inst jq", "E: Invalid operation inst", "apt install jq"),
    Example("docker lo", "docker: 'lo' is not a docker command.", None),
    Example("git push", "fatal: No configured push destination.", None),
    Example("git frobnicate", "git: 'frobnicate' is not a git command.", None),
    Example("cargo build", "error: could not find `Cargo.toml`", None),
    Example("cargo bulid", "bash: cargo: command not found", None, 127),
]  # fmt: skip
