"""A folder is to be removed with rm, which takes files only: -r, an offer that is always asked."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

ROOTS = ("/", "~", ".", "..", "*", "$HOME", "./", "../")
HOSTS = ("dfs", "fs")  # hdfs dfs -rm, hadoop fs -rm


@rule(programs=["rm", "hdfs", "hadoop"], output_has=["is a directory"])
def propose(failure: Failure) -> Fix | None:
    words = failure.words
    operands = failure.stage.operands
    if failure.program != "rm":
        at = next((place for place, word in enumerate(words) if word.plain in ("-rm", "-rmr")), 0)
        if not at or words[1].plain not in HOSTS or any(word.plain in ("-r", "-R") for word in words[at:]):
            return None
        return Fix([*words[: at + 1], "-r", *words[at + 1 :]], why="that is a folder", confidence=0.6)
    if failure.stage.has("-r", "-R", "--recursive") or not operands or any(word.plain in ROOTS for word in operands):
        return None
    # What was typed must name the folder itself: a pattern or a variable could name more than was meant.
    if any(word.value is None or word.is_glob for word in operands):
        return None
    return Fix([words[0], "-r", *words[1:]], why="it is a folder, with all that is in it", confidence=0.58)


EXAMPLES = [
    Example("rm old", "rm: cannot remove 'old': Is a directory", "rm -r old"),
    Example("hdfs dfs -rm /data/old", "rm: `/data/old': Is a directory", "hdfs dfs -rm -r /data/old"),
    Example("rm *", "rm: cannot remove 'old': Is a directory", None),
    Example("rm -r old", "rm: old: Is a directory", None),
]
