"""curl cannot write its file: its folder is not there, or a folder is of that name. Its status says so."""

from __future__ import annotations

import os

from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word


@rule(programs=["curl"], exit_codes=[23], unseen=True)
def propose(failure: Failure) -> Fix | None:
    plain = [word.plain for word in failure.args]
    for at in range(len(plain) - 1):
        if plain[at] in ("-o", "--output") or (
            plain[at][:1] == "-" and plain[at][1:2] != "-" and plain[at][-1:] == "o"
        ):
            path = failure.path_of(failure.args[at + 1]) or ""
            folder = os.path.dirname(path)
            if folder and not failure.machine.exists(folder):
                return Fix(
                    before=[["mkdir", "-p", folder]], why=f"the folder {folder} does not exist yet", confidence=0.88
                )
            if path and failure.machine.is_folder(path):
                return _inside(failure, failure.args[at + 1])
            return None
    return None


def _inside(failure: Failure, word: Word) -> Fix | None:
    """The file gets the name that the address ends with, in the folder that was named."""
    addresses = [one.plain for one in failure.args if "://" in one.plain]
    name = addresses[0].partition("://")[2].partition("?")[0].rpartition("/")[2] if len(addresses) == 1 else ""
    if not name or failure.machine.exists(f"{word.plain.rstrip('/')}/{name}"):
        return None
    return failure.swap(
        word, f"{word.plain.rstrip('/')}/{name}", why=f"{word.plain} is a folder", confidence=0.91, origin="local"
    )


EXAMPLES = [
    Example("curl -s -o d/x http://localhost/", "", "mkdir -p d && curl -s -o d/x http://localhost/", 23),
    Example("curl -s -o d http://localhost/a/b.md", "", "curl -s -o d/b.md http://localhost/a/b.md", 23, files=["d/"]),
    Example("curl -s -o d http://localhost/b.md", "", None, 23, files=["d/b.md"]),
    Example("curl -s -o x http://localhost/", "", None, 23),
]
