"""Who uses a port, and whether it is free."""

from __future__ import annotations

from ghost_kernel.knowledge import facts, looks
from ghost_kernel.skills import Asked, Example, _unseen, frame, skill
from ghost_kernel.telling import code, listed, span

HELPS = (
    "HOG PORT LISTENING OCCUPY USE PROCESS PROGRAM SERVICE WHO OPEN FREE FIND MACHINE HERE RUNNING "
    "LISTEN_ALL OWNER INSTALLED UNPUSHED NAME USAGE INFO STATUS"
)
NEVER = "KILL STOP HOW WHY CHANGED EDIT START FIREWALL REMOVE ORDER"


LEAST = 80


@skill(
    frame("port", helps=HELPS, takes="number", never=NEVER),
    frame(
        "port",
        "HOW_LONG|WHEN|UPTIME",
        helps=HELPS + " HOW_LONG WHEN UPTIME TIME START",
        never=NEVER.replace(" START", ""),
        prior=0.02,
    ),
    frame("port", "LISTENING", "thing", helps=HELPS, never=NEVER, prior=0.02),
    frame("port", "WHO|OCCUPY", helps=HELPS + " HOW", never=NEVER.replace("HOW ", "")),
    frame(
        "number",
        "PORT|LISTENING|OCCUPY|FREE|OPEN|HOG|RUNNING|WHO|EXIST",
        helps=HELPS,
        never=NEVER + " MEMORY DISK FILE",
    ),
)
def answer(asked: Asked) -> str | None:
    """The process at each port that is named."""
    ports = [one.value for one in asked.all("port")] or [one.value for one in asked.all("number")]
    if not asked.all("port") and not asked.has("PORT", "LISTENING", "OCCUPY") and min(ports, default=0) < LEAST:
        return None  # a small number is seldom a port where nothing says so
    texts = [_told(asked, port) for port in dict.fromkeys(ports[:4]) if 0 < port < 65536]
    return "\n\n".join(text for text in texts if text) or None


def _told(asked: Asked, port: int) -> str:
    say = asked.say
    seen = looks.look(asked.machine, "ports", str(port), why=f"who listens on port {port}")
    if seen is None:
        return say(f"Who listens on port {port} could not be seen.", f"无法查看端口 {port} 的占用情况。")
    rows = [row for row in seen.rows if looks.number(row, "port") == port]
    if not rows:
        return say(f"Nothing listens on port **{port}**: it is free.", f"端口 **{port}** 没有被占用：没有进程在监听。")
    found: dict[tuple[str, int, str], list[str]] = {}
    for row in rows:
        key = (looks.text(row, "program"), looks.number(row, "pid"), looks.text(row, "user"))
        found.setdefault(key, []).append(f"{looks.text(row, 'protocol')} {looks.text(row, 'address')}")
    lines = []
    for (program, pid, user), places in found.items():
        where = listed(places, 4, asked.is_chinese)
        if program:
            lines.append(
                say(
                    f"{code(program)} (pid {pid}, user {user or '?'}) listens on port **{port}** ({where}).",
                    f"端口 **{port}** 被 {code(program)} 占用（进程号 {pid}，用户 {user or '?'}，{where}）。",
                )
                + (_age(asked, pid) if asked.has("HOW_LONG", "WHEN", "UPTIME") else "")
            )
        else:
            lines.append(
                say(
                    f"Port **{port}** is in use by user {user or '?'} ({where}). {_unseen.why(asked)}",
                    f"端口 **{port}** 已被用户 {user or '?'} 占用（{where}）。{_unseen.why(asked)}",
                )
            )
    return "\n\n".join(lines)


def _age(asked: Asked, pid: int) -> str:
    """How long the process has been running; empty where that is not told."""
    seen = looks.look(asked.machine, "processes", why="how long it has been running")
    rows = seen.rows if seen is not None else []
    begun = next((looks.number(row, "started_ms") for row in rows if looks.number(row, "pid") == pid), 0)
    up = facts.uptime(asked.machine)
    if begun <= 0 or up is None:
        return ""
    long_ = span(up - begun / 1000, asked.is_chinese)
    return asked.say(f" It has been running for {long_}.", f"它已运行 {long_}。")


_NODE = (
    '{"protocol":"tcp","address":"0.0.0.0","port":8080,"pid":41,"program":"node","others":[],"uid":0,"user":"sam"}\n'
)
EXAMPLES = [
    Example("who uses port 8080", ["node", "41", "sam"], probes={"ghost look ports 8080 --json": _NODE}),
    Example("8080端口空闲吗", "没有被占用", probes={"ghost look ports 8080 --json": ""}),
    Example(
        "which process uses port 8080 and how long has it been running",
        ["node", "41", "running for 1 hour"],
        lacks="Up for",
        probes={
            "ghost look ports 8080 --json": _NODE,
            "ghost look processes --json": '{"pid":41,"started_ms":1000,"name":"node"}\n',
        },
        files={"/proc/uptime": "3601.0 1.0\n"},
    ),
    Example(
        "8080端口被谁占用，跑了多久了",
        ["node", "已运行 1 小时"],
        probes={
            "ghost look ports 8080 --json": _NODE,
            "ghost look processes --json": '{"pid":41,"started_ms":1000,"name":"node"}\n',
        },
        files={"/proc/uptime": "3601.0 1.0\n"},
    ),
    Example("how do I forward port 8080", silent=True),
]
