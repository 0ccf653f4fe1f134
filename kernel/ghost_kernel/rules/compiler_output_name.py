"""The compiler was given -o and no name behind it, or no source: both bear one name, with and without the ending."""

from __future__ import annotations

import os

from ghost_kernel.rules import Example, Failure, Fix, rule

ENDINGS = (".c", ".cc", ".cpp", ".cxx", ".f90", ".rs")


@rule(
    programs=["gcc", "cc", "clang", "g++", "c++", "clang++", "gfortran", "rustc"],
    output_has=[
        "missing filename after",
        "no input files",
        "argument to '-o' is missing",
        "argument to option 'o' missing",
    ],
)
def propose(failure: Failure) -> Fix | None:
    if failure.has("no input files"):
        return _no_source(failure)
    sources = [word for word in failure.stage.operands if word.plain.endswith(ENDINGS)]
    if failure.args[-1].plain != "-o" or len(sources) != 1 or failure.stage.has("-c", "-S", "-E"):
        return None
    name = os.path.splitext(os.path.basename(sources[0].plain))[0]
    if not name or name[0] == "-" or failure.machine.exists(name):
        return None
    return Fix([*failure.words, name], why="the program gets its source's name", confidence=0.88)


def _no_source(failure: Failure) -> Fix | None:
    """-o and a name, and no source: the one that has the name with an ending is meant."""
    plain = [word.plain for word in failure.args]
    if plain[-2:-1] != ["-o"]:
        return None
    found = [plain[-1] + ending for ending in ENDINGS if failure.machine.is_file(plain[-1] + ending)]
    if len(found) != 1:
        return None
    return Fix([*failure.words, found[0]], why=f"{found[0]} is to be compiled", confidence=0.88, origin="local")


EXAMPLES = [
    Example("gcc -Wall frob.c -o", "gcc: error: missing filename after ‘-o’", "gcc -Wall frob.c -o frob"),
    Example("gcc -o frob", "gcc: fatal error: no input files", "gcc -o frob frob.c", files=["frob.c"]),
    Example("gcc a.c b.c -o", "gcc: error: missing filename after ‘-o’", None),
    Example("gcc frob.c -o", "gcc: error: missing filename after ‘-o’", None, files=["frob"]),
]
