"""The linker knows no library of this name: the nearest one that is installed or that everybody links."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.rules import Example, Failure, Fix, rule

FOLDERS = (
    "/usr/lib",
    "/usr/local/lib",
    "/usr/lib64",
    "/lib",
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu",
)
USUAL = (
    "m",
    "pthread",
    "dl",
    "rt",
    "z",
    "c",
    "ssl",
    "crypto",
    "curl",
    "ncurses",
    "readline",
    "sqlite3",
    "stdc++",
    "util",
)


@rule(output_has=["cannot find -l", "unable to find library -l", "library not found for -l", "library '"])
def propose(failure: Failure) -> Fix | None:
    for word in failure.args:
        text = word.plain
        name = text[2:]
        if text[:2] != "-l" or not name or not failure.names(word):
            continue
        here = _installed(failure)
        if name in here:
            continue
        best = _nearest(name, here)
        if best is not None:
            return failure.swap(
                word,
                "-l" + best.name,
                why=f"there is a library {best.name}",
                confidence=min(0.9, spelling.confidence(best)),
                origin="local",
                only=best.only,
            )
    return None


def _nearest(name: str, here: list[str]) -> spelling.Near | None:
    if len(set(name)) == 1 and name[0] in USUAL:
        return spelling.Near(name[0], spelling.DOUBLED, True)
    if name[:3] == "lib" and name[3:] in (*here, *USUAL):
        return spelling.Near(name[3:], 0.5, True)
    found = spelling.rank(name, [*USUAL, *here], common=USUAL)
    return found[0] if found and (found[0].only or found[0].name in USUAL) else None


def _installed(failure: Failure) -> list[str]:
    """Libraries that can be linked: libNAME.so and libNAME.a."""
    found = []
    for folder in FOLDERS:
        for file in failure.machine.names(folder):
            if file.startswith("lib") and file.endswith((".so", ".a")):
                found.append(file[3 : file.rindex(".")])
    return list(dict.fromkeys(found))


EXAMPLES = [
    Example("cc a.c -lpthraed", "ld: cannot find -lpthraed: No such file or directory", "cc a.c -lpthread"),
    Example("g++ a.cc -lzz", "ld: cannot find -lzz", "g++ a.cc -lz"),
    Example("cc a.c -lxmll2", "ld: cannot find -lxmll2", "cc a.c -lxml2", files=["/usr/lib/libxml2.so"]),
    Example("cc a.c -lqwertz", "ld: cannot find -lqwertz", None),
    Example("cc a.c -lm", "ld: cannot find a.o", None),
]
