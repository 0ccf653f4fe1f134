"""A misspelt program stands where the line's own stages do not show it: in a loop, behind -exec, in CC=…"""

from __future__ import annotations

from ghost_kernel import messages, spelling
from ghost_kernel.knowledge import missing, programs
from ghost_kernel.quoting import is_safe
from ghost_kernel.rules import Example, Failure, Fix, rule

RUNS = ("-exec", "-execdir", "-ok", "-okdir")
STARTS = (" ", "\t", "\n", ";", "(", "{", "|", "&", "=", "'", '"', "`")


# What a command may stand in, or behind.
INSIDE = (
    "(", "{", "`", "=", "'", '"', ";", "|", "&", "for ", "while ", "if ", "do ", "-exec", "-ok", "xargs ", "watch ",
    "parallel ", "entr ", "\n",
)  # fmt: skip


@rule(line_has=INSIDE, output_has=["not found", "no such file or directory", "unknown command"])
def propose(failure: Failure) -> Fix | None:
    line = failure.line
    heads = {word.plain for stage in failure.stages for word in (*stage.prefix, *stage.words[:1])}
    for name in _missing(failure):
        if name in heads or len(name) < 3 or "/" in name or failure.machine.exists(name):
            continue
        at = line.find(name)
        if at <= 0 or line.find(name, at + 1) >= 0 or line[at - 1] not in STARTS:
            continue
        if line[at + len(name) : at + len(name) + 1] not in ("", " ", ";", ")", "'", '"', "`", "\n", "|"):
            continue
        if failure.program == "find" and not line[:at].rstrip().endswith(RUNS):
            continue  # a folder that find was to look into
        if programs.runs(failure.machine, name, failure.dialect) or name in failure.aliases:
            continue
        near = spelling.rank(name, programs.known(failure.machine, failure.dialect), common=programs.COMMON)
        if not near or programs.is_destructive(near[0].name) or not (near[0].only or near[0].name in programs.COMMON):
            continue
        if not is_safe(near[0].name) or not programs.runs(failure.machine, near[0].name, failure.dialect):
            continue
        if missing.is_missing(name, near[0], 0.0):
            continue
        return Fix(
            line=line[:at] + near[0].name + line[at + len(name) :],
            why=f"{name} is not a command here, {near[0].name} is",
            confidence=spelling.confidence(near[0]) - 0.03,
            origin="local",
        )
    return None


def _missing(failure: Failure) -> list[str]:
    """Names that were not found, also as find and make say it: `find: ‘x’: No such file`, `make: x: No such file`."""
    output = failure.output or ""
    found = messages.not_found(output)
    for line in output.splitlines():
        begin, _, rest = line.partition(": ")
        if begin.partition("[")[0] in ("find", "make", "gmake", "parallel", "watch", "entr"):
            found += messages.blamed(rest, messages.NO_SUCH_FILE)
    return list(dict.fromkeys(found))


EXAMPLES = [
    Example(
        "for f in *.c; do heda -n1 $f; done",
        "bash: heda: command not found\nbash: heda: command not found",
        "for f in *.c; do head -n1 $f; done",
        127,
        programs=["head"],
    ),
    Example(
        "find . -exec gerp -l x {} +",
        "find: ‘gerp’: No such file or directory",
        "find . -exec grep -l x {} +",
        programs=["grep", "find"],
    ),
    Example("comm <(srot a) b", "bash: srot: command not found", "comm <(sort a) b", 127, programs=["sort", "comm"]),
    Example("make CC=gcv", "make: gcv: No such file or directory", "make CC=gcc", 2, programs=["gcc", "make"]),
    Example("find . -exec duff {} +", "find: ‘duff’: No such file or directory", None, programs=["diff", "find"]),
    Example("make", "make: heda: No such file or directory", None, 2, programs=["head", "make"]),
    Example("find nods -name x", "find: ‘nods’: No such file or directory", None, programs=["node", "find"]),
    Example("find . -exec mr {} +", "find: ‘mr’: No such file or directory", None, programs=["rm", "find"]),
]
