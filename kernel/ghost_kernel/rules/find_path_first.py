"""find wants the folder before the tests."""

from __future__ import annotations

from ghost_kernel.quoting import Raw
from ghost_kernel.rules import Example, Failure, Fix, rule

TAKES = frozenset("-name -iname -path -ipath -type -size -mtime -mmin -maxdepth -mindepth -newer -user -perm".split())


@rule(programs=["find"], output_has=["paths must precede expression", "unknown predicate", "possible unquoted pattern"])
def propose(failure: Failure) -> Fix | None:
    args = failure.args
    if len(args) < 3 or not args[0].is_option or args[-1].is_option or args[-2].plain in TAKES:
        return None
    folder = args[-1]
    if folder.plain not in (".", "..", "/", "~") and not failure.machine.is_folder(failure.path_of(folder) or ""):
        return None
    if folder.plain not in (failure.output or "").replace("'.'", "."):
        return None
    rest = failure.command()
    for word in args[:-1]:
        rest.append(Raw(f"'{word.text}'") if word.is_glob and "'" not in word.text else word)
    return Fix([failure.words[0], folder, *rest], why="the folder comes first", confidence=0.95)


EXAMPLES = [
    Example("find -name *.c lib", "find: paths must precede expression: `lib'", "find lib -name '*.c'", files=["lib/"]),
    Example("find -name a.c b.c", "find: paths must precede expression: `b.c'", None, files=["a.c", "b.c"]),
]
