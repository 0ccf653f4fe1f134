"""A jq filter lacks its dot, or was cut from its file by a pipe it did not need."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["jq", "yq", "gojq"], output_has=["is not defined", "syntax error", "could not open"])
def propose(failure: Failure) -> Fix | None:
    if not failure.has("is not defined"):
        return None
    for word in failure.stage.operands[:1]:
        name = word.plain
        if (
            word.value
            and (name[0].isalpha() or name[0] == "_")
            and all(char.isalnum() or char in "_.[]" for char in name)
        ) and f"{name.partition('.')[0].partition('[')[0]}/0 is not defined" in (failure.output or ""):
            return failure.swap(word, "." + name, why="a field begins with a dot", confidence=0.95)
    return None


EXAMPLES = [
    Example("jq -r name a.json", "jq: error: name/0 is not defined at <top-level>, line 1:", "jq -r .name a.json"),
    Example("jq 'frob(.x)' a.json", "jq: error: frob/1 is not defined at <top-level>", None),
]
