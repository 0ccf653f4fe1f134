"""Which package holds a program or a file, and the line that installs it with this machine's package manager."""

from __future__ import annotations

from ghost_kernel.knowledge import inventory, programs, services, things
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.skills._words import is_choice
from ghost_kernel.telling import code

HELPS = (
    "PACKAGE PROVIDE INSTALL INSTALLED PROGRAM NEED COMMAND MACHINE WHERE "
    "HERE NAME FIND USE RUN SERVICE FILE DISTRO HOW MY CONTENT"
)
NEVER = "RUNNING KILL STOP REMOVE VERSION UPDATE WHY SIZE HOW_MANY LOG"


@skill(
    frame("thing|path", "PACKAGE", helps=HELPS, takes="thing", never=NEVER, prior=0.01),
    frame("thing", "PROVIDE", "WHAT|WHICH", helps=HELPS, never=NEVER + " CONFIG LOG VARIABLE"),
    frame("thing", "INSTALL", "NEED|WHAT|WHICH", helps=HELPS, takes="thing", never=NEVER),
)
def answer(asked: Asked) -> str | None:
    """What holds each name that is asked about."""
    if is_choice(asked):
        return None
    acts = [one.low for one in asked.tokens if one.concepts & {"INSTALL", "FIND", "CHECK"}]
    if asked.has("HOW") and asked.things and all(one.lower() in acts for one in asked.things):
        return None  # `how do I install a package`: its verb is no name, whatever programs are called
    texts = [_path(asked, asked.path)] if asked.path and "/" in asked.path and not asked.things else []
    texts += [_told(asked, thing) for thing in asked.things[:3]]
    return "\n\n".join(text for text in texts if text) or None


def _path(asked: Asked, path: str) -> str:
    say = asked.say
    resolved = asked.machine.resolve(path)
    if not asked.machine.exists(path):
        return _told(asked, path.rsplit("/", 1)[-1])
    package = inventory.owner(asked.machine, path if asked.machine.root else resolved)
    if package:
        return say(f"{code(path)} is from the package **{package}**.", f"{code(path)} 来自软件包 **{package}**。")
    return say(f"{code(path)} is from no package that is known here.", f"{code(path)} 不属于任何已知的软件包。")


def _told(asked: Asked, thing: str) -> str:
    say, machine = asked.say, asked.machine
    name = code(thing)
    for program in things.names(thing):
        place = machine.which(program) or programs.in_system_folder(machine, program)
        if place:
            shown = place[len(machine.root) :] if machine.root and place.startswith(machine.root) else place
            package = inventory.owner(machine, shown)
            if package:
                return say(
                    f"{name} is in the package **{package}**, which is installed ({code(shown)}).",
                    f"{name} 属于软件包 **{package}**，已安装（{code(shown)}）。",
                )
            way = services.way(machine, thing)
            if way is not None:
                return say(
                    f"{name} is here already ({code(shown)}); the package of that name is **{way.package}**.",
                    f"{name} 已经在这台机器上（{code(shown)}）；对应的软件包是 **{way.package}**。",
                )
            return say(
                f"{name} is here ({code(shown)}), from no package that is known.",
                f"{name} 已经在这台机器上（{code(shown)}），但不属于已知的软件包。",
            )
    found = inventory.installed(machine, thing)
    if found is not None:
        return say(
            f"**{found.name}** {found.version} is installed as a package of that name.",
            f"软件包 **{found.name}** {found.version} 已安装。",
        )
    told = way_told(asked, thing)
    if asked.others or services.way(machine, thing) is None:
        return told
    return say(f"{name} is not installed here.", f"{name} 没有安装。") + "\n\n" + told


def way_told(asked: Asked, thing: str) -> str:
    """The package to install and the line that does it."""
    say = asked.say
    way = services.way(asked.machine, thing)
    if way is None:
        return say(f"Which package brings {code(thing)} is not known here.", f"不知道 {code(thing)} 属于哪个软件包。")
    if not way.line:
        return say(
            f"It is in the package {code(way.package)}, as Debian names it.",
            f"Debian 中的软件包名是 {code(way.package)}。",
        )
    root = say(" (as root)", "（需要 root）") if way.as_root else ""
    probably = "" if way.sure else say("probably ", "可能是")
    text = say(
        f"Package to install: {probably}{code(way.package)} ({way.manager}):\n\n    {way.line}{root}",
        f"需要安装的软件包：{probably}{code(way.package)}（{way.manager}）：\n\n    {way.line}{root}",
    )
    others = [f"{package} ({manager}): {code(line)}" for package, manager, line in way.others[:2] if line]
    return text + "".join(say(f"\n\nor {one}", f"\n\n或者 {one}") for one in others)


_DEBIAN = {"/etc/os-release": "ID=debian\n"}
EXAMPLES = [
    Example("which package has the dig command?", ["dnsutils", "apt-get install"], files=_DEBIAN, programs=["apt-get"]),
    Example("要用tree得装哪个包", "apt-get install tree", files=_DEBIAN, programs=["apt-get"]),
    Example(
        "what package is /bin/ls from",
        "**coreutils**",
        files={**_DEBIAN, "/bin/ls*": "", "/var/lib/dpkg/info/coreutils.list": "/.\n/bin/ls\n"},
    ),
    Example("how big is the package tree", silent=True, files=_DEBIAN, programs=["apt-get"]),
]
