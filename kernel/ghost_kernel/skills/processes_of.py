"""The processes of a program or of an account; how many run."""

from __future__ import annotations

from ghost_kernel.knowledge import accounts, looks, services, things
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import code, short, size, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.sentence.words import Token

HELPS = "PROCESS RUNNING ALL MY MACHINE HERE HOW_MANY TOTAL INFO USER FIND SERVICE RUN EFFECT WHO"
NEVER = "KILL STOP HOW WHY PORT CPU MEMORY MOST FILE UPTIME DISK TREE CREATE ORDER TIMER"
MOST = 15
MOST_READ = 4000


def _is_plain(tokens: Sequence[Token]) -> bool:
    """`what is running`, and not `what is up`."""
    plain = ("running", "run", "运行", "在运行", "正在运行", "在跑", "正在跑", "跑", "运行着")
    return all(one.low in plain for one in tokens if "RUNNING" in one.concepts)


@skill(
    frame("thing", "PROCESS", helps=HELPS + " PROGRAM", takes="thing", never=NEVER),
    frame("thing", "PROCESS", "WHAT|WHICH|SHOW|ALL|HOW_MANY", helps=HELPS + " PROGRAM", never=NEVER),
    frame("ZOMBIE", helps=HELPS + " CHECK EXIST", never=NEVER),
    frame("thing", "LISTING", helps=HELPS + " PROGRAM", takes="thing", never=NEVER + " WHERE INSTALLED EXPLAIN"),
    frame("thing", "HOW_MANY", "RUNNING", helps=HELPS + " PROGRAM", never=NEVER),
    frame("pid", helps=HELPS + " PROGRAM WHAT WHICH EXPLAIN", never=NEVER),
    frame("WHAT|SHOW|ALL", "RUNNING", helps="RUNNING HERE MACHINE MY ALL YES", only=_is_plain, prior=-0.05),
    frame(
        "PROCESS|PROGRAM",
        "RUNNING|ALL|HOW_MANY|SHOW|MY|CHECK",
        helps=HELPS,
        never=NEVER + " INSTALLED",
        takes="count",
        prior=-0.04,
    ),
)
def answer(asked: Asked) -> str | None:
    """A table of them, the oldest first."""
    say = asked.say
    if asked.has("ZOMBIE"):
        return _zombies(asked)
    number = asked.first("pid")
    known = not asked.thing or things.is_name(asked.machine, asked.thing) or bool(asked.all("quoted"))
    seen = None
    if asked.thing and asked.thing not in accounts.users(asked.machine):
        for name in things.names(asked.thing)[:2]:
            seen = looks.look(asked.machine, "processes", name[: services.COMM], why=f"processes of {name}")
            if seen is not None and any(services.is_of(row, name) for row in seen.rows):
                seen.rows = [row for row in seen.rows if services.is_of(row, name)]
                break
            if seen is not None:
                seen.rows = []
        what = f"**{asked.thing}** "
    else:
        seen = looks.look(asked.machine, "processes", why="what runs")
        what = ""
        if seen is not None and asked.thing:
            seen.rows = [row for row in seen.rows if looks.text(row, "user") == asked.thing]
            what = f"**{asked.thing}** "
        if seen is not None and number is not None:
            seen.rows = [row for row in seen.rows if looks.number(row, "pid") == number.value]
            what = f"**{number.value}** "
    if seen is None and not known:
        return None
    if seen is None:
        return say("The processes could not be seen.", "无法查看进程。")
    rows = seen.rows
    if not rows and not known:
        return None
    if not rows:
        return say(f"No process {what}runs.", f"没有 {what}的进程在运行。" if what else "没有进程在运行。")
    if not what:
        rows = [row for row in rows if looks.text(row, "command")] or rows
    if number is not None and len(rows) == 1:
        # A script is known by its own name, and its line begins with what runs it.
        name, line = looks.text(rows[0], "name"), looks.text(rows[0], "command")
        user, memory = looks.text(rows[0], "user"), size(looks.number(rows[0], "memory"))
        line = code(short(line or name, 200))
        return say(
            f"Process **{number.value}** is **{name}** (user {user}, memory {memory}): {line}",
            f"进程 **{number.value}** 是 **{name}**（用户 {user}，内存 {memory}）：{line}",
        )
    shown = rows[-MOST:] if not what else rows[:MOST]
    lines = [
        [
            str(looks.number(row, "pid")),
            looks.text(row, "user"),
            size(looks.number(row, "memory")),
            short(looks.text(row, "command") or looks.text(row, "name"), 60),
        ]
        for row in shown
    ]
    plural = "" if len(rows) == 1 else "es"
    top = say(
        f"**{len(rows)}** process{plural} {'of ' + what if what else ''}{'is' if len(rows) == 1 else 'are'} running",
        f"{what}有 **{len(rows)}** 个进程在运行",
    )
    if len(rows) > len(shown):
        top += say(f", {len(shown)} of them:", f"，其中 {len(shown)} 个：")
    else:
        top += say(":", "：")
    return top + "\n\n" + table(say("pid|user|memory|command", "进程号|用户|内存|命令").split("|"), lines)


def _zombies(asked: Asked) -> str | None:
    """Processes that have ended and whose parents have not asked how."""
    say = asked.say
    every = [one for one in asked.machine.names("/proc") if one.isdigit()]
    if not every:
        return None
    rows = []
    for pid in every[:MOST_READ]:
        # `9 (frob) Z 7 …`: proc(5); a name may hold anything, a bracket too.
        name, _, rest = asked.machine.read(f"/proc/{pid}/stat").partition(" (")[2].rpartition(") ")
        state, _, parent = rest.partition(" ")
        if state == "Z":
            rows.append([pid, parent.partition(" ")[0], name])
    if not rows:
        return say("There are **no** zombie processes.", "**没有**僵尸进程。")
    plural = "" if len(rows) == 1 else "es"
    head = say(f"**{len(rows)}** zombie (defunct) process{plural}:", f"**{len(rows)}** 个僵尸进程：")
    foot = say(
        "They have ended; they go when their parents (the second column) look after them, or end.",
        "它们已经结束；等父进程（第二列）处理或退出后就会消失。",
    )
    columns = say("pid|parent|name", "进程号|父进程|名称").split("|")
    return head + "\n\n" + table(columns, rows[:MOST]) + "\n\n" + foot


_ROW = '{"pid":7,"user":"ann","cpu_ms":9000,"memory":1048576,"name":"vim","command":"vim notes"}\n'
EXAMPLES = [
    Example(
        "list the processes of vim",
        ["7", "vim notes"],
        programs=["vim"],
        probes={"ghost look processes vim --json": _ROW},
    ),
    Example("vim开了几个进程", "**1**", programs=["vim"], probes={"ghost look processes vim --json": _ROW}),
    Example("what is process id 7", "is **vim**", probes={"ghost look processes --json": _ROW}),
    Example(
        "any zombies?",
        ["**1**", "frob"],
        files={"/proc/7/stat": "7 (init) S 1 7", "/proc/9/stat": "9 (frob) Z 7 9"},
    ),
    Example("有没有僵尸进程", "**没有**", files={"/proc/7/stat": "7 (init) S 1 7"}),
    Example("what is running?", ["**1**", "vim notes"], probes={"ghost look processes --json": _ROW}),
    Example("什么在运行", ["**1**", "vim notes"], probes={"ghost look processes --json": _ROW}),
    Example("what is up?", silent=True, probes={"ghost look processes --json": _ROW}),
    Example("kill all processes of vim", silent=True, programs=["vim"]),
]
