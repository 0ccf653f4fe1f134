"""npm: a script without run, a clean install without a lock file."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import projects, subcommands
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["npm"], output_has=["unknown command", "can only install", "package-lock", "err! usage", "npm error"])
def propose(failure: Failure) -> Fix | None:
    operands = failure.stage.operands
    if not operands:
        return None
    word = operands[0]
    name = word.plain
    if name in ("ci", "clean-install") and failure.has("can only install with an existing"):
        return failure.swap(word, "install", why="there is no lock file yet, install writes one", confidence=0.88)
    if name not in subcommands.known(failure.machine, "npm") and name in projects.npm(failure.machine):
        return Fix(
            failure.replace(word, "run", name), why=f"{name} is a script of this project", confidence=0.96, only=True
        )
    if name not in subcommands.known(failure.machine, "npm") and failure.has("unknown command"):
        near = spelling.rank(name, projects.npm(failure.machine))
        known = spelling.rank(name, subcommands.known(failure.machine, "npm"))
        if near and near[0].only and not (known and known[0].cost <= near[0].cost):
            best = near[0]
            return Fix(
                failure.replace(word, "run", best.name),
                why=f"{best.name} is a script of this project",
                confidence=0.95,
                origin="local",
            )
    return None


PACKAGE = {"package.json": '{"scripts": {"fmt": "x", "build": "y"}}'}
EXAMPLES = [
    Example("npm fmt", 'Unknown command: "fmt"', "npm run fmt", files=PACKAGE),
    Example(
        "npm ci",
        "npm error The `npm ci` command can only install with an existing package-lock.json",
        "npm install",
        files=PACKAGE,
    ),
    Example("npm bulid", 'Unknown command: "bulid"', "npm run build", files=PACKAGE),
    Example("npm frob", 'Unknown command: "frob"', None, files=PACKAGE),
    Example("npm run build", "npm error code 1", None, files=PACKAGE),
]
