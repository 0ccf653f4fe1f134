"""A one-letter option in the wrong case: the program knows the letter's other form."""

from __future__ import annotations

from ghost_kernel.knowledge import faults, helptext, options, programs
from ghost_kernel.rules import Example, Failure, Fix, rule

# Letters that force, delete or overwrite: not guessed at.
GRAVE = frozenset("fDdiIRr")
HARMLESS_R = frozenset("cp grep egrep fgrep ls scp zip diff tree chmod chown".split())


@rule(
    output_has=[
        "invalid option",
        "unknown switch",
        "unrecognized option",
        "illegal option",
        "unknown option",
        "unknown shorthand flag",
        "not supported",
    ],
    line_has=[" -"],
)
def propose(failure: Failure) -> Fix | None:
    found = failure.search(
        r"(?:invalid|illegal|unrecognized|unknown) (?:option|switch|shorthand flag):?(?: --)? ?"
        r"[`'‘\"]?-?([A-Za-z])[`'’\"]?(?:\s|$|.)"
    )
    if not found or programs.is_destructive(failure.program):
        return None
    letter = found.group(1)
    other = letter.swapcase()
    if other in GRAVE and not (other in "rRdiI" and failure.program in HARMLESS_R | READERS):
        return None
    word = next((one for one in failure.args if _holds(one.plain, letter)), None)
    if word is None or word.value is None:
        return None
    chain = faults.subcommand(failure)[0]
    said = helptext.options(failure.output or "")
    known = [*said, *options.on_disk(failure.machine, failure.program, chain)]
    if "-" + other not in known:
        known = options.from_program(failure.machine, failure.words[0].plain, chain)
    if "-" + other not in known:
        return None
    text = word.plain[0] + word.plain[1:].replace(letter, other, 1)
    return failure.swap(
        word, text, why=f"{failure.program} knows -{other}, not -{letter}", confidence=0.86, origin="local", only=True
    )


def _holds(text: str, letter: str) -> bool:
    """Whether the word is a cluster of short options with this letter in it."""
    return len(text) > 1 and text[0] == "-" and text[1] != "-" and letter in text[1:]


READERS = frozenset("cut tr touch date head tail sort uniq wc cat ls df du ps stat".split())
EXAMPLES = [
    Example(
        "sort -U a",
        "sort: invalid option -- 'U'",
        "sort -u a",
        2,
        programs=["sort"],
        probes={"sort --help": "  -u, --unique  -r, --reverse"},
    ),
    Example(
        "mkdir -Pv a/b",
        "mkdir: invalid option -- 'P'",
        "mkdir -pv a/b",
        programs=["mkdir"],
        probes={"mkdir --help": " -p, --parents -v"},
    ),
    Example(
        "git add -a",
        "error: unknown switch `a'\nusage: git add",
        "git add -A",
        129,
        programs=["git"],
        probes={"git add -h": " -A, --[no-]all  -n"},
    ),
    Example("cp -F a b", "cp: invalid option -- 'F'", None, programs=["cp"], probes={"cp --help": "  -f, --force"}),
    Example("sort -Q a", "sort: invalid option -- 'Q'", None, 2, programs=["sort"], probes={"sort --help": "  -u"}),
]
