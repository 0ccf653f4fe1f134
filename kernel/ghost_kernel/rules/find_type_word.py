"""find -type takes a letter; the word for it was written out."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

LETTERS = {
    "file": "f", "files": "f", "regular": "f", "dir": "d", "dirs": "d", "directory": "d", "folder": "d", "folders": "d",
    "directories": "d", "link": "l", "symlink": "l", "links": "l", "socket": "s", "pipe": "p", "fifo": "p",
    "F": "f", "D": "d", "L": "l",
}  # fmt: skip


@rule(
    programs=["find"],
    line_has=["-type", "-xtype"],
    output_has=["argument to -type", "arguments to -type", "-xtype", "-type:"],
)
def propose(failure: Failure) -> Fix | None:
    for place, word in enumerate(failure.args[:-1]):
        value = failure.args[place + 1]
        letter = LETTERS.get(value.plain)
        if word.plain in ("-type", "-xtype") and letter:
            return failure.swap(value, letter, why=f"-type takes {letter}", confidence=0.95, only=True)
    return None


EXAMPLES = [
    Example("find src -type file", "find: Arguments to -type should contain only one letter", "find src -type f"),
    Example("find . -type D -empty", "find: Unknown argument to -type: D", "find . -type d -empty"),
    Example("find . -type q", "find: Unknown argument to -type: q", None),
]
