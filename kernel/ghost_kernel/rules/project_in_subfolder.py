"""The project lies in a folder below: the one that has what was asked for is entered."""

from __future__ import annotations

from ghost_kernel.knowledge import projects
from ghost_kernel.knowledge.below import entering
from ghost_kernel.rules import Example, Failure, Fix, rule

BUILDS = frozenset("build run test check clippy bench doc fmt clean".split())


@rule(
    programs=["make", "gmake", "npm", "yarn", "pnpm", "cargo", "git", "docker", "docker-compose", "pip", "pip3",
    "just"],
    output_has=["no rule to make target", "no targets specified", "no makefile found", "could not read package.json",
    "enoent",
                "could not find `cargo.toml`", "couldn't find a package.json", "no package.json",
                "not a git repository", "missing script",
                "no configuration file provided", "could not open requirements file", "no justfile found"],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    name = failure.program
    machine = failure.machine
    plain = [word.plain for word in failure.args]
    if name in ("make", "gmake"):
        if {"-C", "-f", "--directory", "--file"} & set(plain):
            return None
        targets = [word.plain for word in failure.stage.operands if "=" not in word.plain]
        fits = []
        for file in projects.MAKEFILES:
            for folder in projects.folders_with(machine, file):
                if folder not in fits and set(targets) <= set(projects.make(machine, f"{folder}/{file}")):
                    fits.append(folder)
        return _one(failure, fits, "-C")
    if name in ("npm", "pnpm", "yarn"):
        if machine.is_file("package.json") and not failure.has("missing script"):
            return None
        script = (
            plain[1]
            if plain[:1] == ["run"] and len(plain) > 1
            else plain[0]
            if plain[:1] in (["test"], ["start"])
            else ""
        )
        fits = projects.folders_with(machine, "package.json")
        fits = [folder for folder in fits if not script or script in projects.npm(machine, folder)]
        if not script and machine.is_file("package.json"):
            return None
        return _one(failure, fits, {"npm": "--prefix", "pnpm": "-C", "yarn": "--cwd"}[name])
    if name == "cargo" and plain and plain[0] in BUILDS and "--manifest-path" not in plain:
        fits = projects.folders_with(machine, "Cargo.toml")
        if len(fits) == 1:
            words = failure.command(*failure.words[:2], "--manifest-path", f"{fits[0]}/Cargo.toml", *failure.words[2:])
            line = entering(failure, fits[0])
            if line:
                return Fix(line=line, why=f"the package is in {fits[0]}", confidence=0.85, origin="local")
            return Fix(words, why=f"the package is in {fits[0]}", confidence=0.82, origin="local")
    if (
        name == "git"
        and failure.has("not a git repository")
        and plain
        and plain[0] in ("status", "log", "diff", "branch", "show", "fetch", "pull")
    ):
        inside = [one for one, is_folder in machine.names("").items() if is_folder and machine.exists(f"{one}/.git")]
        return _one(failure, inside, "-C", 0.62)
    return None


def _one(failure: Failure, folders: list[str], option: str, confidence: float = 0.86) -> Fix | None:
    if len(folders) != 1:
        return None
    why = f"the {'repository' if failure.program == 'git' else 'project'} is in {folders[0]}"
    inside = entering(failure, folders[0]) if failure.program != "git" else ""
    if inside:
        return Fix(line=inside, why=why, confidence=confidence, origin="local")
    words = failure.command(failure.words[0], option, folders[0], *failure.args)
    return Fix(words, why=why, confidence=confidence, origin="local")


EXAMPLES = [
    Example(
        "make check",
        "make: *** No rule to make target 'check'.  Stop.",
        "(cd lib && make check)",
        2,
        files={"lib/Makefile": "check:\n", "doc/Makefile": "html:\n"},
    ),
    Example(
        "npm run lint",
        "npm error enoent Could not read package.json",
        "(cd web && npm run lint)",
        files={"web/package.json": '{"scripts": {"lint": "x"}}'},
    ),
    Example(
        "cargo test -q",
        "error: could not find `Cargo.toml` in `x`",
        "(cd core && cargo test -q)",
        101,
        files=["core/Cargo.toml"],
    ),
    Example(
        "make check > log",
        "make: *** No rule to make target 'check'.  Stop.",
        "make -C lib check > log",
        2,
        files={"lib/Makefile": "check:\n"},
    ),
    Example(
        "make",
        "make: *** No targets specified and no makefile found.  Stop.",
        None,
        2,
        files={"a/Makefile": "x:\n", "b/Makefile": "x:\n"},
    ),
    Example("git commit", "fatal: not a git repository", None, 128, files=["a/.git/HEAD"]),
]
