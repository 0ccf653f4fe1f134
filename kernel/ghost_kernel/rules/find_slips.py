"""find's words stand in the wrong order or lack the end of `-exec`."""

from __future__ import annotations

from ghost_kernel.knowledge import programs
from ghost_kernel.quoting import Raw
from ghost_kernel.rules import Example, Failure, Fix, rule

RUNS = ("-exec", "-execdir", "-ok", "-okdir")
TAKES = frozenset("-name -iname -path -ipath -type -size -mtime -mmin -maxdepth -mindepth -newer -user -perm".split())


@rule(
    programs=["find"], output_has=["paths must precede", "unknown predicate", "missing argument to", "no terminating"]
)
def propose(failure: Failure) -> Fix | None:
    words = failure.words
    if failure.has("paths must precede", "unknown predicate"):
        return _folder_first(failure)
    at = next((place for place, word in enumerate(words) if word.plain in RUNS), 0)
    run = words[at + 1 :] if at else []
    if not run or any(word.plain in (";", "+") for word in run):
        return None
    if programs.is_destructive(run[0].plain) or run[-1].text[-1:] == ";":
        return None
    later = next((place for place, word in enumerate(run) if word.plain == "{}"), len(run) - 1) + 1
    if any(word.is_option for word in run[later:]):
        return None
    return Fix([*words, Raw("\\;")], why="-exec ends with \\;", confidence=0.92)


def _folder_first(failure: Failure) -> Fix | None:
    """`find -name x src`: the folder stands behind what is asked of it. Patterns are quoted on the way."""
    args = failure.args
    if len(args) < 3 or not args[0].is_option or args[-1].is_option or args[-1].is_glob or args[-2].plain in TAKES:
        return None
    folder = args[-1]
    if not failure.machine.is_folder(failure.path_of(folder) or "") or not failure.names(folder):
        return None
    tests = [Raw(f"'{word.text}'") if word.is_glob and "'" not in word.text else word for word in args[:-1]]
    return Fix([failure.words[0], folder, *tests], why="the folder comes first", confidence=0.93, origin="local")


ORDER = "find: paths must precede expression: `lib'"
EXAMPLES = [
    Example("find -name '*.c' lib", ORDER, "find lib -name '*.c'", files=["lib/a.c"]),
    Example("find . -exec wc {}", "find: missing argument to `-exec'", "find . -exec wc {} \\;"),
    Example("find . -exec rm {}", "find: missing argument to `-exec'", None),
    Example("find -name *.c lib", ORDER, "find lib -name '*.c'", files=["lib/a.c"]),
    Example("find -name a.c .", "find: paths must precede expression: `.'", "find . -name a.c"),
    Example("find -name a.c b.c", "find: paths must precede expression: `b.c'", None, files=["a.c", "b.c"]),
]
