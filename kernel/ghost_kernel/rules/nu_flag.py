"""A flag that nu's own command does not have: the nearest it has, none where it is not needed, or the program's."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import nushell
from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

# Options of the programs that bear the same names, as POSIX and GNU have them.
PROGRAMS = {
    "ls": "1aAbBcCdDfFgGhHiIklLmnNopqQrRsStTuUvwxXZ --all --almost-all --color --classify --directory --format "
    "--group-directories-first --human-readable --inode --numeric-uid-gid --recursive --reverse --size --sort --time",
    "du": "aBcdDhHkLlmPSsxX0 --all --summarize --human-readable --total --threads --apparent-size --bytes",
    "ps": "aAcdefFgGHjlLMnNoOpqstTuUvVwxyZ --sort --forest --pid --user --format --no-headers",
    "sort": "bcdfghikmMnorRsStTuVz --unique --key --numeric-sort --human-numeric-sort --field-separator --random-sort "
    "--version-sort --output",
    "uniq": "cdDfisuwz --skip-fields --skip-chars",
    "date": "dfIrRsu --date --utc --iso-8601 --rfc-3339 --reference",
    "cp": "abdfHilLnpPrRsStTuvxZ --archive --no-clobber --parents --symbolic-link --link --target-directory",
    "mkdir": "mpvZ --mode",
    "touch": "acdfhmrt --date --time",
    "uname": "asnrvmpio --all --kernel-name --kernel-release --machine",
    "echo": "neE",
    "tee": "aip",
    "seq": "fsw --separator --format --equal-width",
    "kill": "lsL --list --signal",
    "split": "abCdelntux --lines --bytes",
    "mktemp": "dqputV",
    "find": "",
}
FIND = frozenset("name iname type size mtime mmin newer path exec print maxdepth mindepth perm user empty".split())


@rule(dialects=["nu"], output_has=["parser::unknown_flag"])
def propose(failure: Failure) -> Fix | None:
    report = next((one for one in failure.reports if one.kind == "unknown_flag"), None)
    label = report.place if report is not None else None
    if report is None or label is None or label.start is None or not failure.words:
        return None
    start = label.start
    word = next((one for one in failure.args if one.start <= start < one.end), None)
    name = report.message.partition("`")[2].partition("`")[0]
    if word is None or not name:
        return None
    if failure.words[0].text[:1] != "^":
        found = _not_needed(failure, name, word) or _print(failure, name, word)
        if found is not None:
            return found
    known = nushell.commands(failure.machine).flags(name)
    typed = word.plain.partition("=")[0]
    if typed[:2] == "--":
        near = spelling.rank(typed, [one.long for one in known if one.long])
        if near:
            new = near[0].name + word.text[len(typed) :]
            sure = spelling.confidence(near[0], listed=True)
            why = f"{name} has no {typed}, but {near[0].name}"
            return cutting.cut(failure, word.start, word.end, new, why, sure, "local", near[0].only)
    return _program(failure, name, word)


def _not_needed(failure: Failure, name: str, word: Word) -> Fix | None:
    """`mkdir -p`: nu's own makes the folders above as well."""
    if name != "mkdir" or word.plain not in ("-p", "--parents", "-pv", "-vp"):
        return None
    if "v" in word.plain:
        return cutting.cut(failure, word.start, word.end, "-v", "mkdir makes the folders above by itself", 0.95)
    after = word.end
    while failure.line[after : after + 1] == " ":
        after += 1
    return cutting.cut(failure, word.start, after, "", "mkdir makes the folders above by itself", 0.96)


def _print(failure: Failure, name: str, word: Word) -> Fix | None:
    """`echo -n`: it is `print` that writes, and has this flag."""
    if name != "echo" or word.plain != "-n" or failure.args[0] is not word:
        return None
    return cutting.cut(failure, failure.words[0].start, word.end, "print -n", "print has it", 0.88)


def _program(failure: Failure, name: str, word: Word) -> Fix | None:
    """The program of that name, where it has the option."""
    head = failure.words[0]
    known = PROGRAMS.get(name)
    if known is None or head.text != name or not failure.machine.which(name):
        return None
    short, *long = known.split() or [""]
    typed = word.plain
    if name == "find":
        fits = typed.lstrip("-") in FIND
    elif typed[:2] == "--":
        fits = typed.partition("=")[0] in long
    else:
        fits = len(typed) > 1 and all(char in short or char.isdigit() for char in typed[1:])
    if not fits:
        return None
    return cutting.cut(failure, head.start, head.start, "^", f"the program {name} has it, nu's own has not", 0.86)


def _said(line: str, word: str, name: str, flag: str) -> str:
    at = line.index(word)
    marks = " " * at + "┬" + "─" * (len(word) - 1)
    return (
        f"Error: nu::parser::unknown_flag\n\n  × The `{name}` command doesn't have flag `{flag}`.\n"
        f"   ╭─[entry #3:1:{at + 1}]\n 1 │ {line}\n   · {marks}\n   · {' ' * at}╰── unknown flag\n   ╰────\n"
        "  help: Use `--help` to see available flags\n"
    )


EXAMPLES = [
    Example("mkdir -p a/b", _said("mkdir -p a/b", "-p", "mkdir", "-p"), "mkdir a/b", dialect="nu"),
    Example("open --rwa kit", _said("open --rwa kit", "--rwa", "open", "rwa"), "open --raw kit", dialect="nu"),
    Example("ls -ltr", _said("ls -ltr", "r", "ls", "-r"), "^ls -ltr", programs=["ls"], dialect="nu"),
    Example("echo -n kit", _said("echo -n kit", "n k", "echo", "-n"), "print -n kit", dialect="nu"),
    Example("ls --frobs", _said("ls --frobs", "--frobs", "ls", "frobs"), None, programs=["ls"], dialect="nu"),
]
