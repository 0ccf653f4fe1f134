"""The line that ends a process, or stops, starts and restarts a service; it is offered, never run."""

from __future__ import annotations

from ghost_kernel.knowledge import looks, managers, services
from ghost_kernel.skills import Answer, Asked, Example, _unseen, frame, skill
from ghost_kernel.telling import code, short, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.knowledge.looks import Row

HELPS = (
    "ORDER SLOW PROCESS PROGRAM SERVICE ALL MY MACHINE HERE OCCUPY USE FREE HOW WHO RUNNING LISTENING "
    "PORT KILL STOP NEED"
)
NEVER = "WHY FAILED LOG ERROR INSTALLED FILE FOLDER EXPLAIN DIFFERENCE LAST CONTAINER"
ENDS = "KILL|STOP"
VERBS = {
    "RESTART": "restart",
    "ENABLE": "enable",
    "DISABLE": "disable",
    "START": "start",
    "STOP": "stop",
    "KILL": "stop",
    "ENABLED": "enable",
}
MOST = 10


@skill(
    frame(
        "thing",
        "KILL|STOP|RESTART|START|ENABLE|DISABLE",
        helps=HELPS + " START RESTART ENABLE DISABLE BOOT",
        takes="thing",
        never=NEVER + " RUNNING",
    ),
    # Said as an order, `start` is no question whether something has been started.
    frame("thing", "START|ENABLE|DISABLE", helps=HELPS + " BOOT ENABLED", never=NEVER + " YES CHECK WHEN", prior=0.01),
    frame("thing", "ENABLED", "CREATE|SET|START|ENABLE|NEED", helps=HELPS + " BOOT", never=NEVER + " YES CHECK WHEN"),
    frame("port", "KILL|STOP|CLEAN", helps=HELPS, never=NEVER),
    frame("pid", "KILL|STOP", helps=HELPS, never=NEVER),
    frame("number", "KILL", helps=HELPS, never=NEVER),
    frame("number", "PORT|OCCUPY", "KILL|STOP", helps=HELPS, never=NEVER),
)
def answer(asked: Asked) -> Answer | None:
    """What is there, and the line; nothing is ended by force."""
    if asked.thing:
        return _named(asked)
    say = asked.say
    named_port = asked.first("port") or (asked.first("number") if asked.has("PORT", "OCCUPY") else None)
    if named_port is not None:
        return _at_port(asked, named_port.value)
    number = asked.first("pid") or asked.first("number")
    if number is None:
        return None
    seen = looks.look(asked.machine, "processes", why="what that process is")
    rows = [row for row in seen.rows if looks.number(row, "pid") == number.value] if seen is not None else []
    if seen is not None and not rows:
        # `kill it on 3000`: a number that is no process may be a port.
        at_port = _at_port(asked, number.value, False) if asked.first("pid") is None else None
        return at_port or Answer(say(f"There is no process {number.value}.", f"没有进程号为 {number.value} 的进程。"))
    return _ending(asked, rows or [{"pid": number.value}], "")


def _at_port(asked: Asked, port: int, is_sure: bool = True) -> Answer | None:
    """What holds a port, and the line that ends it; None where nothing does and a port may not be meant."""
    say = asked.say
    if not 0 < port < 65536:
        return None
    seen = looks.look(asked.machine, "ports", str(port), why=f"who listens on port {port}")
    rows = [row for row in seen.rows if looks.number(row, "port") == port] if seen is not None else []
    if not is_sure and not rows:
        return None
    if seen is not None and not rows:
        return Answer(say(f"Nothing listens on port **{port}**.", f"没有进程占用端口 **{port}**。"))
    rows = [row for row in rows if looks.number(row, "pid")]
    if not rows:
        return Answer(say(f"Port **{port}** is in use. ", f"端口 **{port}** 已被占用。") + _unseen.why(asked))
    pids = {looks.number(row, "pid"): {"name": row.get("program"), **row} for row in rows}
    return _ending(asked, list(pids.values()), say(f"on port {port}", f"占用端口 {port} 的"))


def _named(asked: Asked) -> Answer | None:
    say = asked.say
    thing = asked.thing
    seen = services.seen(asked.machine, thing)
    verb = next((VERBS[one] for one in VERBS if asked.has(one)), "stop")
    if verb == "start" and asked.has("ENABLED", "BOOT") and not asked.has("RUNNING"):
        verb = "enable"
    unit = seen.unit
    as_service = unit and (verb not in ("stop",) or not asked.has("KILL") or asked.has("SERVICE"))
    if as_service:
        rights = managers.rights(asked.machine)
        line = f"{rights}systemctl {verb} {unit}"
        state = say(
            f"{code(unit + '.service')} is {seen.state or 'of unknown state'}.",
            f"{code(unit + '.service')} 当前状态：{seen.state or '未知'}。",
        )
        return Answer(
            state + "\n\n" + say(f"This line would {verb} it:", "可以用这一行：") + f"\n\n    {line}",
            asked.offer(line, say(f"would {verb} {unit}", f"systemctl {verb} {unit}"), "no_services", "no_privilege"),
        )
    if verb != "stop":
        if not seen.is_installed:
            if not asked.has("SERVICE"):
                return None
            return Answer(
                say(
                    f"There is no service {code(thing)} here: it is not installed, so there is nothing to {verb}.",
                    f"这里没有服务 {code(thing)}：没有安装它，无法 {verb}。",
                )
            )
        return Answer(
            say(
                f"{code(thing)} is no service of systemd here, so there is nothing to {verb}.",
                f"{code(thing)} 不是这台机器上的 systemd 服务，无法 {verb}。",
            )
        )
    if not seen.processes:
        if not seen.looked and not seen.state:
            return Answer(say("The processes could not be seen.", "无法查看进程。"))
        return Answer(say(f"{code(thing)} does not run.", f"{code(thing)} 没有在运行。"))
    return _ending(asked, seen.processes, say(f"of {thing}", f"{thing} 的"))


def _owner(asked: Asked, row: Row) -> int:
    """The number of the account a process belongs to; that of a socket is its maker's, which may be another."""
    name = looks.text(row, "user")
    for line in asked.machine.read("/etc/passwd").splitlines():
        fields = line.split(":")
        if len(fields) > 2 and fields[0] == name and fields[2].isdigit():
            return int(fields[2])
    return looks.number(row, "uid")


def _ending(asked: Asked, rows: list[Row], whose: str) -> Answer:
    say = asked.say
    pids = [looks.number(row, "pid") for row in rows]
    # The one that started the others ends them.
    tops = [looks.number(row, "pid") for row in rows if looks.number(row, "parent") not in pids]
    foreign = any(_owner(asked, row) != managers.own() for row in rows)
    rights = managers.rights(asked.machine) if foreign else ""
    if tops and 1 in tops:
        return Answer(
            say("Process 1 is the system's first: ending it ends everything.", "1 号进程是系统的第一个进程，不能结束。")
        )
    line = rights + "kill " + " ".join(str(pid) for pid in (tops or pids)[:MOST])
    lines = [
        [
            str(looks.number(row, "pid")),
            looks.text(row, "user"),
            short(looks.text(row, "command") or looks.text(row, "name"), 60),
        ]
        for row in rows[:MOST]
    ]
    count = len(rows)
    head = say(f"**{count}** process{'' if count == 1 else 'es'} {whose}".strip() + ":", f"{whose}进程（{count} 个）：")
    text = head + "\n\n" + table(say("pid|user|command", "进程号|用户|命令").split("|"), lines)
    text += "\n\n" + say("This line asks it to end:", "用这一行请它结束：") + f"\n\n    {line}"
    return Answer(
        text,
        asked.offer(line, say("asks it to end", "请求进程结束"), "no_services", *(["no_privilege"] if rights else [])),
    )


_ROW = '{"pid":7,"parent":1,"uid":1000,"user":"ann","memory":1048576,"name":"vim","command":"vim notes"}\n'
EXAMPLES = [
    Example(
        "kill vim", "vim notes", offers=["kill 7"], programs=["vim"], probes={"ghost look processes vim --json": _ROW}
    ),
    Example(
        "停掉 vim 进程，但先别真的结束它", "kill 7", programs=["vim"], probes={"ghost look processes vim --json": _ROW}
    ),
    Example(
        "restart ssh", "restart ssh", offers=["systemctl restart ssh"], files=["/usr/lib/systemd/system/ssh.service"]
    ),
    Example(
        "kill whatever's on 8123",
        "vim",
        offers=["kill 7"],
        probes={
            "ghost look ports 8123 --json": '{"protocol":"tcp","address":"0.0.0.0","port":8123,"pid":7,"program":"vim",'
            '"others":[],"uid":1000,"user":"ann"}\n'
        },
    ),
    Example("restart the nginx service", "no service `nginx` here"),
    Example(
        "restart the ssh service",
        "restart ssh",
        offers=["systemctl restart ssh"],
        files=["/usr/lib/systemd/system/ssh.service"],
    ),
    Example("why did vim stop", silent=True, programs=["vim"]),
]
