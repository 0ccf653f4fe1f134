"""The line that installs, removes or updates a package here; it is offered, never run."""

from __future__ import annotations

from ghost_kernel.knowledge import commands, inventory, managers, programs, services, things
from ghost_kernel.skills import Answer, Asked, Example, frame, skill
from ghost_kernel.skills._words import is_choice
from ghost_kernel.telling import code

HELPS = "ORDER PACKAGE PROGRAM MACHINE HERE MY NEED COMMAND SERVICE HOW VERSION RECENT NEW ONLINE USE WANT".replace(
    " WANT", ""
)
NEVER = "RUNNING WHY FAILED WHICH_ONE FILE FOLDER LOG DIFFERENCE LINK WHEN VARIABLE CONTENT EXPLAIN USER ALIAS".replace(
    " WHICH_ONE", ""
)
# How each manager removes and updates one package, and updates all.
LINES = {
    "apt": ("apt-get remove", "apt-get install --only-upgrade", "apt-get update && {0}apt-get upgrade"),
    "dnf": ("dnf remove", "dnf upgrade", "dnf upgrade"),
    "yum": ("yum remove", "yum update", "yum update"),
    "pacman": ("pacman -R", "pacman -S", "pacman -Syu"),
    "zypper": ("zypper remove", "zypper update", "zypper update"),
    "apk": ("apk del", "apk add --upgrade", "apk upgrade --available"),
    "brew": ("brew uninstall", "brew upgrade", "brew upgrade"),
    "xbps": ("xbps-remove", "xbps-install -u", "xbps-install -Su"),
}


@skill(
    frame(
        "thing",
        "ADD",
        helps=HELPS,
        takes="thing",
        never=NEVER + " INSTALLED WHERE REMOVE GIT SET CODE LINES HOW",
        prior=-0.05,
    ),
    frame(
        "PUT",
        "thing",
        "MACHINE|HERE",
        helps=HELPS + " PUT",
        never=NEVER + " INSTALLED WHERE REMOVE HOW WHAT WHICH PACKAGE COMMAND PROVIDE",
    ),
    frame("thing", "INSTALL", helps=HELPS, takes="thing", never=NEVER + " INSTALLED WHERE REMOVE"),
    frame("thing", "REMOVE", helps=HELPS + " DELETE", takes="thing", never=NEVER + " INSTALLED WHERE INSTALL"),
    frame("thing", "UPDATE", helps=HELPS, takes="thing", never=NEVER + " INSTALLED WHERE"),
    frame(
        "UPDATE", "PACKAGE|MACHINE|DISTRO|PROGRAM|ALL", helps=HELPS + " ALL DISTRO", never=NEVER + " INSTALLED KERNEL"
    ),
)
def answer(asked: Asked) -> Answer | None:
    """The line for the first thing that is named, or for all."""
    say, machine = asked.say, asked.machine
    told = any(one.low in ("was", "were", "been", "got") for one in asked.tokens)  # what has happened is no order
    if is_choice(asked) or told or (asked.has("REMOVE") and machine.exists(asked.thing)):
        return None
    manager = managers.here(machine)
    rights = managers.rights(machine) if manager is not None and manager.rights else ""
    lines = LINES.get(manager.name) if manager is not None else None
    if not asked.thing:
        if lines is None:
            return None
        line = rights + lines[2].format(rights)
        if asked.question.dialect == "nu":
            line = line.replace(" && ", "; ")  # it stops as well where the first part fails
        return Answer(
            say(f"This line updates every package:\n\n    {line}", f"更新全部软件包：\n\n    {line}"),
            asked.offer(line, say("updates every package", "更新全部软件包"), "no_install", "no_network"),
        )
    thing = asked.thing
    name = code(thing)
    if asked.has("REMOVE", "UPDATE"):
        package = _installed(asked, thing)
        is_removal = asked.has("REMOVE")
        if not package:
            return Answer(say(f"{name} is not installed as a package here.", f"{name} 没有以软件包的形式安装在这里。"))
        if lines is None:
            return None
        line = f"{rights}{lines[0 if is_removal else 1]} {package}"
        what = say("removes it", "卸载它") if is_removal else say("updates it", "更新它")
        forbidden = ("no_delete",) if is_removal else ("no_network",)
        return Answer(
            say(
                f"{name} is in the package **{package}**. This line {what}:\n\n    {line}",
                f"{name} 属于软件包 **{package}**。这一行{what}：\n\n    {line}",
            ),
            asked.offer(line, what, "no_install", *forbidden),
        )
    place = next(
        (
            machine.which(one) or programs.in_system_folder(machine, one)
            for one in things.names(thing)
            if machine.which(one) or programs.in_system_folder(machine, one)
        ),
        "",
    )
    found = inventory.installed(machine, thing)
    if place or found is not None:
        where = code(place) if place else f"{found.name} {found.version}" if found is not None else ""
        return Answer(say(f"{name} is installed already: {where}.", f"{name} 已经安装：{where}。"))
    way = services.way(machine, thing)
    if way is None and not things.is_name(machine, thing) and not asked.all("quoted"):
        return None
    if way is None:
        return Answer(
            say(
                f"Which package brings {name} is not known here, so there is no line to offer.",
                f"不知道 {name} 属于哪个软件包，因此无法给出安装命令。",
            )
        )
    if not way.line:
        return Answer(
            say(
                f"It is in the package {code(way.package)}, as Debian names it; no package manager was found here.",
                f"Debian 中的软件包名是 {code(way.package)}；这里没有找到包管理器。",
            )
        )
    root = say(" (as root)", "（需要 root）") if way.as_root else ""
    return Answer(
        say(
            f"{name} is in the package **{way.package}** ({way.manager}). This line installs it:"
            f"\n\n    {way.line}{root}",
            f"{name} 属于软件包 **{way.package}**（{way.manager}）。用这一行安装：\n\n    {way.line}{root}",
        ),
        asked.offer(way.line, say(f"installs {way.package}", f"安装 {way.package}"), "no_install", "no_network"),
    )


def _installed(asked: Asked, thing: str) -> str:
    """The installed package of that thing; empty when there is none."""
    machine = asked.machine
    manager = managers.here(machine)
    called = things.package(machine, thing, manager.name if manager is not None else "")
    held = [package for package, _ in commands.package_of(machine, thing)]
    for one in dict.fromkeys([thing.lower(), *([called] if called else []), *held, *things.names(thing)]):
        found = inventory.installed(machine, one)
        if found is not None:
            return found.name
    place = machine.which(thing)
    return inventory.owner(machine, place) if place else ""


_DEBIAN = {"/etc/os-release": "ID=debian\n"}
_HERE = {**_DEBIAN, "/var/lib/dpkg/status": "Package: tree\nStatus: install ok installed\nVersion: 2.1\n"}
EXAMPLES = [
    Example(
        "please install tree",
        "apt-get install tree",
        offers=["apt-get install tree"],
        files=_DEBIAN,
        programs=["apt-get"],
    ),
    Example("卸载tree", "tree", offers=["apt-get remove tree"], files=_HERE, programs=["apt-get", "tree"]),
    Example(
        "how would I install tree without doing it",
        "apt-get install tree",
        files=_DEBIAN,
        programs=["apt-get"],
        constraints=["no_install"],
        offers=[],
    ),
    Example(
        "get me tree", "apt-get install tree", offers=["apt-get install tree"], files=_DEBIAN, programs=["apt-get"]
    ),
    Example(
        "update all packages",
        "apt-get update; ",
        offers=["apt-get update; apt-get upgrade"],
        files=_DEBIAN,
        programs=["apt-get"],
        dialect="nu",
    ),
    Example("should I install tree or ncdu", silent=True, files=_DEBIAN, programs=["apt-get"]),
    Example("why does tree not install", silent=True, files=_DEBIAN, programs=["apt-get"]),
]
