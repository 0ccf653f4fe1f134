"""Which version of a program or package is here."""

from __future__ import annotations

from ghost_kernel.knowledge import commands, inventory, managers, programs, things
from ghost_kernel.quoting import quote
from ghost_kernel.skills import Answer, Asked, Example, frame, skill
from ghost_kernel.skills._words import number_in
from ghost_kernel.telling import code

HELPS = "VERSION PROGRAM PACKAGE INSTALLED MACHINE HERE MY RUNNING HOW_MUCH USE NEW NAME INFO SERVICE RECENT"
NEVER = "UPDATE INSTALL REMOVE WHERE KILL KERNEL DISTRO DIFFERENCE LINES CHANGED"


@skill(
    frame("thing", "VERSION", helps=HELPS + " INSTALL", takes="thing", never=NEVER, prior=0.01),
    frame("thing", "VERSION", "WHICH|WHAT", helps=HELPS + " INSTALL", takes="thing", never=NEVER),
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
def answer(asked: Asked) -> Answer | str | None:
    """Of each thing: what the package's record says, and what the program says of itself."""
    things_ = asked.things[:3]
    text = "\n\n".join(_told(asked, thing) for thing in things_)
    if not text or not _is_newer_asked(asked):
        return text or None
    more, line = _newer(asked, things_[0])
    return Answer(text + more, asked.offer(line, asked.say("only reads the package lists", "只读取软件包列表")))


# What shows the version that a manager would install.
_CANDIDATE = {
    "apt": "apt-cache policy", "dnf": "dnf info", "yum": "yum info", "pacman": "pacman -Si", "apk": "apk policy",
    "zypper": "zypper info", "brew": "brew info",
}  # fmt: skip


def _is_newer_asked(asked: Asked) -> bool:
    """`is there a newer version`: about one that is not here."""
    newer = ("newer", "newest", "latest", "更新", "更新的", "最新", "新", "新的")
    return any(one.low in newer for one in asked.tokens)


def _newer(asked: Asked, thing: str) -> tuple[str, str]:
    """That the newest one is not known here, and the line that shows it; empty where no manager is known."""
    manager = managers.here(asked.machine)
    text = asked.say("\n\nWhether there is a newer one is not seen here.", "\n\n有没有更新的版本，在这里看不到。")
    first = _CANDIDATE.get(manager.name.partition("-")[0]) if manager is not None else None
    if manager is None or first is None:
        return text, ""
    line = f"{first} {quote(things.package(asked.machine, thing, manager.name) or thing)}"
    told = asked.say("This line shows what the package lists have:", "用这一行查看软件包列表里的版本：")
    return f"{text} {told}\n\n    {line}", line


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
    Example(
        "is there a newer version of git",
        ["**2.40.1**", "is not seen here", "apt-cache policy git"],
        programs=["git", "apt-get"],
        files={"/etc/os-release": "ID=debian\n"},
        probes={"git --version": "git version 2.40.1\n"},
        offers=["apt-cache policy git"],
    ),
    Example("update git to a new version", silent=True, programs=["git"]),
]
