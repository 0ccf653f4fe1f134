"""The compiler was given -o and no name behind it: the source's own name without its ending."""

from __future__ import annotations

import os

from ghost_kernel.rules import Example, Failure, Fix, rule

ENDINGS = (".c", ".cc", ".cpp", ".cxx", ".f90", ".rs")


@rule(
    programs=["gcc", "cc", "clang", "g++", "c++", "clang++", "gfortran", "rustc"],
    output_has=["missing filename after", "argument to '-o' is missing", "argument to option 'o' missing"],
)
def propose(failure: Failure) -> Fix | None:
    sources = [word for word in failure.stage.operands if word.plain.endswith(ENDINGS)]
    if failure.args[-1].plain != "-o" or len(sources) != 1 or failure.stage.has("-c", "-S", "-E"):
        return None
    name = os.path.splitext(os.path.basename(sources[0].plain))[0]
    if not name or name[0] == "-" or failure.machine.exists(name):
        return None
    return Fix([*failure.words, name], why="the program gets its source's name", confidence=0.85)


EXAMPLES = [
    Example("gcc -Wall frob.c -o", "gcc: error: missing filename after ‘-o’", "gcc -Wall frob.c -o frob"),
    Example("gcc a.c b.c -o", "gcc: error: missing filename after ‘-o’", None),
    Example("gcc frob.c -o", "gcc: error: missing filename after ‘-o’", None, files=["frob"]),
]
