"""A pipe leads to a file instead of a program: the program before it was to read that file."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

READERS = frozenset("jq yq grep egrep fgrep awk gawk sed head tail sort uniq cut wc tr nl rev tac xmllint".split())


@rule(
    line_has=["|"],
    output_has=["command not found", "not found", "permission denied"],
    exit_codes=[126, 127],
    unseen=True,
)
def propose(failure: Failure) -> Fix | None:
    stages = failure.stages
    stage = failure.stage
    if stage not in stages or stage.operator != "pipe" or len(stage.words) != 1 or stage.redirects:
        return None
    before = stages[stages.index(stage) - 1]
    word = stage.words[0]
    path = failure.path_of(word) or ""
    if (
        before.program not in READERS
        or before.redirects
        or not failure.machine.is_file(path)
        or failure.machine.which(path)
    ):
        return None
    if any(failure.machine.is_file(failure.path_of(one) or "") for one in before.operands):
        return None
    sign = " < " if before.program == "tr" else " "
    line = failure.line[: before.end].rstrip() + sign + failure.line[word.start :]
    return Fix(line=line, why=f"{path} is a file, for {before.program} to read", confidence=0.88)


EXAMPLES = [
    Example("grep -c x | notes.md", "bash: notes.md: command not found", "grep -c x notes.md", 127, files=["notes.md"]),
    Example("tr a b | notes", "bash: notes: command not found", "tr a b < notes", 127, files=["notes"]),
    Example("cat a | notes", "bash: notes: command not found", None, 127, files=["a", "notes"]),
    Example("grep x a | notes", "bash: notes: command not found", None, 127, files=["a", "notes"]),
]
