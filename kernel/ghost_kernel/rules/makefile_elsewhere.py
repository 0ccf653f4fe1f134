"""make finds no such target: the makefile bears another name, or lies in a folder above."""

from __future__ import annotations

from ghost_kernel.knowledge import projects
from ghost_kernel.knowledge.below import entering
from ghost_kernel.rules import Example, Failure, Fix, rule

HIGHEST = 4


@rule(programs=["make", "gmake"], output_has=["no rule to make target", "no targets specified", "no makefile found"])
def propose(failure: Failure) -> Fix | None:
    machine = failure.machine
    typed = {word.plain for word in failure.args}
    if typed & {"-C", "-f", "--directory", "--file", "--makefile"} or projects.makefile(machine):
        return None
    targets = {word.plain for word in failure.stage.operands if "=" not in word.plain}
    listed = [name for name, is_folder in machine.names("").items() if not is_folder and _is_makefile(name)]
    named = [name for name in listed if targets <= set(projects.make(machine, name))]
    if len(named) == 1:
        words = failure.command(failure.words[0], "-f", named[0], *failure.args)
        return Fix(words, why=f"the makefile is {named[0]}", confidence=0.9, origin="local")
    if listed or not targets:
        return None
    for count in range(1, HIGHEST + 1):
        above = "/".join([".."] * count)
        file = projects.makefile(machine, above)
        if file:
            if not targets <= set(projects.make(machine, file)):
                return None
            inside = entering(failure, above)
            if inside:
                return Fix(line=inside, why=f"the makefile is in {above}", confidence=0.9, origin="local")
            words = failure.command(failure.words[0], "-C", above, *failure.args)
            return Fix(words, why=f"the makefile is in {above}", confidence=0.9, origin="local")
    return None


def _is_makefile(name: str) -> bool:
    low = name.lower()
    return (
        low == "makefile"
        or low.endswith((".mk", ".mak", ".make"))
        or low.startswith(("makefile.", "makefile-", "gnumakefile."))
    )


SAID = "make: *** No rule to make target 'check'.  Stop."
EXAMPLES = [
    Example("make check", SAID, "make -f rules.mk check", 2, files={"rules.mk": "check:\n\t./t\n"}),
    Example(
        "make check", SAID, "(cd .. && make check)", 2, files={"Makefile": "check:\n\t./t\n", "src/a.c": ""}, cwd="src"
    ),
    Example("make check", SAID, "make -f MakeFile check", 2, files={"MakeFile": "check:\n\t./t\n"}),
    Example("make check", SAID, None, 2, files={"rules.mk": "all:\n\t./t\n"}),
    Example("make check", SAID, None, 2, files={"Makefile": "all:\n", "rules.mk": "check:\n"}),
]
