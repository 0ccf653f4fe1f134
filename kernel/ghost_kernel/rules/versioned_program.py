"""A program is asked for by a version that is not here; the program itself is."""

from __future__ import annotations

from ghost_kernel.knowledge import faults, programs, standins
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(line_has=[*"0123456789"], output_has=["not found", "no such file"], exit_codes=[1, 126, 127], unseen=True)
def propose(failure: Failure) -> Fix | None:
    word = faults.not_found(failure)
    if word is None or word is not failure.words[0]:
        return None
    name = word.plain
    bare = name.rstrip("0123456789.").rstrip("-")
    if bare == name or len(bare) < 2 or name.startswith("python2") or name in programs.WELL_KNOWN:
        return None
    others = [one for one in standins.SAME.get(bare, "").split("|") if one and " " not in one]
    for one in (bare, bare + "3", *others):
        if one != name and failure.machine.which(one) and not programs.is_destructive(one):
            return failure.swap(word, one, why=f"{name} is not here, {one} is", confidence=0.84, origin="local")
    return None


EXAMPLES = [
    Example("gcc-12 a.c", "bash: gcc-12: command not found", "gcc a.c", 127, programs=["gcc"]),
    Example("clang-19 a.c", "bash: clang-19: command not found", "gcc a.c", 127, programs=["gcc"]),
    Example("python3.13 a.py", "bash: python3.13: command not found", "python3 a.py", 127, programs=["python3"]),
    Example("python2 a.py", "bash: python2: command not found", None, 127, programs=["python3"]),
    Example("sqlite3 a.db", "bash: sqlite3: command not found", None, 127, programs=["sqlite"]),
    Example("fdisk2 -l", "bash: fdisk2: command not found", None, 127, programs=["fdisk"]),
    Example("frob7 a", "bash: frob7: command not found", None, 127, programs=["gcc"]),
]
