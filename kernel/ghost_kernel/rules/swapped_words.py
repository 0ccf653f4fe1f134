"""Two neighbouring words stand the wrong way round: name and action, pattern and file, link and target."""

from __future__ import annotations

from ghost_kernel.knowledge import faults, subcommands
from ghost_kernel.rules import Example, Failure, Fix, rule

ACTIONS = frozenset("systemctl supervisorctl loginctl pm2".split())
GREPS = frozenset("grep egrep fgrep rg zgrep ag".split())


@rule(
    programs=[*ACTIONS, *GREPS, "chmod", "chown", "ln"],
    output_has=[
        "unknown",
        "invalid",
        "not a git command",
        "no such file",
        "unrecognized",
        "usage",
        "file exists",
        "cannot access",
        "no such command",
    ],
)
def propose(failure: Failure) -> Fix | None:
    operands = failure.stage.operands
    if failure.program in ACTIONS:
        chain, word, names = faults.subcommand(failure)
        if word is None or chain or word not in operands:
            return None
        following = operands[operands.index(word) + 1 : operands.index(word) + 2]
        if (
            not following
            or following[0].plain not in names[:40]
            or word.plain in subcommands.known(failure.machine, failure.program)
        ):
            return None
        return _swapped(failure, operands.index(word), 0.9, "the action comes first")
    if len(operands) != 2 or operands[1].value is None:
        return None
    first, second = (failure.path_of(word) or "" for word in operands)
    exists = failure.machine.exists
    if failure.program in GREPS and exists(first) and not exists(second) and failure.names(operands[1]):
        return _swapped(failure, 0, 0.72, "the pattern comes first")
    if failure.program in ("chmod", "chown") and exists(first) and not exists(second) and failure.has("invalid"):
        return _swapped(failure, 0, 0.85, "the file comes last")
    return None


def _swapped(failure: Failure, place: int, confidence: float, why: str) -> Fix:
    one, other = failure.stage.operands[place], failure.stage.operands[place + 1]
    words = [other if word is one else one if word is other else word for word in failure.words]
    return Fix(words, why=why, confidence=confidence)


EXAMPLES = [
    Example("sudo systemctl frobd restart", "Unknown operation 'frobd'.", "sudo systemctl restart frobd"),
    Example(
        "grep -n lib/a.c frob", "grep: frob: No such file or directory", "grep -n frob lib/a.c", 2, files=["lib/a.c"]
    ),
    Example("chmod go.sh 755", "chmod: invalid mode: 'go.sh'", "chmod 755 go.sh", files=["go.sh"]),
    Example("grep frob lib/b.c", "grep: lib/b.c: No such file or directory", None, 2, files=["lib/a.c"]),
    Example("systemctl restart frobd", "Unit frobd.service not found.", None),
]
