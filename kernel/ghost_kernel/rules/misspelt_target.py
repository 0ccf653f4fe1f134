"""A make target, a script of package.json, a recipe or a cargo target is misspelt."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import projects
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

RUNNERS = frozenset("npm yarn pnpm bun".split())
CARGO = {"--bin": "bin", "--example": "example", "--test": "test", "--bench": "bench"}
NO_SCRIPT = (
    "missing script",
    "unknown command",
    "couldn't find a script",
    "not found",
    "err_pnpm_no_script",
    'command "',
    "script not found",
)


@rule(
    programs=["make", "gmake", "npm", "yarn", "pnpm", "bun", "cargo", "just"],
    output_has=["no rule to make target", *NO_SCRIPT, "no bin target", "no example target", "no test target",
    "no bench target",
                "does not contain recipe", "justfile does not contain", "target named"],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    for word, names in _places(failure):
        if word.value is None or word.plain in names or not failure.names(word):
            continue
        near = spelling.rank(word.plain, names)
        if near:
            best = near[0]
            return failure.swap(
                word,
                best.name,
                why=f"there is {best.name}",
                confidence=spelling.confidence(best),
                origin="local",
                only=best.only,
            )
    return None


def _places(failure: Failure) -> list[tuple[Word, list[str]]]:
    """The words that name something to be run, each with the names there are."""
    name = failure.program
    machine = failure.machine
    args = failure.args
    if name in ("make", "gmake"):
        folder, file = "", ""
        for at, word in enumerate(args):
            following = args[at + 1].plain if at + 1 < len(args) else ""
            if word.plain in ("-C", "--directory"):
                folder = following
            elif word.plain in ("-f", "--file", "--makefile"):
                file = following
        file = (
            (folder + "/" if folder and file[:1] != "/" else "") + file if file else projects.makefile(machine, folder)
        )
        return [
            (word, projects.make(machine, file)) for word in failure.stage.operands if word.plain not in (folder, file)
        ]
    if name == "just":
        return [(word, projects.just(machine)) for word in failure.stage.operands[:1]]
    if name in RUNNERS:
        folder = next(
            (
                args[at + 1].plain
                for at, word in enumerate(args[:-1])
                if word.plain in ("--prefix", "-C", "--cwd", "--dir")
            ),
            "",
        )
        scripts = projects.npm(machine, folder)
        operands = [word for word in failure.stage.operands if word.plain != folder]
        if operands and operands[0].plain in ("run", "run-script"):
            return [(word, scripts) for word in operands[1:2]]
        return [(word, scripts) for word in operands[:1]] if name != "npm" else []
    found = []
    for at, word in enumerate(args[:-1]):
        if word.plain in CARGO:
            found.append((args[at + 1], projects.cargo(machine, CARGO[word.plain])))
    return found


MAKE = {"Makefile": "CC = gcc\n.PHONY: all check\nall: build\nbuild: a.o\n\tcc\n%.o: %.c\ncheck:\n\t./t\n"}
EXAMPLES = [
    Example("make chekc", "make: *** No rule to make target 'chekc'.  Stop.", "make check", 2, files=MAKE),
    Example(
        "npm run bulid",
        'npm error Missing script: "bulid"',
        "npm run build",
        files={"package.json": '{"scripts": {"build": "x", "lint": "y"}}'},
    ),
    Example(
        "cargo run --example sketcg",
        "error: no example target named `sketcg`",
        "cargo run --example sketch",
        101,
        files=["examples/sketch.rs"],
    ),
    Example(
        "cargo run --bin srever",
        "error: no bin target named `srever`",
        "cargo run --bin server",
        101,
        files=["src/bin/server.rs"],
    ),
    Example(
        "just tets", "error: Justfile does not contain recipe `tets`", "just test", files={"justfile": "test:\n  ls\n"}
    ),
    Example("make deploy", "make: *** No rule to make target 'deploy'.  Stop.", None, 2, files=MAKE),
    Example("make build", "make: *** No rule to make target 'a.c', needed by 'build'.  Stop.", None, 2, files=MAKE),
]
