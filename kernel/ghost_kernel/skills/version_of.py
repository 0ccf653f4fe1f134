"""Which version of a program or package is here."""

from __future__ import annotations

from ghost_kernel.knowledge import commands, inventory, managers, programs, things
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.skills._words import number_in
from ghost_kernel.telling import code

HELPS = "VERSION PROGRAM PACKAGE INSTALLED MACHINE HERE MY RUNNING HOW_MUCH USE NEW NAME INFO SERVICE RECENT"
NEVER = "UPDATE INSTALL REMOVE WHERE KILL KERNEL DISTRO DIFFERENCE LINES CHANGED"


@skill(
    frame("thing", "VERSION", helps=HELPS, takes="thing", never=NEVER),
    frame(
        "thing",
        "WHICH",
        "EXIST|USE",
        helps=HELPS,
        never=NEVER + " PACKAGE FILE FOLDER USER GROUP PORT PROCESS SERVICE"
        " ADDRESS NETWORK DISK MEMORY CPU INTERFACE ALIAS VARIABLE TIMER CONFIG LOG",
        prior=0.02,
    ),
)
def answer(asked: Asked) -> str | None:
    """Of each thing: what the package's record says, and what the program says of itself."""
    return "\n\n".join(_told(asked, thing) for thing in asked.things[:3]) or None


def _told(asked: Asked, thing: str) -> str:
    say, machine = asked.say, asked.machine
    name = code(thing)
    place, program = "", ""
    for one in things.names(thing):
        place = machine.which(one) or programs.in_system_folder(machine, one)
        if place:
            program = one
            break
    said = ""
    if program:
        seen = machine.probe([program, "--version"], f"the version of {program}")
        said = number_in(seen.text if seen is not None else "")
    manager = managers.here(machine)
    called = things.package(machine, thing, manager.name if manager is not None else "")
    held = [package for package, _ in commands.package_of(machine, program or thing)]
    found = None
    for one in dict.fromkeys([thing.lower(), *things.names(thing), *([called] if called else []), *held]):
        found = inventory.installed(machine, one)
        if found is not None:
            break
    if said:
        package = (
            say(f" (package {found.name} {found.version})", f"（软件包 {found.name} {found.version}）") if found else ""
        )
        return say(f"{name} is version **{said}**{package}.", f"{name} 的版本是 **{said}**{package}。")
    if found is not None:
        return say(
            f"{name} is version **{found.version}** (package {found.name}).",
            f"{name} 的版本是 **{found.version}**（软件包 {found.name}）。",
        )
    if place:
        return say(
            f"{name} is here ({code(place)}), but its version could not be seen.",
            f"{name} 在 {code(place)}，但看不到版本号。",
        )
    from ghost_kernel.skills._words import install_told

    return say(f"{name} is **not installed**.", f"{name} **没有安装**。") + install_told(asked, thing)


EXAMPLES = [
    Example(
        "which version of git is this?",
        "**2.40.1**",
        programs=["git"],
        probes={"git --version": "git version 2.40.1\n"},
    ),
    Example("git是什么版本", "**2.40.1**", programs=["git"], probes={"git --version": "git version 2.40.1\n"}),
    Example("update git to a new version", silent=True, programs=["git"]),
]
