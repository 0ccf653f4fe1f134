"""cargo: a program without --bin, an example taken for a program, a package cut short, the folder of a manifest."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import projects
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

KINDS = ("bin", "example", "test", "bench")
PROFILES = ("dev", "release", "test", "bench")


@rule(
    programs=["cargo"],
    output_has=["could not determine which binary", "target named", "not found in workspace", "did not match any",
                "is a directory but expected a file", "is not defined", "the manifest-path must be a path"],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    machine = failure.machine
    if failure.has("could not determine which binary"):
        return _program(failure)
    for kind in KINDS:
        word = _value(failure, f"--{kind}")
        if word is None or not failure.has(f"no {kind} target named"):
            continue
        for other in KINDS:
            if other != kind and word.plain in projects.cargo(machine, other):
                at = failure.words.index(word)
                words = failure.command(*failure.words[: at - 1], f"--{other}", *failure.words[at:])
                return Fix(words, why=f"{word.plain} is {other}, not {kind}", confidence=0.93, origin="local")
    word = _value(failure, "-p", "--package")
    if word is not None and failure.has("not found in workspace", "did not match any packages"):
        return _package(failure, word)
    word = _value(failure, "--manifest-path")
    if word is not None and machine.is_file(f"{word.plain.rstrip('/')}/Cargo.toml"):
        return failure.swap(
            word, f"{word.plain.rstrip('/')}/Cargo.toml", why="the manifest is meant", confidence=0.96, origin="local"
        )
    word = _value(failure, "--profile")
    if word is not None and failure.has(f"profile `{word.plain}` is not defined"):
        own = [
            line.strip("[] \t").partition(".")[2]
            for line in machine.read("Cargo.toml").splitlines()
            if line.startswith("[profile.")
        ]
        near = spelling.rank(word.plain, [*PROFILES, *own])
        if near:
            return failure.spell(word, near[0], f"there is a profile {near[0].name}")
    return None


def _value(failure: Failure, *options: str) -> Word | None:
    """The value of an option that is a word of its own."""
    args = failure.args
    return next((args[at + 1] for at, word in enumerate(args[:-1]) if word.plain in options), None)


def _program(failure: Failure) -> Fix | None:
    """`cargo run NAME` where there are several programs."""
    names = projects.cargo(failure.machine, "bin")
    for word in failure.stage.operands[1:2]:
        if word.plain in names:
            at = failure.words.index(word)
            rest = failure.words[at + 1 :]
            words = failure.command(*failure.words[:at], "--bin", word, *(["--"] if rest else []), *rest)
            return Fix(words, why=f"{word.plain} is one of the programs", confidence=0.95, origin="local")
    return None


def _package(failure: Failure, word: Word) -> Fix | None:
    """A package of the workspace: spelt better, by the name of its folder, or by a part that only one has."""
    names = projects.cargo_members(failure.machine)
    near = spelling.rank(word.plain, names.values())
    if near:
        return failure.spell(word, near[0], f"there is a package {near[0].name}")
    part = [name for folder, name in names.items() if word.plain in (folder, *name.split("-"), *name.split("_"))]
    if len(part) != 1:
        return None
    return failure.swap(word, part[0], why=f"the package is called {part[0]}", confidence=0.92, origin="local")


def _manifest(name: str) -> str:
    return f'[package]\nname = "{name}"\n'


EXAMPLES = [
    Example(
        "cargo run -q frob",
        "error: `cargo run` could not determine which binary to run. Use the `--bin` option",
        "cargo run -q --bin frob",
        101,
        files=["src/bin/frob.rs", "src/bin/other.rs"],
    ),
    Example(
        "cargo run --bin tour",
        "error: no bin target named `tour` in default-run packages",
        "cargo run --example tour",
        101,
        files=["examples/tour.rs"],
    ),
    Example(
        "cargo test -p core",
        "error: package(s) `core` not found in workspace `/x`",
        "cargo test -p frob-core",
        101,
        files={
            "Cargo.toml": '[workspace]\nmembers = ["crates/*"]\n',
            "crates/core/Cargo.toml": _manifest("frob-core"),
            "crates/cli/Cargo.toml": _manifest("frob-cli"),
        },
    ),
    Example(
        "cargo build --manifest-path app",
        "error: manifest path `app` is a directory but expected a file",
        "cargo build --manifest-path app/Cargo.toml",
        101,
        files=["app/Cargo.toml"],
    ),
    Example(
        "cargo build --profile reelase",
        "error: profile `reelase` is not defined",
        "cargo build --profile release",
        101,
        files={"Cargo.toml": _manifest("frob")},
    ),
    Example("cargo run --bin frob", "error: no bin target named `frob`", None, 101, files=["examples/tour.rs"]),
    Example("cargo run", "error: `cargo run` could not determine which binary to run.", None, 101),
]
