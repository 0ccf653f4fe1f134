"""A package's name is misspelt for dnf, pacman, apk, brew, pip, npm, cargo or gem: the nearest that this machine knows.

What a registry may hold beside that is never guessed: a name that is near there may be anybody's.
"""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import debian, package_names
from ghost_kernel.rules import Example, Failure, Fix, rule

MANAGERS = {
    "dnf": "dnf", "yum": "yum", "pacman": "pacman", "yay": "pacman", "paru": "pacman", "apk": "apk", "brew": "brew",
    "pip": "pip", "pip3": "pip", "npm": "npm", "pnpm": "npm", "yarn": "npm", "cargo": "cargo", "gem": "gem",
}  # fmt: skip
NONE = (
    "no match for argument", "unable to find a match", "no package", "target not found", "no such package",
    "no available formula", "no formulae", "no matching distribution", "package(s) not found",
    "is not in this registry", "not found", "could not be found", "could not find", "did not match any packages",
)  # fmt: skip
REMOVING = frozenset("remove erase autoremove uninstall del rm un purge unlink -R -Rs -Rns -Rsn -Rsc".split())
VERSION = ("==", ">=", "<=", "~=", "@", "[")


@rule(programs=list(MANAGERS), output_has=NONE)
def propose(failure: Failure) -> Fix | None:
    manager = MANAGERS.get(failure.program, "")
    if not manager or any(word.plain in REMOVING for word in failure.args):
        return None  # what is removed is not guessed
    for word in failure.stage.operands if manager == "pacman" else failure.stage.operands[1:]:
        name = word.value or ""
        bare = name
        for mark in VERSION:
            bare = bare.partition(mark)[0] or bare
        if not bare or not _blamed(failure, bare):
            continue
        names = package_names.offered(failure.machine, manager, bare)
        near = debian.of_names(bare, names) if bare not in names else None
        if near is not None:
            return failure.swap(
                word,
                near.name + name[len(bare) :],
                why=f"there is a package {near.name}",
                confidence=spelling.confidence(near) - 0.08,
                origin="local",
                only=True,
            )
    return None


def _blamed(failure: Failure, name: str) -> bool:
    """Whether a line that says that something is not there names the package."""
    return any(
        name in line and any(text in line.lower() for text in NONE) for line in (failure.output or "").splitlines()
    )


EXAMPLES = [
    Example(
        "pip install frobkti==1.2",
        "ERROR: No matching distribution found for frobkti==1.2",
        "pip install frobkit==1.2",
        files={"requirements.txt": "frobkit>=1\nother\n"},
    ),
    Example(
        "npm install frobikt",
        "npm error 404  'frobikt@*' is not in this registry.",
        "npm install frobkit",
        files={"package.json": '{"devDependencies": {"frobkit": "^1"}}'},
    ),
    Example(
        "cargo add frobikt",
        "error: the crate `frobikt` could not be found in registry index.",
        "cargo add frobkit",
        101,
        files={"Cargo.lock": '[[package]]\nname = "frobkit"\nversion = "1.0.0"\n'},
    ),
    Example(
        "brew install frobikt",
        'Warning: No available formula with the name "frobikt".',
        "brew install frobkit",
        files={".cache/Homebrew/api/formula_names.txt": "fish\nfrobkit\n"},
    ),
    Example("pip install requsets", "ERROR: No matching distribution found for requsets", None),
    Example(
        "gem uninstall frobikt", "Gem 'frobikt' is not installed: could not find it", None,
        files={"Gemfile": "gem 'frobkit'\n"},
    ),
]  # fmt: skip
