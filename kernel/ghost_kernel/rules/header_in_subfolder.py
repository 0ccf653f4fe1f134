"""The compiler does not find a header or a library of the project's own: the folder that has it is named."""

from __future__ import annotations

from ghost_kernel.knowledge import below
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    programs=["gcc", "cc", "clang", "g++", "c++", "clang++", "tcc"],
    output_has=["file not found", "no such file or directory", "cannot find -l", "unable to find library"],
)
def propose(failure: Failure) -> Fix | None:
    header = failure.search(r"fatal error: '?([\w.+/-]+\.(?:h|hh|hpp|hxx|inc))'?(?:: No such file| file not found)")
    if header:
        return _option(failure, "-I", header.group(1), [header.group(1)])
    library = failure.search(r"(?:cannot find|unable to find library) -l([\w.+-]+)")
    if library:
        name = library.group(1)
        return _option(failure, "-L", f"-l{name}", [f"lib{name}.a", f"lib{name}.so", f"lib{name}.dylib"])
    return None


def _option(failure: Failure, option: str, what: str, names: list[str]) -> Fix | None:
    machine = failure.machine
    here = ["."] if any(machine.is_file(name) for name in names) else []
    places = [*here, *sorted({one for name in names for one in below.holding(machine, name)})]
    typed = [word.plain for word in failure.args]
    if len(places) != 1 or option + places[0] in typed or places[0] in typed:
        return None
    first = failure.words[0]
    return Fix(
        [first, option + places[0], *failure.args], why=f"{what} is in {places[0]}", confidence=0.92, origin="local"
    )


EXAMPLES = [
    Example(
        "gcc -o draw draw.c",
        "draw.c:1:10: fatal error: shape.h: No such file or directory",
        "gcc -Iinclude -o draw draw.c",
        files=["draw.c", "include/shape.h"],
    ),
    Example(
        "clang draw.c",
        "draw.c:1:10: fatal error: 'geo/shape.h' file not found",
        "clang -Ilib draw.c",
        files=["draw.c", "lib/geo/shape.h"],
    ),
    Example(
        "gcc a.c -lshape",
        "/usr/bin/ld: cannot find -lshape: No such file or directory",
        "gcc -Lout a.c -lshape",
        files=["a.c", "out/libshape.a"],
    ),
    Example("gcc a.c", "a.c:1: fatal error: shape.h: No such file or directory", None, files=["a.c"]),
    Example("gcc a.c", "a.c:1: fatal error: s.h: No such file or directory", None, files=["a.c", "x/s.h", "y/s.h"]),
]
