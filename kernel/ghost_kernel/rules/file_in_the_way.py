"""A folder is to be made where a file of that name lies: the file makes room, and is kept under another name."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["mkdir"], output_has=["not a directory", "file exists"])
def propose(failure: Failure) -> Fix | None:
    machine = failure.machine
    for word in failure.stage.operands:
        path = failure.path_of(word) or ""
        parts = path.rstrip("/").split("/")
        for count in range(1, len(parts) + 1):
            part = "/".join(parts[:count])
            if not part or not machine.is_file(part):
                continue
            if machine.exists(part + ".bak") or not machine.owns(part) or part[:1] in "/~" or part.startswith(".."):
                return None
            return Fix(
                before=[["mv", part, part + ".bak"]], why=f"{part} is a file; it is kept as {part}.bak", confidence=0.58
            )
    return None


EXAMPLES = [
    Example(
        "mkdir -p logs/old",
        "mkdir: cannot create directory ‘logs’: Not a directory",
        "mv logs logs.bak && mkdir -p logs/old",
        files=["logs"],
    ),
    Example("mkdir logs", "mkdir: cannot create directory ‘logs’: File exists", None, files=["logs/a"]),
    Example("mkdir logs", "mkdir: cannot create directory ‘logs’: File exists", None, files=["logs", "logs.bak"]),
]
