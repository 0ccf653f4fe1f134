"""On which ports a service or program listens."""

from __future__ import annotations

from ghost_kernel.knowledge import looks, services, things
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import code, listed

HELPS = "LISTENING OCCUPY USE OPEN WHAT WHICH PROCESS SERVICE PROGRAM MACHINE HERE RUNNING WHERE HOW_MANY"
NEVER = "HOW WHY KILL STOP RESTART START CHANGED EDIT FIREWALL CONFIG ORDER LOG FREE"


@skill(
    frame("thing", "PORT", helps=HELPS, never=NEVER),
    frame("thing", "WHERE|WHICH", "LISTENING", helps=HELPS, never=NEVER),
)
def answer(asked: Asked) -> str | None:
    """The ports of its processes."""
    say, thing = asked.say, asked.thing
    name = code(thing)
    rows = looks.look(asked.machine, "ports", why="who listens on which port")
    if rows is None:
        return say("Who listens on which port could not be seen.", "无法查看端口的占用情况。")
    names = things.names(thing)
    found = [
        row for row in rows.rows if any(services.is_of({"name": looks.text(row, "program")}, one) for one in names)
    ]
    if not found:
        seen = services.seen(asked.machine, thing)
        pids = {looks.number(row, "pid") for row in seen.processes}
        found = [row for row in rows.rows if looks.number(row, "pid") in pids]
        if not found and not seen.is_running:
            if not seen.is_installed and not things.is_name(asked.machine, thing) and not asked.all("quoted"):
                return None
            return say(f"{name} is **not running**, so it listens on no port.", f"{name} **没有运行**，没有监听端口。")
    ports = sorted({(looks.number(row, "port"), looks.text(row, "address")) for row in found})
    if not ports:
        unseen = any(not looks.number(row, "pid") for row in rows.rows)
        hidden = say(" that can be seen without root's rights", "（有些进程只有 root 能看到）") if unseen else ""
        return say(f"{name} runs, but listens on no port{hidden}.", f"{name} 在运行，但没有监听端口{hidden}。")
    told = listed([f"**{port}** ({address})" for port, address in ports], 8, asked.is_chinese)
    return say(f"{name} listens on port {told}.", f"{name} 监听端口 {told}。")


_ROW = '{"protocol":"tcp","address":"127.0.0.1","port":631,"pid":9,"program":"cupsd","uid":0,"user":"root"}\n'
EXAMPLES = [
    Example("which port does cupsd listen on?", "**631**", probes={"ghost look ports --json": _ROW}),
    Example("cupsd 用的哪个端口", "**631**", probes={"ghost look ports --json": _ROW}),
    Example("how do I change the port of cupsd", silent=True),
]
