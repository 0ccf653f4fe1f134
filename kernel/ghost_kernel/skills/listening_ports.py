"""Everything that listens on this machine, with its ports."""

from __future__ import annotations

from ghost_kernel.knowledge import looks
from ghost_kernel.skills import Asked, Example, _unseen, frame, skill
from ghost_kernel.telling import table

HELPS = (
    "PORT LISTENING OPEN OCCUPY SERVICE PROCESS PROGRAM MACHINE HERE MY ALL NETWORK RUNNING USAGE WHO "
    "CONNECTION INFO PUBLIC REACH ONLINE OTHERS EXPLAIN MEANING LISTEN_ALL STATUS"
)
NEVER = "KILL HOW WHY FIREWALL FREE START STOP ORDER"
MOST = 40


@skill(
    frame(
        "PORT",
        "LISTENING|OPEN|OCCUPY|RUNNING|ALL|MY|SHOW|EXIST|USAGE|STATUS|INFO",
        helps=HELPS,
        takes="count",
        never=NEVER,
    ),
    frame(
        "SERVICE|PROGRAM|WHAT",
        "REACH|ONLINE",
        "PUBLIC|OTHERS",
        helps=HELPS + " PUBLIC REACH ONLINE OTHERS",
        never=NEVER,
    ),
    frame("LISTENING", helps=HELPS, takes="count", never=NEVER),
)
def answer(asked: Asked) -> str | None:
    """A table by ports."""
    say = asked.say
    if asked.all("port") and any(one.low in ("it", "它", "该", "这个", "那个") for one in asked.tokens):
        return None  # the port that was named before
    seen = looks.look(asked.machine, "ports", why="who listens on which port")
    if seen is None:
        return say("What listens here could not be seen.", "无法查看监听中的端口。")
    rows: dict[tuple[int, str, str, int, str], list[str]] = {}
    for row in seen.rows:
        protocol = looks.text(row, "protocol").rstrip("6")
        key = (
            looks.number(row, "port"),
            protocol,
            looks.text(row, "program"),
            looks.number(row, "pid"),
            looks.text(row, "user"),
        )
        rows.setdefault(key, []).append(looks.text(row, "address"))
    if not rows:
        return say("Nothing listens on any port.", "没有任何端口处于监听状态。")
    lines = []
    for (port, protocol, program, pid, user), places in sorted(rows.items())[:MOST]:
        who = program or "?"
        lines.append([f"{port}/{protocol}", ", ".join(places), who, str(pid or "?"), user])
    head = say("port|address|program|pid|user", "端口|地址|程序|进程号|用户").split("|")
    text = (
        say(f"**{len(rows)}** ports are in use by listeners:", f"共有 **{len(rows)}** 个监听端口：")
        + "\n\n"
        + table(head, lines)
    )
    if len(rows) > MOST:
        text += say(f"\n\nand {len(rows) - MOST} more", f"\n\n还有 {len(rows) - MOST} 个")
    if any(not key[2] for key in rows):
        text += "\n\n`?`: " + _unseen.why(asked)
    return text


_ROW = (
    '{"protocol":"tcp","address":"127.0.0.1","port":631,"pid":9,"program":"cupsd","others":[],"uid":0,"user":"root"}\n'
)
EXAMPLES = [
    Example("which ports are open?", ["631", "cupsd"], probes={"ghost look ports --json": _ROW}),
    Example("有哪些端口在监听", ["631"], probes={"ghost look ports --json": _ROW}),
    Example("how do I open a port", silent=True),
]
