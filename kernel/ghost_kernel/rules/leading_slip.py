"""`./` in front of a script of this folder is half written: `.run.sh`, `,/run.sh`, `/run.sh`, `.//run`."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(exit_codes=[126, 127], line_has=[".", ",", "/"], unseen=True)
def propose(failure: Failure) -> Fix | None:
    word = failure.words[0] if failure.words else None
    if word is None or word.value is None or failure.machine.exists(word.plain):
        return None
    text = word.plain
    name = text.lstrip("./,;")
    lead = text[: len(text) - len(name)]
    if not name or not lead or lead in ("./", "../") or len(lead) > 3 or (".." in lead and lead != ".."):
        return None
    if not failure.machine.may_run("./" + name):
        return None
    return failure.swap(
        word, "./" + name, why=f"the script here is ./{name}", confidence=0.93, origin="local", only=True
    )


EXAMPLES = [
    Example(".go.sh -v", "bash: .go.sh: command not found", "./go.sh -v", 127, files=["go.sh*"]),
    Example(",/go.sh", "bash: ,/go.sh: No such file or directory", "./go.sh", 127, files=["go.sh*"]),
    Example("/go.sh", "bash: /go.sh: No such file or directory", "./go.sh", 127, files=["go.sh*"]),
    Example(".go.sh", "bash: .go.sh: command not found", None, 127, files=["go.sh"]),
    Example("../go.sh", "bash: ../go.sh: No such file or directory", None, 127, files=["go.sh*"]),
]
