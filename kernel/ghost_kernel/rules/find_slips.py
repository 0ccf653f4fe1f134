"""find's words stand in the wrong order or lack the end of `-exec`."""

from __future__ import annotations

from ghost_kernel.knowledge import programs
from ghost_kernel.quoting import Raw
from ghost_kernel.rules import Example, Failure, Fix, rule

RUNS = ("-exec", "-execdir", "-ok", "-okdir")


@rule(programs=["find"], output_has=["paths must precede expression", "missing argument to", "no terminating"])
def propose(failure: Failure) -> Fix | None:
    words = failure.words
    if failure.has("paths must precede"):
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
    """`find -name x src`: the folder stands behind what is asked of it."""
    args = failure.args
    if not args or not args[0].plain.startswith("-") or any(word.is_glob for word in args):
        return None
    last = args[-1]
    path = failure.path_of(last) or ""
    if last.is_option or not failure.machine.is_folder(path) or not failure.names(last):
        return None
    return Fix([failure.words[0], last, *args[:-1]], why="the folder comes first", confidence=0.93, origin="local")


ORDER = "find: paths must precede expression: `lib'"
EXAMPLES = [
    Example("find -name '*.c' lib", ORDER, "find lib -name '*.c'", files=["lib/a.c"]),
    Example("find . -exec wc {}", "find: missing argument to `-exec'", "find . -exec wc {} \\;"),
    Example("find . -exec rm {}", "find: missing argument to `-exec'", None),
    Example("find -name *.c lib", ORDER, None, files=["lib/a.c"]),
]
