"""An option is misspelt: the nearest one that the program knows."""

from __future__ import annotations

from ghost_kernel import messages, spelling
from ghost_kernel.knowledge import faults, helptext, options
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ghost_kernel.line import Word

TROUBLE = (
    "option", "unrecognized", "unrecognised", "unknown", "invalid", "unexpected", "bad ", "illegal", "flag", "switch",
    "undefined", "not recognized", "argument", "parameter", "predicate", "wasn't expected", "usage",
)  # fmt: skip


@rule(output_has=TROUBLE, line_has=[" -"])
def propose(failure: Failure) -> Fix | None:
    word = _fault(failure)
    if word is None:
        return None
    name, mark, value = word.plain.partition("=")
    found = _near(failure, name)
    if found is None:
        return None
    near, origin = found
    new = near.name + mark + value
    swapped = word.swap(name, near.name, failure.dialect) if word.text.count(name) == 1 else None
    return failure.swap(
        word,
        swapped or new,
        why=f"{failure.program} has no {name}, but {near.name}",
        confidence=spelling.confidence(near),
        origin=origin,
        only=near.only,
    )


def _fault(failure: Failure) -> Word | None:
    """The option that the output complains about; short ones are not guessed at."""
    output = failure.output or ""
    for word in failure.args:
        if word.plain == "--":
            return None
        name = word.plain.partition("=")[0]
        body = name.lstrip("-")
        if not word.is_option or len(body) < 3 or body[0].isdigit():
            continue
        for line in output.splitlines():
            low = line.lower()
            if any(text in low for text in TROUBLE) and (
                messages.names(line, name) or body in messages.quoted(line) or name in messages.quoted(line)
                or messages.names(line, word.plain)
            ):  # fmt: skip
                return word
    return _unnamed(failure)


def _unnamed(failure: Failure) -> Word | None:
    """The only long option of the line, where the output complains of one without naming it."""
    if not failure.has("unknown option", "long option", "invalid option", "bad option", "unrecognized option"):
        return None
    long = [word for word in failure.args if word.plain[:2] == "--" and len(word.plain) > 4]
    return long[0] if len(long) == 1 else None


def _near(failure: Failure, name: str) -> tuple[spelling.Near, str] | None:
    """The option that is meant, and where it is known from."""
    program, chain = failure.program, faults.subcommand(failure)[0]
    output = failure.output or ""
    sources: list[Callable[[], list[str]]] = [
        lambda: options.on_disk(failure.machine, program, chain),
        lambda: options.from_program(failure.machine, failure.words[0].plain, chain),
        lambda: options.on_disk(failure.machine, program) if chain else [],
        lambda: options.USUAL,
    ]
    for at, source in enumerate(sources):
        known = source()
        if name in known:
            if at < 3:
                return None  # it is spelt well; the trouble lies elsewhere
            continue
        near = _rank(name, known)
        if near is not None:
            return near, "rule" if known is options.USUAL else "local"
    near = _rank(name, [one for one in messages.suggested(output) if one[:1] == "-"]) or _rank(
        name, helptext.options(output)
    )
    return None if near is None else (near, "output")


def _rank(name: str, known: list[str]) -> spelling.Near | None:
    """The nearest option, compared without its dashes; one dash for two is no other word."""
    dashes = name[: len(name) - len(name.lstrip("-"))]
    body = name[len(dashes) :]
    bare: dict[str, str] = {}
    for one in known:
        its = one.lstrip("-")
        if len(its) > 1 and (its not in bare or one.startswith(dashes)):
            bare[its] = one
    if body in bare and bare[body] != name:
        return spelling.Near(bare[body], 0.3, True)
    found = spelling.rank(body, bare)
    if not found:
        starts = [its for its in bare if its.startswith(body + "-") or (len(body) > 3 and body.startswith(its + "-"))]
        return spelling.Near(bare[starts[0]], 1.5, False) if len(starts) == 1 else None
    return spelling.Near(bare[found[0].name], found[0].cost, found[0].only)


EXAMPLES = [
    Example(
        "frob --reucrsive x", "frob: unrecognized option '--reucrsive'", "frob --recursive x", programs=["frob"],
        probes={"frob --help": "  -r, --recursive   go down\n  --reverse  other way\n"},
    ),
    Example(
        "frob run --lmit=5", "error: unexpected argument '--lmit' found\n\n  tip: a similar argument exists: '--limit'",
        "frob run --limit=5", programs=["frob"],
    ),
    Example("frob --versoin", "frob: bad option: --versoin", "frob --version"),
    Example("git log --onelien", "fatal: unrecognized argument: --onelien", "git log --oneline",
            programs=["git"], probes={"git log -h": "   --oneline  --graph"}),
    Example("frob -verbose", "unknown option -verbose", "frob --verbose"),
    Example(
        "frob pool --fulyl", "frob: unknown option --fulyl", "frob pool --fully", programs=["frob"],
        files={"/usr/share/bash-completion/completions/frob":
               "_frob_pool() {\n COMPREPLY=($(compgen -W '--fully' -- $cur))\n}\n"
               "_frob() {\n COMPREPLY=($(compgen -W 'pool' -- $cur))\n}\ncomplete -F _frob frob\n"},
    ),
    Example("frob --speed=1", "frob: unrecognized option '--speed=1'", None),
    Example("frob --force", "frob: cannot force: option refused by the server", None),
]  # fmt: skip
