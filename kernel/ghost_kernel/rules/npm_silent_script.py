"""`npm run -s` says nothing, not even that there is no such script: the nearest one is meant."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import projects
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["npm", "pnpm", "yarn"], line_has=["-s", "--silent", "--quiet"], exit_codes=[1])
def propose(failure: Failure) -> Fix | None:
    operands = failure.stage.operands
    if (failure.output or "").strip() or len(operands) < 2 or operands[0].plain not in ("run", "run-script"):
        return None
    word = operands[1]
    names = projects.npm(failure.machine)
    near = spelling.rank(word.plain, names) if word.plain not in names else []
    return failure.spell(word, near[0], f"there is a script {near[0].name}") if near else None


PACKAGE = {"package.json": '{"scripts": {"check": "x", "build": "y"}}'}
EXAMPLES = [
    Example("npm run -s chekc", "", "npm run -s check", files=PACKAGE),
    Example("npm run -s check", "", None, files=PACKAGE),
    Example("npm run -s chekc", "3 problems", None, files=PACKAGE),
]
