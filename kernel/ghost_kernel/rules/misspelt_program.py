"""A program's name is misspelt: the nearest name on the PATH, or in the shell, that suits the rest of the line."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import faults, programs, subcommands
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word
    from ghost_kernel.spelling import Near

COMMON_BONUS = 0.3
SUITS_BONUS = 0.5
RIVALS = 4  # near names that are looked for in the history
OFTEN = 3  # so often one must have been run, and so many times oftener than the others
RARE = 0.06  # what it takes from the confidence that some program bears the typed name
# What a program is usually given, by the end of a file's name.
OPENS = {
    ".py": "python python3", ".js": "node", ".mjs": "node", ".ts": "deno bun", ".sh": "bash sh zsh source",
    ".rb": "ruby",
    ".pl": "perl", ".c": "gcc cc clang", ".rs": "rustc", ".go": "go", ".java": "javac java", ".jar": "java",
    ".tar": "tar", ".tgz": "tar", ".tar.gz": "tar", ".tar.xz": "tar", ".zip": "unzip zip", ".gz": "gunzip gzip zcat",
    ".json": "jq cat", ".md": "cat less", ".txt": "cat less", ".log": "tail cat less",
}  # fmt: skip
FEW = 2  # letters
TAKES_FOLDER = frozenset("cd ls pushd tree du".split())


@rule(
    output_has=[
        "not found",
        "unknown command",
        "no such file",
        "cannot run",
        "failed to run",
        "cannot find",
        "unrecognized command",
    ],
    exit_codes=[1, 2, 4, 125, 126, 127],
    unseen=True,
)
def propose(failure: Failure) -> Fix | None:
    word = faults.not_found(failure)
    if word is None or programs.in_system_folder(failure.machine, word.plain):
        return None
    # Here, since it is asked about many files that are not there, and needs these tables for none of them.
    from ghost_kernel.knowledge import missing, owners

    if word.plain in programs.WELL_KNOWN and not missing.is_slip_of_a_first(word.plain):
        return None
    if _is_known(failure, word):
        return None
    if word in failure.words[:1] and (
        missing.is_surely_question(failure) or owners.of(failure.machine, word.plain, failure.args)
    ):
        return None
    found = _ranked(failure, word)
    if not found or programs.is_destructive(found[0].name):
        return None
    best = found[0]
    if (
        len(word.plain) <= FEW
        and sorted(best.name) != sorted(word.plain)
        and best.name not in programs.COMMON[: missing.FIRST]
    ):
        return None  # another letter is half of such a word: only what everybody types is meant
    if _is_prose(failure, word, best.name):
        return None
    path = failure.machine.which(best.name)
    own = best.name in failure.aliases or best.name in programs.builtins(failure.dialect)
    if not path and not own and failure.machine.path:
        return None
    if missing.is_missing(word.plain, best, _suits(failure, word, best.name), best.name in failure.aliases):
        return None
    if _misspelt_missing(failure, word, best):
        return None
    elsewhere = missing.is_known(word.plain)  # a program of that name there is, though few have it
    return failure.swap(
        word,
        best.name,
        why=f"{word.plain} is not a command here, {best.name} is",
        confidence=spelling.confidence(best) - (RARE if elsewhere else 0.0),
        origin="local",
        only=best.only and not elsewhere and not _says_more(failure, word),
    )


PROSE = 3  # words, the first among them


def _is_prose(failure: Failure, word: Word, name: str) -> bool:
    """`files changed last month`: nothing but words behind a program that takes files, and none of them is one."""
    after = [one.plain for one in failure.stage.words if one.start > word.start]
    return (
        subcommands.is_operand_taker(name)
        and word in failure.words[:1]
        and len(failure.stages) == 1
        and len(after) >= PROSE - 1
        and all(one.isalpha() and one.islower() for one in after)
        and not any(failure.machine.exists(one) for one in after)
        and name not in SPEAKERS
    )


SPEAKERS = frozenset("echo printf print grep egrep rg cd mkdir touch say".split())


def _says_more(failure: Failure, word: Word) -> bool:
    """Whether the word may be more than a program's name: a shorthand, or one with a blank in the wrong place."""
    from ghost_kernel.knowledge import standins

    if word.plain in standins.SHORTHANDS or not word.plain[-1].isalnum():
        return True
    after = next((one.plain for one in failure.stage.words if one.start > word.start), "")
    return bool(after) and programs.runs(failure.machine, word.plain + after[0], failure.dialect)


def _misspelt_missing(failure: Failure, word: Word, best: Near) -> bool:
    """Whether a well-known program that is not installed is much nearer, for which the near one cannot stand in."""
    from ghost_kernel.knowledge import missing, standins

    if best.cost <= missing.FIRM or _suits(failure, word, best.name) >= SUITS_BONUS:
        return False
    near = spelling.rank(word.plain, programs.WELL_KNOWN, best.cost - spelling.MARGIN)
    if not near or programs.runs(failure.machine, near[0].name, failure.dialect):
        return False
    stand_ins = [words.split()[0] for words in standins.SAME.get(near[0].name, "").split("|") if words]
    return best.name not in stand_ins


def _is_known(failure: Failure, word: Word) -> bool:
    """Whether it is spelt well: it lies in this folder, or is another system's word for a program that is here."""
    from ghost_kernel.knowledge import standins

    if failure.machine.may_run("./" + word.plain):
        return True
    others = [one.partition(" ")[0] for one in standins.SAME.get(word.plain, "").split("|") if one]
    return any(failure.machine.which(one) for one in others)


def _ranked(failure: Failure, word: Word) -> list[Near]:
    """The near names by how near they are and how well they suit the line."""
    names = programs.known(failure.machine, failure.dialect)
    if failure.aliases:
        names |= failure.aliases.keys()
    near = spelling.rank(word.plain, names)
    if len(word.plain) > 3:  # python3 is meant by a misspelt python where there is no python
        near += [
            spelling.Near(one.name + digit, one.cost + 0.3, False)
            for one in spelling.rank(word.plain, programs.COMMON)
            if one.name[-1] not in "0123456789."
            for digit in "0123456789"
            if one.name + digit in names
        ]
    place = {name: at for at, name in enumerate(programs.COMMON)}
    scored: dict[str, float] = {}
    for one in near:
        bonus = (COMMON_BONUS - 0.0005 * place[one.name] if one.name in place else 0.0) + _suits(
            failure, word, one.name
        )
        scored[one.name] = min(one.cost - bonus, scored.get(one.name, 9.0))
    order = _by_history(failure, sorted(scored, key=lambda name: (scored[name], name)), scored)
    costs = {one.name: one.cost for one in reversed(near)}
    return [
        spelling.Near(
            name,
            costs[name],
            at == 0 and (len(order) == 1 or scored[order[1]] - scored[name] >= spelling.MARGIN),
        )
        for at, name in enumerate(order)
    ]


def _by_history(failure: Failure, order: list[str], scored: dict[str, float]) -> list[str]:
    """The order, with the one in front that the person runs far oftener than those that are as near."""
    rivals = [name for name in order[:RIVALS] if scored[name] < scored[order[0]] + spelling.MARGIN]
    if len(rivals) < 2:
        return order
    from ghost_kernel.knowledge import history

    runs = {name: history.runs(failure.machine, name) for name in rivals}
    most = max(rivals, key=runs.__getitem__)
    if runs[most] < OFTEN or any(runs[most] < OFTEN * runs[name] for name in rivals if name != most):
        return order
    return [most, *[name for name in order if name != most]]


def _suits(failure: Failure, word: Word, name: str) -> float:
    """How much the words after the program speak for this name, in edits."""
    after = [one for one in failure.stage.words if one.start > word.start]
    first = after[0].plain if after else ""
    listed = subcommands.known(failure.machine, name)
    if listed and first and not first.startswith("-"):
        if first in listed:
            return SUITS_BONUS
        return 0.2 if spelling.nearest(first, listed)[0] else -0.2
    for one in after:
        for ending, opens in OPENS.items():
            if one.plain.endswith(ending) and name in opens.split():
                return SUITS_BONUS
    if name in TAKES_FOLDER and len(after) == 1 and failure.machine.is_folder(first):
        return 0.3
    if name in ("export", "alias") and "=" in first:
        return SUITS_BONUS
    return 0.0


EXAMPLES = [
    Example("files changed last month", "bash: files: command not found", None, 127, programs=["file"]),
    Example("fille notes", "bash: fille: command not found", "file notes", 127, programs=["file"]),
    Example(
        "push", "bash: push: command not found", None, files={".git/HEAD": "ref: refs/heads/main\n"}, programs=["git"]
    ),
    Example("can a.md", "bash: can: command not found", "cat a.md", 127, files=["a.md"], programs=["cat"]),
    Example("can docker run", "bash: can: command not found", None, 127, files=["a.md"], programs=["cat"]),
    Example("gti log", "bash: gti: command not found", "git log", 127, programs=["git", "tic", "gtf"]),
    Example(
        "sudo sytemctl stop x", "sudo: sytemctl: command not found", "sudo systemctl stop x", programs=["systemctl"]
    ),
    Example("ls | wx -l", "zsh: command not found: wx", "ls | wc -l", 127, programs=["wc", "ls"]),
    Example("pyton3 a.py > out", None, "python3 a.py > out", 127, programs=["python3"]),
    Example(
        "env A=1 gerp x", "env: ‘gerp’: No such file or directory", "env A=1 grep x", 127, programs=["grep", "env"]
    ),
    Example("rn file", "bash: rn: command not found", None, 127, programs=["rm"]),
    Example("shutdon now", "bash: shutdon: command not found", None, 127, programs=["shutdown"]),
    Example("git log", "./hook: line 3: lgo: command not found", None, 127, programs=["git", "log"]),
    Example("fs", "bash: fs: command not found", None, 127, programs=["fd"]),
    Example("tree", "bash: tree: command not found", None, 127, programs=["true"]),
    Example("tali -f log", "bash: tali: command not found", "tail -f log", 127, programs=["tail"]),
    Example("cowsay hi", "bash: cowsay: command not found", None, 127, programs=["cowsays"]),
    Example("deplyo now", "bash: deplyo: command not found", "deploy now", 127, aliases={"deploy": ""}),
    Example("move a b", "bash: move: command not found", None, 127, programs=["mv", "more"]),
    Example("cot a", "bash: cot: command not found", None, 127, programs=["cat"], files=["cot*"]),
    Example(
        "frobx a",
        "bash: frobx: command not found",
        "frobz a",
        127,
        programs=["frobz", "frobc"],
        files={".bash_history": "frobz 1\nfrobz 2\nfrobc 1\nfrobz 3\n"},
    ),
    Example("qqqzz", "bash: qqqzz: command not found", None, 127, programs=["git", "ls"]),
]
