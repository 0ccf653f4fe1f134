"""go run wants to hear what, and commands come by install with a version."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    programs=["go"],
    output_has=["no go files listed", "is no longer supported outside a module", "cannot find main module",
                "to add it:", "go mod tidy", "go.mod file not found", "missing go.sum entry"],
)  # fmt: skip
def propose(failure: Failure) -> list[Fix] | Fix | None:
    plain = [word.plain for word in failure.words]
    if plain[1:] == ["run"] and failure.has("no go files listed"):
        return Fix([*failure.words, "."], why="what lies in this folder", confidence=0.78)
    if plain[1:2] == ["get"] and failure.has("outside a module", "go.mod file not found") and len(plain) > 2:
        word = failure.words[-1]
        name = word.plain if "@" in word.plain else word.plain + "@latest"
        words = failure.command(failure.words[0], "install", *failure.words[2:-1], name)
        return Fix(words, why="commands are installed with a version", confidence=0.7)
    if failure.has("cannot find main module", "go.mod file not found") and plain[1:2] != ["mod"]:
        if failure.machine.names("") and not any(one.endswith(".go") for one in failure.machine.names("")):
            return None
        return Fix(before=[["go", "mod", "init"]], why="there is no module yet", confidence=0.55)
    found = failure.search(r"^\s*(?:to add it:\s*)?go (get|mod download|mod tidy)( [\w./@-]+)?\s*$")
    if found and plain[1:2] in (["build"], ["run"], ["test"], ["install"], ["vet"], ["list"]):
        first = ["go", *found.group(1).split(), *(found.group(2) or "").split()]
        return Fix(before=[first], why="go asks for it", confidence=0.7, origin="output")
    return None


EXAMPLES = [
    Example("go run", "go: no go files listed", "go run ."),
    Example(
        "go get x.invalid/kit", "'go get' is no longer supported outside a module.", "go install x.invalid/kit@latest"
    ),
    Example("go build", "updates to go.mod needed; to update it:\n\tgo mod tidy", "go mod tidy && go build"),
    Example("go build", "cannot find main module; see 'go help modules'", None, files=["a.c"]),
]
