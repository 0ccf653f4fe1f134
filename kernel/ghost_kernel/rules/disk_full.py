"""No room is left: nothing is repaired, the person is told where to look."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Hint, rule


@rule(output_has=["no space left on device", "disk quota exceeded"])
def propose(failure: Failure) -> Hint | None:
    if failure.program in ("grep", "cat", "less", "rg"):
        return None  # the words of a file
    return Hint("there is no room left; ghost look disk shows how full each disk is")


EXAMPLES = [
    Example("cp a b", "cp: error writing 'b': No space left on device", None, hint="no room left"),
    Example("grep -r frob log", "log/a: No space left on device", None),
]
