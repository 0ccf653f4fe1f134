"""A dot command of sqlite3 is misspelt, or lacks its dot."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.rules import Example, Failure, Fix, rule

COMMANDS = (
    "tables schema dump mode headers import output quit help read databases indexes backup restore open once save show "
    "width separator nullvalue timeout timer echo exit cd print stats fullschema dbinfo import excel load log lint"
).split()
BARE = ("tables", "schema", "dump", "databases", "indexes", "fullschema", "dbinfo", "help")


@rule(programs=["sqlite3"], output_has=["unknown command or invalid arguments", "syntax error"])
def propose(failure: Failure) -> Fix | None:
    for word in failure.stage.operands[1:]:
        text = word.value or ""
        name, blank, rest = text.lstrip(".").partition(" ")
        if text[:1] == "." and failure.has("unknown command"):
            near = spelling.rank(name, COMMANDS, common=COMMANDS[:8])
            if name not in COMMANDS and near:
                return failure.swap(
                    word,
                    "." + near[0].name + blank + rest,
                    why=f"sqlite3 knows .{near[0].name}",
                    confidence=spelling.confidence(near[0]),
                    only=near[0].only,
                )
        elif name in BARE and text[:1] != "." and failure.has("syntax error"):
            return failure.swap(
                word, "." + text, why="sqlite3's own commands begin with a dot", confidence=0.93, only=True
            )
    return None


EXAMPLES = [
    Example(
        "sqlite3 a.db .shcema",
        'Error: unknown command or invalid arguments:  "shcema". Enter ".help" for help',
        "sqlite3 a.db .schema",
    ),
    Example(
        "sqlite3 a.db '.dmup notes'",
        'Error: unknown command or invalid arguments:  "dmup"',
        "sqlite3 a.db '.dump notes'",
    ),
    Example("sqlite3 a.db tables", 'Error: in prepare, near "tables": syntax error', "sqlite3 a.db .tables"),
    Example("sqlite3 a.db .zzzzz", 'Error: unknown command or invalid arguments:  "zzzzz"', None),
    Example("sqlite3 a.db 'selec 1'", 'Error: in prepare, near "selec": syntax error', None),
]
