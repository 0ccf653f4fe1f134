"""Whether a thing is here in a version that was asked for: by its name, or kept side by side with others."""

from __future__ import annotations

import re

from ghost_kernel.knowledge import inventory, things
from ghost_kernel.skills._words import install_told, number_in
from ghost_kernel.telling import code, listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine
    from ghost_kernel.skill import Asked

# What is called by its version's first number: `java 17`.
BY_NUMBER = frozenset(
    "python java openjdk jdk node nodejs node.js gcc g++ clang llvm ruby php perl lua go golang postgres postgresql "
    "mysql mariadb cmake qt cuda dotnet scala kotlin vim emacs".split()
)
MOST_DIGITS = 2  # of such a number
MOST_ASKED = 4  # programs that are asked for their version
# Where those who keep several versions keep them: below these, a folder each, named by its version.
KEPT = {
    "python": ("~/.pyenv/versions", "~/.local/share/uv/python", "~/.local/share/mise/installs/python",
               "~/.asdf/installs/python"),
    "node": ("~/.nvm/versions/node", "~/.local/share/fnm/node-versions", "~/.local/share/mise/installs/node",
             "~/.asdf/installs/nodejs", "~/.volta/tools/image/node"),
    "ruby": ("~/.rbenv/versions", "~/.rvm/rubies", "~/.asdf/installs/ruby"),
    "rust": ("~/.rustup/toolchains",), "java": ("/usr/lib/jvm", "~/.sdkman/candidates/java"),
    "go": ("~/sdk", "~/.asdf/installs/golang"), "php": ("~/.phpenv/versions",),
}  # fmt: skip
_SAME = {"python3": "python", "nodejs": "node", "node.js": "node", "rustc": "rust", "golang": "go", "jdk": "java"}


def asked_for(text: str, thing: str) -> str:
    """The version that stands right behind the thing; empty where none does. A bare number may be anything else."""
    found = re.search(
        rf"(?<![\w.-]){re.escape(thing)}\s*(?:version\s+|版本\s*|v)?(\d+(?:\.\d+)*)(?![\w.]*\w|%)", text, re.I
    )
    if found is None or ("." not in found[1] and (thing.lower() not in BY_NUMBER or len(found[1]) > MOST_DIGITS)):
        return ""
    return found[1]


def told(asked: Asked, thing: str, wanted: str) -> str:
    """Yes with where it is; else no, with what there is of it."""
    say, machine, name = asked.say, asked.machine, code(thing)
    others: list[str] = []
    for program in _programs(machine, thing, wanted)[:MOST_ASKED]:
        place = machine.which(program)
        seen = machine.probe([program, "--version"], f"the version of {program}")
        version = number_in(seen.text if seen is not None else "")
        if not version and program.endswith(wanted):
            version = wanted  # it bears it in its name
        if _fits(version, wanted):
            return say(
                f"**Yes**: {code(program)} is version **{version}** ({code(place)}).",
                f"**有**：{code(program)} 的版本是 **{version}**（{code(place)}）。",
            )
        if version:
            others.append(f"{code(program)} **{version}**")
    for folder, version in _kept(machine, thing):
        if _fits(version, wanted):
            return say(
                f"**Yes**: version **{version}** of {name} is kept in {code(folder)}.",
                f"**有**：{name} 的 **{version}** 版在 {code(folder)}。",
            )
        others.append(f"**{version}** ({code(folder)})")
    package = next(
        (one for one in (inventory.installed(machine, each) for each in _packages(thing, wanted)) if one), None
    )
    if package is not None and _fits(number_in(package.version), wanted):
        return say(
            f"**Yes**: the package {code(package.name)} {package.version} is installed.",
            f"**有**：已安装软件包 {code(package.name)} {package.version}。",
        )
    here = listed(others, 6, asked.is_chinese)
    no = say(f"**No**: {name} {wanted} was not found here", f"**没有**：没有找到 {name} {wanted}")
    if here:
        return no + say(f"; what is here: {here}.", f"；这里有：{here}。")
    return no + say(".", "。") + install_told(asked, thing)


def _programs(machine: Machine, thing: str, wanted: str) -> list[str]:
    """The programs that may be it: those that bear the version in their names, then the plain ones."""
    parts = wanted.split(".")
    ends = dict.fromkeys([wanted, ".".join(parts[:2]), "".join(parts[:2]), parts[0]])
    plain = list(dict.fromkeys([*things.names(thing), thing]))
    roots = dict.fromkeys([one.rstrip("0123456789") or one for one in (thing, *plain)])
    named = [f"{root}{mark}{end}" for end in ends for root in roots for mark in ("", "-")]
    return [one for one in dict.fromkeys([*named, *plain]) if machine.which(one)]


def _packages(thing: str, wanted: str) -> list[str]:
    short = ".".join(wanted.split(".")[:2])
    return [f"{root}{mark}{short}" for root in dict.fromkeys([thing, *things.names(thing)]) for mark in ("", "-")]


def _kept(machine: Machine, thing: str) -> list[tuple[str, str]]:
    low = thing.lower()
    found = []
    for folder in KEPT.get(_SAME.get(low, low), ()):
        for name, is_folder in sorted(machine.names(folder).items()):
            number = re.search(r"\d+(?:\.\d+)*", name)
            if is_folder and number:
                found.append((f"{folder}/{name}", number[0]))
    return found


def _fits(version: str, wanted: str) -> bool:
    """Whether it is that version, or one of those that are meant by its beginning."""
    numbers = re.findall(r"\d+", version)
    parts = wanted.split(".")
    return bool(version) and numbers[: len(parts)] == parts
