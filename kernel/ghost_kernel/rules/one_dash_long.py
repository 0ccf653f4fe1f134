"""A long option was written with one dash, so that its letters were read as short options."""

from __future__ import annotations

from ghost_kernel.knowledge import options
from ghost_kernel.rules import Example, Failure, Fix, rule

SHORTEST = 4


@rule(
    line_has=[" -"],
    output_has=["invalid option", "illegal option", "unknown option", "unrecognized", "unexpected argument"],
)
def propose(failure: Failure) -> Fix | None:
    for word in failure.args:
        text = word.value or ""
        if text == "--":
            return None
        name, mark, value = text.partition("=")
        body = name[1:]
        if text[:1] != "-" or text[1:2] == "-" or len(body) < SHORTEST or not body.replace("-", "").isalpha():
            continue
        if not _blamed(failure, text, body):
            continue
        long = "--" + body
        usual = long in options.USUAL
        if (
            usual
            or long in options.on_disk(failure.machine, failure.program)
            or long in options.from_program(failure.machine, failure.words[0].plain)
        ):
            return failure.swap(
                word,
                long + mark + value,
                why=f"{long} has two dashes",
                confidence=0.93,
                origin="rule" if usual else "local",
                only=True,
            )
    return None


def _blamed(failure: Failure, text: str, body: str) -> bool:
    """Whether one letter of the word is complained of: `invalid option -- 'e'`."""
    for line in (failure.output or "").splitlines():
        head, mark, tail = line.rpartition("option -- ")
        letter = tail.strip(" '\"‘’`.")[:1] if mark else ""
        if (head and letter and letter in body) or (text in line and "option" in line.lower()):
            return True
        if f"'-{body[0]}'" in line or f"-{body[0]}'" in line:
            return True
    return False


EXAMPLES = [
    Example("cp -recursive a b", "cp: invalid option -- 'e'", "cp --recursive a b"),
    Example(
        "tee -append log",
        "tee: invalid option -- 'e'",
        "tee --append log",
        programs=["tee"],
        probes={"tee --help": "  -a, --append   append to the given FILEs\n"},
    ),
    Example("ls -zzqq", "ls: invalid option -- 'z'", None),
    Example("find . -name x -frob", "find: unknown predicate `-frob'", None),
]
