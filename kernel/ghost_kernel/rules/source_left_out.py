"""The linker misses a function that another source file of the same folder defines: that file is compiled as well."""

from __future__ import annotations

import os

from ghost_kernel.rules import Example, Failure, Fix, rule

ENDINGS = (".c", ".cc", ".cpp", ".cxx")
MOST_FILES = 60


@rule(programs=["gcc", "cc", "clang", "g++", "c++", "clang++", "tcc"], output_has=["undefined reference to"])
def propose(failure: Failure) -> Fix | None:
    import re

    found = re.findall(r"undefined reference to [`'‘]([A-Za-z_]\w*)", failure.output or "")
    missing = set(found)
    sources = [word for word in failure.stage.operands if word.plain.endswith(ENDINGS)]
    if not missing or not sources or failure.stage.has("-c") or "main" in missing:
        return None
    folder = os.path.dirname(sources[-1].plain)
    ending = os.path.splitext(sources[-1].plain)[1]
    typed = {word.plain for word in sources}
    others = [os.path.join(folder, name) for name in failure.machine.names(folder or ".") if name.endswith(ending)]
    others = [path for path in others[:MOST_FILES] if path not in typed]
    added: list[str] = []
    for name in sorted(missing):
        defining = [path for path in others if _defines(failure.machine.read(path), name)]
        if len(defining) != 1 or _defines(failure.machine.read(defining[0]), "main"):
            return None
        added += [path for path in defining if path not in added]
    at = failure.words.index(sources[-1]) + 1
    return Fix(
        [*failure.words[:at], *added, *failure.words[at:]],
        why=f"{sorted(missing)[0]} is in {added[0]}",
        confidence=0.92,
        origin="local",
    )


def _defines(source: str, name: str) -> bool:
    """Whether a function of that name has its body in the source: no semicolon right behind its parameters."""
    import re

    return bool(re.search(r"^[A-Za-z_][\w\s*:<>,&]*\b" + name + r"\s*\([^;{}]*\)\s*\{", source, re.MULTILINE))


SAID = "/usr/bin/ld: a.o: in function `main': a.c: undefined reference to `twice'"
EXAMPLES = [
    Example(
        "gcc -o a a.c",
        SAID,
        "gcc -o a a.c twice.c",
        files={"a.c": "int main(){}\n", "twice.c": "int twice(int n)\n{ return 2*n; }\n"},
    ),
    Example("gcc a.c", SAID, None, files={"a.c": "int main(){}\n", "b.c": "int twice(int);\n"}),
    Example("gcc a.c", SAID, None, files={"a.c": "int main(){}\n", "b.c": "int twice(int n){}\nint main(void){}\n"}),
]
