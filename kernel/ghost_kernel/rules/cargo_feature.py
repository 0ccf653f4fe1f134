"""A cargo feature is misspelt: Cargo.toml lists those there are."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["cargo"], line_has=["--features", "-F"], output_has=["feature"])
def propose(failure: Failure) -> Fix | None:
    names = _features(failure.machine.read("Cargo.toml", 65536))
    for place, word in enumerate(failure.args):
        option, mark, text = word.plain.partition("=")
        if option not in ("--features", "-F"):
            continue
        target = word if mark else failure.args[place + 1] if place + 1 < len(failure.args) else None
        if target is None:
            continue
        for name in (text if mark else target.plain).replace(",", " ").split():
            near = spelling.rank(name, names)
            swapped = target.swap(name, near[0].name, failure.dialect) if name not in names and near else None
            if swapped is not None and name in (failure.output or ""):
                return failure.swap(
                    target,
                    swapped,
                    why=f"there is a feature {near[0].name}",
                    confidence=spelling.confidence(near[0]),
                    origin="local",
                    only=near[0].only,
                )
    return None


def _features(text: str) -> list[str]:
    """The keys of [features]."""
    found = []
    section = ""
    for raw in text.splitlines():
        line = raw.strip()
        if line[:1] == "[" and line[-1:] == "]" and "=" not in line:
            section = line.strip("[] ")
        elif section == "features" and "=" in line and line[0] != "#":
            found.append(line.partition("=")[0].strip().strip('"'))
    return found


TOML = {"Cargo.toml": "[package]\nname = 'x'\n\n[features]\ndefault = []\ncolour = []\njson = [\n  'dep:serde',\n]\n"}
EXAMPLES = [
    Example(
        "cargo test --features coluor,json",
        "error: the package 'x' does not contain this feature: coluor",
        "cargo test --features colour,json",
        101,
        files=TOML,
    ),
    Example(
        "cargo run -F=jsno",
        "error: none of the selected packages contains this feature: jsno",
        "cargo run -F=json",
        101,
        files=TOML,
    ),
    Example("cargo run -F zq", "error: none of the selected packages contains this feature: zq", None, 101, files=TOML),
]
