"""npx does not find a program that the project's own node_modules have under a name that is near."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.rules import Example, Failure, Fix, rule

BIN = "node_modules/.bin"


@rule(
    programs=["npx", "bunx", "pnpx"],
    output_has=["npm error", "npm err!", "not found", "canceled", "could not determine executable"],
)
def propose(failure: Failure) -> Fix | None:
    operands = failure.stage.operands
    if not operands or operands[0].value is None:
        return None
    names = failure.machine.names(BIN)
    word = operands[0]
    near = spelling.rank(word.plain, names) if word.plain not in names else []
    return failure.spell(word, near[0], f"{BIN} has {near[0].name}") if near else None


EXAMPLES = [
    Example("npx frobfmt -w a", "npm error 404 Not Found", "npx frobfnt -w a", files=["node_modules/.bin/frobfnt*"]),
    Example("npx qqq", "npm error 404 Not Found", None, files=["node_modules/.bin/frobfnt*"]),
    Example("npx frob", "npm error code 2", None, files=["node_modules/.bin/frob*"]),
]
