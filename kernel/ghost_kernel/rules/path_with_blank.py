"""A blank stands where a slash was meant, or crept into a path: the two words together are a path that exists."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

SURE = 0.89
DOUBTFUL = 0.58  # the first word was of use by itself: `ls src a.c` has listed src

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word


@rule(
    output_has=[
        "no such file",
        "cannot access",
        "cannot open",
        "can't open",
        "cannot stat",
        "too many arguments",
        "does not exist",
    ]
)
def propose(failure: Failure) -> Fix | None:
    args = failure.args
    machine = failure.machine
    if failure.program in ("rm", "rmdir", "mv", "shred", "unlink", "mkdir", "touch"):
        return None
    for place, (one, two) in enumerate(zip(args, args[1:])):
        if one.value is None or two.value is None or one.is_option or two.is_option or one.is_glob or two.is_glob:
            continue
        head, tail = failure.path_of(one) or "", failure.path_of(two) or ""
        if not head or not tail or machine.exists(tail):
            continue
        if head.endswith("/") or tail.startswith("/"):
            joined = head + tail
        elif machine.is_folder(head):
            joined = head + "/" + tail
        else:
            continue
        if machine.exists(joined) and (tail in (failure.output or "") or failure.has("too many arguments")):
            words: list[str | Word] = [failure.words[0], *args[:place], joined, *args[place + 2 :]]
            useless = failure.has("too many arguments") or one in failure.blamed("is a directory", "not a directory")
            useless = useless or machine.is_folder(joined)  # a folder in a folder is one path, far more often than two
            return Fix(words, why=f"there is {joined}", confidence=SURE if useless else DOUBTFUL, origin="local")
    return None


EXAMPLES = [
    Example(
        "ls src util", "ls: cannot access 'util': No such file or directory", "ls src/util", 2, files=["src/util/a"]
    ),
    Example(
        "wc src/ a.c", "wc: src/: Is a directory\nwc: a.c: No such file or directory", "wc src/a.c", files=["src/a.c"]
    ),
    Example("cd src util", "bash: cd: too many arguments", "cd src/util", files=["src/util/a"]),
    Example("ls src util", "ls: cannot access 'util': No such file or directory", None, 2, files=["src/a"]),
    Example("rm src util", "rm: cannot remove 'util': No such file or directory", None, files=["src/util"]),
]
