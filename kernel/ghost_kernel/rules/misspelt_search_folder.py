"""A folder in which a compiler is to look for headers or libraries is misspelt: compilers pass over it in silence."""

from __future__ import annotations

from ghost_kernel.knowledge import paths
from ghost_kernel.quoting import Raw
from ghost_kernel.rules import Example, Failure, Fix, rule

COMPILERS = ("cc", "gcc", "g++", "c++", "clang", "clang++", "ld", "javac", "java", "protoc", "nvcc", "gfortran")
OPTIONS = ("-I", "-L", "-isystem", "-iquote", "-cp", "-classpath", "--proto_path")


@rule(
    programs=COMPILERS,
    output_has=["no such file", "file not found", "cannot find", "does not exist", "could not find", "not found"],
)
def propose(failure: Failure) -> Fix | None:
    args = failure.args
    for place, word in enumerate(args):
        before = args[place - 1].plain if place else ""
        glued = word.plain[:2] if word.plain[:2] in ("-I", "-L") and len(word.plain) > 2 else ""
        path = word.plain[2:] if glued else (failure.path_of(word) or "")
        if (not glued and before not in OPTIONS) or not path or ":" in path or failure.machine.exists(path):
            continue
        near = paths.nearest(failure.machine, path, paths.FOLDER)
        if near is None or not near.only:
            continue
        new = word.swap(near.old, near.new, failure.dialect) or Raw(glued + near.path)
        return Fix(
            swaps=[(word, new)], why=f"there is a folder {near.path}", confidence=0.92, origin="local", only=True
        )
    return None


EXAMPLES = [
    Example(
        "cc -I haeders a.c",
        "a.c:1:10: fatal error: a.h: No such file or directory",
        "cc -I headers a.c",
        files=["headers/a.h", "a.c"],
    ),
    Example("cc a.o -Lbuidl -la", "ld: cannot find -la", "cc a.o -Lbuild -la", files=["build/liba.a"]),
    Example("cc -I inc a.c", "a.c:1:10: fatal error: b.h: No such file or directory", None, files=["inc/a.h", "a.c"]),
]
