"""A number and the file behind it are written as one word: `head -n3notes.md`."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["head", "tail", "cut", "fold", "split", "column", "shuf"], output_has=["invalid number", "invalid"])
def propose(failure: Failure) -> Fix | None:
    for word in failure.args:
        text = word.value or ""
        lead = len(text) - len(text.lstrip("-abcdefghijklmnopqrstuvwxyz"))
        end = lead
        while end < len(text) and text[end].isdigit():
            end += 1
        tail = text[end:]
        if lead < end < len(text) and text[0] == "-" and failure.machine.is_file(tail) and tail in (
            failure.output or ""
        ):  # fmt: skip
            return Fix(
                failure.replace(word, text[:end], tail), why=f"{tail} is a file of its own", confidence=0.93,
                origin="local",
            )  # fmt: skip
    return None


EXAMPLES = [
    Example("head -n3log.md", "head: invalid number of lines: '3log.md'", "head -n3 log.md", files=["log.md"]),
    Example("head -n3log.md", "head: invalid number of lines: '3log.md'", None),
]
