"""What is started when the machine starts."""

from __future__ import annotations

from ghost_kernel.knowledge import services
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import code, listed

HELPS = "SERVICE PROGRAM PROCESS MACHINE MY HERE ALL BOOT ENABLED START RUNNING RUN ENABLE WHEN HOW_MANY LOAD"
NEVER = "HOW WHY SLOW HOW_LONG FAILED LOG LAST DISABLE RESTART REBOOT STOP KILL NEED TIMER"
KINDS = ("service", "socket", "timer", "mount", "path")


@skill(
    frame("ENABLED", helps=HELPS, never=NEVER),
    frame(
        "START|RUN|RUNNING|LOAD|SERVICE|PROGRAM",
        "BOOT",
        helps=HELPS + " REBOOT",
        never="HOW WHY SLOW HOW_LONG FAILED LOG LAST DISABLE NEED TIMER",
        prior=-0.01,
    ),
)
def answer(asked: Asked) -> str | None:
    """The units that others pull in, by the links that `systemctl enable` makes; and the person's autostart."""
    say, machine = asked.say, asked.machine
    if asked.things:
        return None
    own: dict[str, None] = {}
    packaged: dict[str, None] = {}
    known = False
    for folder in services.WANTS:
        for name, is_folder in machine.names(folder).items():
            known = True
            if is_folder and name.endswith((".wants", ".requires")):
                for unit in machine.names(f"{folder}/{name}"):
                    if unit.rpartition(".")[2] in KINDS:
                        (own if folder.startswith("/etc") else packaged)[unit] = None
    desktop = (
        [
            name[:-8]
            for folder in ("~/.config/autostart", "/etc/xdg/autostart")
            for name in machine.names(folder)
            if name.endswith(".desktop")
        ]
        if machine.home
        else []
    )
    scripts = sorted({name[3:] for name in machine.names("/etc/rc2.d") if name[:1] == "S"}) if not known else []
    if not (own or packaged or desktop or scripts):
        return say(
            "Nothing that starts at boot was found (no units, no init scripts, no autostart).",
            "没有找到开机启动项（没有 systemd 单元、init 脚本或自启动程序）。",
        )
    parts = []
    if own:
        names = sorted(one for one in own if one.endswith(".service")) + sorted(
            one for one in own if not one.endswith(".service")
        )
        parts.append(
            say(f"**{len(own)}** units are enabled: ", f"已启用的单元 **{len(own)}** 个：")
            + listed([code(one) for one in names], 40, asked.is_chinese)
        )
    if scripts:
        parts.append(
            say(f"**{len(scripts)}** init scripts: ", f"init 脚本 **{len(scripts)}** 个：")
            + listed([code(one) for one in scripts], 40, asked.is_chinese)
        )
    if desktop:
        parts.append(
            say("With the desktop: ", "随桌面启动：")
            + listed([code(one) for one in sorted(set(desktop))], 20, asked.is_chinese)
        )
    if packaged:
        parts.append(
            say(f"{len(packaged)} more belong to the system itself.", f"另有 {len(packaged)} 个属于系统自身。")
        )
    return "\n\n".join(parts)


_FILES = {"/etc/systemd/system/multi-user.target.wants/lamp.service": ""}
EXAMPLES = [
    Example("which services start at boot?", "lamp.service", files=_FILES),
    Example("开机启动项有哪些", "lamp.service", files=_FILES),
    Example("why is boot so slow", silent=True, files=_FILES),
]
