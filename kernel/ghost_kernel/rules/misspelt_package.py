"""A package's name is misspelt: the nearest of those installed, or of those that apt's lists offer."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import debian
from ghost_kernel.rules import Example, Failure, Fix, rule

HERE = ("remove", "purge", "autoremove", "reinstall")
NONE = (
    "unable to locate package",
    "is not installed",
    "no packages found matching",
    "couldn't find any package",
    "no package",
    "not found",
)


@rule(programs=["apt", "apt-get", "apt-cache", "aptitude", "dpkg", "dpkg-query", "apt-mark"], output_has=NONE)
def propose(failure: Failure) -> Fix | None:
    operands = failure.stage.operands
    ours = failure.program.startswith("dpkg")
    if any(word.plain in HERE for word in failure.args) or (
        ours and failure.stage.has("-r", "-P", "--remove", "--purge")
    ):
        return None  # what is removed is not guessed
    for word in operands if ours else operands[1:]:
        name = word.value or ""
        if not failure.names(word) or name in debian.installed(failure.machine, name):
            continue
        bare, mark, rest = name.partition("=") if "=" in name else name.partition(":")
        near = debian.nearest(failure.machine, bare, ours)
        if near is not None:
            return failure.swap(
                word,
                near.name + mark + rest,
                why=f"there is a package {near.name}",
                confidence=spelling.confidence(near) - (0.0 if ours else 0.1),
                origin="local",
                only=True,
            )
    return None


EXAMPLES = [
    Example(
        "dpkg -L coretuils",
        "dpkg-query: package 'coretuils' is not installed",
        "dpkg -L coreutils",
        files={"/var/lib/dpkg/status": "Package: coreutils\nStatus: install ok installed\n\nPackage: coredumper\n"},
    ),
    Example(
        "sudo apt-get install -y ripgerp",
        "E: Unable to locate package ripgerp",
        "sudo apt-get install -y ripgrep",
        100,
        files={"/var/lib/apt/lists/x_main_Packages": "Package: rhino\n\nPackage: ripgrep\nVersion: 1\n"},
    ),
    Example("dpkg -s zqzqzq", "dpkg-query: package 'zqzqzq' is not installed", None),
    Example("apt remove coretuils", "E: Unable to locate package coretuils", None, 100),
    Example("dpkg -i x.deb", "dpkg: error: archive is not found", None),
]
