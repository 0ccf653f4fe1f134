"""zip was given the folder alone and takes it for the archive: the archive gets the folder's name."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["zip"], output_has=["nothing to do", "no input files", "invalid command arguments"])
def propose(failure: Failure) -> Fix | None:
    operands = failure.stage.operands
    if len(operands) != 1 or operands[0].value is None:
        return None
    word = operands[0]
    name = word.plain.rstrip("/")
    machine = failure.machine
    if not name or name in (".", "..") or not machine.exists(name) or machine.exists(name + ".zip"):
        return None
    inner = failure.args.index(word)
    options = failure.args[:inner]
    if machine.is_folder(name) and not failure.stage.has("-r", "--recurse-paths"):
        options = [*options]
        words = failure.command(failure.words[0], *options, "-r", name + ".zip", *failure.args[inner:])
    else:
        words = failure.command(failure.words[0], *options, name + ".zip", *failure.args[inner:])
    return Fix(words, why="zip wants the archive's name first", confidence=0.88, origin="local")


EXAMPLES = [
    Example("zip -r frobs", "zip error: Nothing to do! (frobs.zip)", "zip -r frobs.zip frobs", 12, files=["frobs/a"]),
    Example("zip -r frobs", "zip error: Nothing to do! (frobs.zip)", None, 12, files=["frobs/a", "frobs.zip"]),
    Example("zip -r frobs", "zip error: Nothing to do! (frobs.zip)", None, 12),
]
