"""An option is misspelt: the nearest one that the program knows."""

from __future__ import annotations

from ghost_kernel import messages, spelling
from ghost_kernel.knowledge import dangers, faults, helptext, options
from ghost_kernel.messages.complaint import AMBIGUOUS, UNEXPECTED_ARGUMENT, UNKNOWN_OPTION
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ghost_kernel.line import Word
    from ghost_kernel.messages.complaint import Complaint

TROUBLE = (
    "option", "unrecognized", "unrecognised", "unknown", "invalid", "unexpected", "bad ", "illegal", "flag", "switch",
    "undefined", "not recognized", "argument", "parameter", "predicate", "wasn't expected", "usage",
)  # fmt: skip
KINDS = (UNKNOWN_OPTION, UNEXPECTED_ARGUMENT, AMBIGUOUS)
SLIP = 1.0  # cost up to which a word is surely the other, misspelt
ONE_OF = (0.62, 0.56, 0.52)  # of several options that the typed one is short for


@rule(output_has=TROUBLE, line_has=[" -"])
def propose(failure: Failure) -> list[Fix] | None:
    word, complaint = _fault(failure)
    if word is None:
        return None
    name = word.plain.partition("=")[0]
    if complaint is not None and complaint.kind == AMBIGUOUS:
        return _one_of(failure, word, name, complaint)
    found = _near(failure, name, complaint)
    if found is None:
        return None
    near, origin = found
    if near.cost > SLIP and _wants_value(failure, near.name) and not _has_value(failure, word):
        return None
    return [_fix(failure, word, name, near, spelling.confidence(near, complaint is not None), origin)]


def _fix(failure: Failure, word: Word, name: str, near: spelling.Near, confidence: float, origin: str) -> Fix:
    swapped = word.swap(name, near.name, failure.dialect) if word.text.count(name) == 1 else None
    return failure.swap(
        word,
        swapped or near.name + word.plain[len(name) :],
        why=f"{failure.program} has no {name}, but {near.name}",
        confidence=confidence,
        origin=origin,
        only=near.only,
    )


def _one_of(failure: Failure, word: Word, name: str, complaint: Complaint) -> list[Fix]:
    """The options that an abbreviation may stand for, those first that most programs have."""
    dashes = name[: len(name) - len(name.lstrip("-"))]
    offered = [one if one[:1] == "-" else dashes + one for one in complaint.offered]
    offered = [one for one in dict.fromkeys(offered) if one.startswith(name) and one != name]
    offered.sort(key=lambda one: (one not in options.USUAL, len(one)))
    return [
        _fix(failure, word, name, spelling.Near(one, 1.0, len(offered) == 1), sure, "output")
        for one, sure in zip(offered, ONE_OF if len(offered) > 1 else (0.91,))
    ]


def _fault(failure: Failure) -> tuple[Word | None, Complaint | None]:
    """The option that the output complains about, and how; short ones are not guessed at."""
    output = failure.output or ""
    typed: list[tuple[Word, str]] = []
    for word in failure.args:
        if word.plain == "--":
            break
        name = word.plain.partition("=")[0]
        body = name.lstrip("-")
        if not word.is_option or not body or body[0].isdigit():
            continue
        complaint = failure.complained(word, *KINDS)
        if complaint is not None and (len(body) > 2 or complaint.kind == AMBIGUOUS):
            return word, complaint
        if len(body) > 2:
            typed.append((word, name))
    for word, name in typed:
        if any(messages.names(line, name) and _troubled(line, name) for line in output.splitlines()):
            return word, None
    return _unnamed(failure), None


def _troubled(line: str, name: str) -> bool:
    """Whether the line complains, and is none that lists the options there are."""
    low = line.strip().lower()
    if low[:1] == "-" or low.startswith(("usage", "or:")) or f"[{name.lower()}" in low:
        return False
    return any(text in low for text in TROUBLE)


def _unnamed(failure: Failure) -> Word | None:
    """The only long option of the line, where the output complains of one without naming it."""
    if not failure.has("unknown option", "long option", "invalid option", "bad option", "unrecognized option"):
        return None
    long = [word for word in failure.args if word.plain[:2] == "--" and len(word.plain) > 4]
    return long[0] if len(long) == 1 else None


def _near(failure: Failure, name: str, complaint: Complaint | None) -> tuple[spelling.Near, str] | None:
    """The option that is meant, and where it is known from."""
    program, chain = failure.program, faults.subcommand(failure)[0]
    output = failure.output or ""
    sources: list[Callable[[], list[str]]] = [
        lambda: options.on_disk(failure.machine, program, chain),
        lambda: options.from_program(failure.machine, failure.words[0].plain, chain),
        lambda: options.on_disk(failure.machine, program) if chain else [],
        lambda: options.USUAL,
    ]
    told = [] if complaint is None else [one for one in complaint.offered if " " not in one]
    dashes = name[: len(name) - len(name.lstrip("-"))]
    told = [one if one[:1] == "-" else dashes + one for one in told]
    for at, source in enumerate(sources):
        known = source()
        known = [one for one in known if not _is_joined(one, known) or one[:2] == name[:2]]
        if name in known:
            if at < 3:
                return None  # it is spelt well; the trouble lies elsewhere
            continue
        if told and at == 3:
            break  # what the program offers is better than what others have
        near = _rank(name, known)
        if near is not None:
            return near, "rule" if at == 3 else "local"
    near = _rank(name, told) or _rank(name, helptext.options(output))
    if near is None and len(told) == 1 and not dangers.added(told, ()):
        near = spelling.Near(told[0], 1.8, False)
    return None if near is None else (near, "output")


def _is_joined(option: str, known: list[str]) -> bool:
    """Whether a manual writes an option of one letter together with the name of its value: `-Olevel`."""
    return option[1:2].isupper() and option[2:].islower() and option[:2] in known


def _wants_value(failure: Failure, option: str) -> bool:
    """Whether the manual says that the option takes a value: `--hide=PATTERN`."""
    from ghost_kernel.knowledge import entries

    heads = entries.of(failure.machine, failure.program, faults.subcommand(failure)[0])
    return any(f" {option}=" in f" {head}" for head in heads)


def _has_value(failure: Failure, word: Word) -> bool:
    """Whether a value was typed: behind `=`, or as a word behind the option."""
    words = [one for one in failure.args if one.plain == word.plain or not one.is_option]
    return "=" in word.plain or words[-1] is not word


def _rank(name: str, known: list[str]) -> spelling.Near | None:
    """The nearest option, compared without its dashes; one dash for two is no other word."""
    dashes = name[: len(name) - len(name.lstrip("-"))]
    body = name[len(dashes) :]
    bare: dict[str, str] = {}
    for one in known:
        its = one.lstrip("-")
        if len(its) > 1 and (its not in bare or one == dashes + its):
            bare[its] = one
    if body in bare and bare[body] != name:
        return spelling.Near(bare[body], 0.3, True)
    found = spelling.rank(body, bare)
    if not found:
        starts = [its for its in bare if its.startswith(body + "-") or (len(body) > 3 and body.startswith(its + "-"))]
        return spelling.Near(bare[starts[0]], 1.5, False) if len(starts) == 1 else None
    return spelling.Near(bare[found[0].name], found[0].cost, found[0].only, found[0].size)


PAGE = ".TH FROB 1\n.SH OPTIONS\n.TP\n"
EXAMPLES = [
    Example(
        "frob --reucrsive x", "frob: unrecognized option '--reucrsive'", "frob --recursive x", programs=["frob"],
        probes={"frob --help": "  -r, --recursive   go down\n  --reverse  other way\n"},
    ),
    Example(
        "frob run --lmit=5", "error: unexpected argument '--lmit' found\n\n  tip: a similar argument exists: '--limit'",
        "frob run --limit=5", programs=["frob"],
    ),
    Example(
        "frob --re x", "frob: option '--re' is ambiguous; possibilities: '--reverse' '--recursive'",
        "frob --recursive x",
    ),
    Example("frob --glnit x", "frob: invalid option: --glnit (OptionParser::InvalidOption)\nDid you mean?  glint",
            "frob --glint x"),
    Example("frob --versoin", "frob: bad option: --versoin", "frob --version"),
    Example("git log --onelien", "fatal: unrecognized argument: --onelien", "git log --oneline",
            programs=["git"], probes={"git log -h": "   --oneline  --graph"}),
    Example(
        "frob -vresion", "Unrecognized option: -vresion", "frob -version", programs=["frob"],
        probes={"frob --help": "    -version   print it and exit\n    --version  print it in short and exit\n"},
    ),
    Example("frob -verbose", "unknown option -verbose", "frob --verbose"),
    Example(
        "frob pool --fulyl", "frob: unknown option --fulyl", "frob pool --fully", programs=["frob"],
        files={"/usr/share/bash-completion/completions/frob":
               "_frob_pool() {\n COMPREPLY=($(compgen -W '--fully' -- $cur))\n}\n"
               "_frob() {\n COMPREPLY=($(compgen -W 'pool' -- $cur))\n}\ncomplete -F _frob frob\n"},
    ),
    Example("frob --glint", "error: unknown option '--glint'\n(Did you mean --force?)", None),
    Example(
        "frob -vresion", "unknown option -vresion", "frob -version", programs=["frob"],
        probes={"frob --help": "  -version   briefly\n  --version  the same\n"},
    ),
    Example("frob --hidden", "frob: unrecognized option '--hidden'", None, programs=["frob"],
            files={"/usr/share/man/man1/frob.1": PAGE + "\\fB\\-\\-hide\\fR=\\fIPATTERN\\fR\nnot these\n"}),
    Example("frob . -level 1", "frob: unknown predicate `-level'", None, programs=["frob"],
            files={"/usr/share/man/man1/frob.1": PAGE + "\\-Olevel\nhow fast\n.TP\n\\-O\nfast\n"}),
    Example("frob --fast --lmit 3", "usage: frob [--fast] [--limit N]\nfrob: unknown option --lmit",
            "frob --fast --limit 3"),
    Example("frob --fasten 3", "usage: frob [--fasten N] [--faster N]", None),
    Example("frob --speed=1", "frob: unrecognized option '--speed=1'", None),
    Example("frob --force", "frob: cannot force: option refused by the server", None),
]  # fmt: skip
