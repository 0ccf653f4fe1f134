"""A value is none of those the program accepts, and its message or help lists them."""

from __future__ import annotations

from ghost_kernel import messages, spelling
from ghost_kernel.knowledge import faults, helptext, options
from ghost_kernel.messages.complaint import AMBIGUOUS, INVALID_VALUE, UNEXPECTED_ARGUMENT, UNKNOWN_COMMAND, UNKNOWN_NAME
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word
    from ghost_kernel.messages.complaint import Complaint

# Lists that neither a message nor a help page gives.
VALUES = {
    "ssh-keygen -t": "rsa ed25519 ecdsa dsa ecdsa-sk ed25519-sk",
    "ps --sort": (
        "pid ppid pcpu pmem %cpu %mem rss vsz size time etime start_time comm cmd args user uid gid group tty stat "
        "nice "
        "pri nlwp sid pgid cputime start lstart"
    ),
    "ps -o": (
        "pid ppid pcpu pmem %cpu %mem rss vsz size time etime start_time comm cmd args user uid gid group tty stat ni "
        "pri nlwp sid pgid cputime start lstart wchan psr cls"
    ),
    "touch -d": "yesterday today tomorrow now monday tuesday wednesday thursday friday saturday sunday",
    "date -d": "yesterday today tomorrow now monday tuesday wednesday thursday friday saturday sunday",
    "git --pretty": "oneline short medium full fuller reference email raw mboxrd",
    "git --format": "oneline short medium full fuller reference email raw mboxrd tar zip",
    "git --date": "relative local iso iso-strict rfc short raw human unix default",
    "find -type": "f d l s p b c",
    "locale -k": (
        "LC_CTYPE LC_NUMERIC LC_TIME LC_COLLATE LC_MONETARY LC_MESSAGES LC_PAPER LC_NAME LC_ADDRESS LC_TELEPHONE "
        "LC_MEASUREMENT LC_IDENTIFICATION LC_ALL"
    ),
    "kill -s": "TERM HUP INT KILL STOP CONT USR1 USR2 QUIT",
    "openssl enc": "aes-128-cbc aes-256-cbc aes-192-cbc des3 base64",
}
SAME = {
    "date --date": "date -d",
    "touch --date": "touch -d",
    "ps --format": "ps -o",
    "ps O": "ps -o",
    "ps k": "ps --sort",
}
KINDS = (INVALID_VALUE, AMBIGUOUS, UNKNOWN_NAME, UNKNOWN_COMMAND, UNEXPECTED_ARGUMENT)
SIGNS = frozenset(" \t\"'`?!;,(){}[]<>|&$")  # what hangs on to a word of a sentence
ONE_OF = (0.62, 0.56, 0.52)  # of several values that the typed one is short for
DOUBT = 0.05  # taken off where the program names the value without saying what is wrong with it
TROUBLE = (
    "invalid", "unknown", "unrecogni", "valid", "choose", "must be", "not one of", "bad", "ambiguous", "unsupported",
    "no such",
)  # fmt: skip


@rule(
    output_has=[
        "invalid", "valid ", "unknown", "unrecognized", "unrecognised", "choose from", "must be", "possible value",
        "expected one of", "not one of", "not a valid", "bad ", "ambiguous", "did you mean", "unsupported", "no such",
        "allowed ",
    ],
)  # fmt: skip
def propose(failure: Failure) -> list[Fix] | None:
    verb = faults.subcommand(failure)
    for place, word in enumerate(failure.args):
        option, value = _value(failure, place, word)
        if not value:
            continue
        complaint = _complaint(failure, option, value)
        if complaint is None and not option and failure.complained(word, AMBIGUOUS):
            continue
        listed = _unlisted(failure, option, value)
        if complaint is None and not listed and not _named(failure, word, value):
            continue
        if word is verb[1] and verb[2] and (complaint is None or not _has_near(word, complaint)):
            continue  # a subcommand of a program whose subcommands are known: other rules spell it
        sign = value[0] if value[0] in "+-" and option else ""
        bare = listed or value[len(sign) :]
        near, origin = _near(failure, option, bare, complaint)
        fixes = []
        for at, one in enumerate(near):
            swapped = word.swap(bare, one.name, failure.dialect)
            if swapped is not None:
                doubt = DOUBT if complaint is None else 0.0
                sure = spelling.confidence(one, complaint is not None) - doubt if len(near) == 1 else ONE_OF[at]
                why = f"{one.name} is a value that {failure.program} knows"
                fixes.append(failure.swap(word, swapped, why, sure, origin, one.only))
        if fixes:
            return fixes
    return None


def _value(failure: Failure, place: int, word: Word) -> tuple[str, str]:
    """The option and the value that this word holds; a value may stand behind '=', or be a word of its own."""
    if word.value is None:
        return "", ""
    option, mark, value = word.value.partition("=")
    if word.is_option:
        return (option, value) if mark else ("", "")
    before = failure.args[place - 1].plain if place else ""
    if failure.program == "ps" and before[:1] == "-" and before[1:].isalpha() and before[-1] in "oO":
        before = "-o"  # the last of several letters
    return (before, word.value) if before[:1] == "-" else ("", word.value)


def _unlisted(failure: Failure, option: str, value: str) -> str:
    """The one item of a list with commas that the program, as we know it, has not; some do not say which it is."""
    key = f"{failure.program} {option}"
    table = VALUES.get(SAME.get(key, key), "").split()
    if failure.program != "ps" or not table or not failure.has("unknown", "specifier"):
        return ""
    items = [item.lstrip("+-").partition("=")[0] for item in value.split(",")]
    wrong = [item for item in items if item and item not in table]
    return wrong[0] if len(wrong) == 1 else ""


def _complaint(failure: Failure, option: str, value: str) -> Complaint | None:
    """What the output says of the value; a name of a place that is no value (a command, a file) is another rule's."""
    bare = value.lstrip("+-")
    for one in failure.complaints:
        if one.kind == AMBIGUOUS and not option:
            continue  # a command, then
        if one.kind in KINDS and one.word in (value, bare, f"{option}={value}"):
            return one
    return None


def _named(failure: Failure, word: Word, value: str) -> bool:
    """Whether a line of trouble names it, in a wording that no reader knows."""
    lines = messages.lines_naming(failure.output or "", value.lstrip("+-"))
    lines += messages.lines_naming(failure.output or "", word.plain)
    return any(text in line.lower() for line in lines for text in TROUBLE)


def _has_near(word: Word, complaint: Complaint) -> bool:
    """Whether the complaint itself, which may know more than we do, offers a near word for it."""
    return bool(spelling.of_few(word.plain, [one for one in complaint.offered if " " not in one]))


def _near(failure: Failure, option: str, value: str, complaint: Complaint | None) -> tuple[list[spelling.Near], str]:
    output = failure.output or ""
    key = f"{failure.program} {option}"
    table = VALUES.get(SAME.get(key, key), "").split()
    found = spelling.of_few(value, table)
    if found and value not in table:
        return found[:1], "rule"
    offered = list(complaint.offered) if complaint is not None else []
    if not offered:
        offered = messages.suggested(output) + messages.usage_words(output)
    offered = [one for one in dict.fromkeys(offered) if one != value and SIGNS.isdisjoint(one)]
    offered = [one.partition("=")[2] if one.startswith(option + "=") and option else one for one in offered]
    if complaint is not None and complaint.kind == AMBIGUOUS:
        fits = [one for one in offered if one.startswith(value)]
        return [spelling.Near(one, 1.0, len(fits) == 1) for one in fits[: len(ONE_OF)]], "output"
    found = spelling.of_few(value, [one for one in offered if one[:1] != "-"])
    if not found or (len(found) > 1 and not found[0].only):
        return _known(failure, option, value)
    said = helptext.text(failure.machine, [failure.words[0].plain]) if option else ""
    return found[:1], "local" if messages.names(said, found[0].name) else "output"


def _known(failure: Failure, option: str, value: str) -> tuple[list[spelling.Near], str]:
    """The value that this machine knows the option to take, where the message lists none."""
    if not option:
        return [], ""
    chain = faults.subcommand(failure)[0]
    known = options.values(failure.machine, failure.program, chain, option)
    known = known or options.values_from_program(failure.machine, failure.words[0].plain, chain, option)
    found = [] if value in known else spelling.of_few(value, known)
    return (found[:1], "local") if found and (found[0].only or len(found) == 1) else ([], "")


EXAMPLES = [
    Example(
        "ls --color=alwyas",
        "ls: invalid argument 'alwyas' for '--color'\nValid arguments are:\n  - 'always', 'yes'\n  - 'never'",
        "ls --color=always",
    ),
    Example(
        "frob --mode fsat",
        "frob: error: argument --mode: invalid choice: 'fsat' (choose from 'fast', 'slow')",
        "frob --mode fast",
    ),
    Example(
        "frob --mode st",
        "error: invalid value 'st' for '--mode <M>'\n  [possible values: steady, swift]",
        "frob --mode steady",
    ),
    Example("ssh-keygen -t ras", "unknown key type ras", "ssh-keygen -t rsa"),
    Example("ps aux --sort=-pmme", "error: unknown sort specifier pmme", "ps aux --sort=-pmem"),
    Example("ps -eo pid,pmme,comm", "error: unknown user-defined format specifier", "ps -eo pid,pmem,comm"),
    Example("touch -d tomorow x", "touch: invalid date format 'tomorow'", "touch -d tomorrow x"),
    Example("git stauts", "git: unknown command stauts\nDid you mean this?\n\tgit run status", None),
    Example("frob srve", '{"msg":"unknown command \\"srve\\"","hint":"did you mean serve?"}', None),
    Example("frob --level 99", "frob: level must be one of 1, 2, 3", None),
    Example("frob --mode fsat", "frob: the server said no", None),
    Example(
        "frob run --shape ruond",
        "frob: bad shape 'ruond'",
        "frob run --shape round",
        programs=["frob"],
        files={"/usr/share/fish/completions/frob.fish": "complete -c frob -l shape -x -a 'round square'\n"},
    ),
    Example(
        "frob --tone lwo",
        "error: bad tone lwo",
        "frob --tone low",
        programs=["frob"],
        probes={"frob --help": "Options:\n  --tone <TONE>  [possible values: low, high]\n"},
    ),
]
