"""As whom a process runs, and which process has started it."""

from __future__ import annotations

from ghost_kernel.knowledge import looks
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import code, short

HELPS = "PROCESS RUN RUNNING START WHO WHAT WHICH USER OWNER TREE PROGRAM INFO NAME SHOW OCCUPY MACHINE HERE CHANGED"
NEVER = "KILL STOP HOW WHY PORT LISTENING CPU MEMORY MOST FILE UPTIME DISK HOW_MANY WHEN HOW_LONG ORDER ALL LOG"
MOST_COMMAND = 80


@skill(
    frame("pid", "WHO|USER|OWNER|TREE", helps=HELPS, never=NEVER, prior=0.03),
    frame("pid", "START|RUNNING|RUN", "WHO|WHAT|WHICH", helps=HELPS, never=NEVER, prior=0.03),
    frame("number", "PROCESS", "WHO|USER|OWNER|TREE", helps=HELPS, takes="number", never=NEVER, prior=0.06),
    frame("number", "TREE", helps=HELPS, takes="number", never=NEVER + " FOLDER"),
)
def answer(asked: Asked) -> str | None:
    """Of one process: its account, its parent, what it is."""
    say = asked.say
    number = asked.first("pid") or asked.first("number")
    if number is not None and asked.first("pid") is None and not asked.has("TREE"):
        before = asked.question.text[: number.start].rstrip(" #").lower()
        if not before.endswith(("process", "process number", "proc", "task", "进程", "进程号")):
            return None  # some other number
    seen = looks.look(asked.machine, "processes", why=say("which processes there are", "有哪些进程"))
    if number is None or seen is None:
        return None
    every = {looks.number(row, "pid"): row for row in seen.rows}
    row = every.get(number.value)
    if row is None:
        return say(f"There is no process **{number.value}** here.", f"这里没有进程 **{number.value}**。")
    user = looks.text(row, "user") or str(looks.number(row, "uid"))
    first = say(
        f"Process **{number.value}** ({code(_called(row))}) runs as **{user}**.",
        f"进程 **{number.value}**（{code(_called(row))}）以用户 **{user}** 运行。",
    )
    parent = looks.number(row, "parent")
    above = every.get(parent)
    if parent <= 0:
        return f"{first} " + say("It has no parent: the kernel started it.", "它没有父进程，由内核启动。")
    if above is None:
        return f"{first} " + say(f"Its parent, process {parent}, cannot be seen.", f"看不到它的父进程 {parent}。")
    owner = looks.text(above, "user") or str(looks.number(above, "uid"))
    told = say(
        f"Its parent is process **{parent}** ({code(_called(above))}), which runs as **{owner}**.",
        f"父进程是 **{parent}**（{code(_called(above))}），以用户 **{owner}** 运行。",
    )
    if parent == 1:
        # What has lost its parent is given to the first process.
        told += " " + say("It may have been started by one that is gone.", "也可能由已经结束的进程启动。")
    return f"{first} {told}"


def _called(row: looks.Row) -> str:
    return short(looks.text(row, "command") or looks.text(row, "name"), MOST_COMMAND)


_ROWS = (
    '{"pid":1,"parent":0,"uid":0,"user":"root","name":"init","command":"/sbin/init"}\n'
    '{"pid":70,"parent":1,"uid":0,"user":"root","name":"sshd","command":"sshd: ann"}\n'
    '{"pid":71,"parent":70,"uid":9,"user":"ann","name":"vim","command":"vim notes"}\n'
)
_SEEN = {"ghost look processes --json": _ROWS}
EXAMPLES = [
    Example("who started process 1", ["runs as **root**", "the kernel started it"], probes=_SEEN),
    Example("which user runs pid 71", ["`vim notes`", "runs as **ann**"], probes=_SEEN),
    Example("what is the parent of 71", ["parent is process **70** (`sshd: ann`)"], probes=_SEEN),
    Example("进程 71 的父进程是谁", "父进程是 **70**", probes=_SEEN),
    Example("parent of 4711", "no process **4711**", probes=_SEEN),
    Example("who listens on port 71", silent=True, probes=_SEEN),
    Example("kill process 71", silent=True, probes=_SEEN),
]
