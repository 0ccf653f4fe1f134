"""Whether a service or program runs, is installed, listens, or starts at boot; what to install where it is not here."""

from __future__ import annotations

from ghost_kernel.knowledge import looks, services, things
from ghost_kernel.skills import Answer, Asked, Example, Offer, _versions, frame, skill
from ghost_kernel.telling import code, listed, span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.knowledge.services import Seen

STATE = "RUNNING|INSTALLED|LISTENING|ENABLED|STATUS|DOWN|MISSING"
KINDS = (
    "PROGRAM SERVICE PROCESS PACKAGE MACHINE HERE MY YES STATUS EXIST INFO NOT NAME DATABASE WEB NETWORK SET DISABLED"
)
HELPS = KINDS + " RUNNING INSTALLED LISTENING ENABLED BOOT DOWN INSTALL"
NEVER = (
    "WHY HOW WHERE WHO LOG VERSION CONFIG KILL STOP REMOVE UPDATE HOW_MUCH MEMORY CPU PORT UPTIME HOW_LONG WHEN MOST"
    " RESTART DISABLE CHANGED ORDER"
)


@skill(
    frame("thing", STATE, helps=HELPS, takes="thing", never=NEVER + " PROVIDE", prior=0.005),
    frame(
        "thing",
        "HOW_LONG|WHEN|UPTIME",
        helps=HELPS + " HOW_LONG WHEN UPTIME TIME START NEWER",
        takes="thing",
        never=(
            "WHY HOW WHERE WHO LOG VERSION CONFIG KILL STOP REMOVE UPDATE PORT CHANGED INSTALLED INSTALL FILE "
            "BOOT MACHINE"
        ),
        prior=-0.02,
    ),
    frame("thing", "MACHINE|HERE", helps=KINDS, never=NEVER + " PROVIDE FILE FOLDER USER NEED PUT", prior=-0.05),
    frame("thing", "START", "CHECK|YES", helps=HELPS, takes="thing", never=NEVER + " PROVIDE NEED BOOT WHAT WHICH"),
    frame("thing", "YES", "MACHINE|HERE", helps=KINDS + " ALL", never=NEVER + " PROVIDE FILE FOLDER USER", prior=-0.1),
    frame("thing", "INSTALL", "CHECK|YES", helps=HELPS, takes="thing", never=NEVER + " PROVIDE NEED WHAT WHICH"),
    frame(
        "thing",
        "RUNNING|START|BOOT",
        "BOOT|REBOOT",
        helps=HELPS + " REBOOT START NEWER",
        takes="thing",
        never="WHY HOW WHERE WHO LOG VERSION CONFIG KILL STOP REMOVE UPDATE PORT UPTIME HOW_LONG WHEN DISABLE",
    ),
    frame("thing", "number", "EXIST|INSTALLED|MACHINE|HERE", helps=HELPS + " PYTHON", never=NEVER + " PROVIDE FILE"),
    frame(
        "thing",
        "EXIST",
        helps=KINDS,
        never=NEVER + " PROVIDE FILE FOLDER USER GROUP CONTENT FREE ALIAS VARIABLE ADDRESS",
        prior=-0.08,
    ),
)
def answer(asked: Asked) -> Answer | None:
    """The state of each thing, at most three of them."""
    texts: list[str] = []
    offers: list[Offer] = []
    strange = [one for one in asked.things if not things.is_name(asked.machine, one) and not _is_quoted(asked, one)]
    if len(strange) > 1 or (strange and not asked.has(*STATE.split("|"), "INSTALL")):
        return None
    for thing in asked.things[:3]:
        version = (
            "" if asked.has("RUNNING", "LISTENING", "ENABLED") else _versions.asked_for(asked.question.text, thing)
        )
        if version:
            texts.append(_versions.told(asked, thing, version))
            continue
        seen = services.seen(asked.machine, thing)
        texts.append(_told(asked, seen))
        if not seen.is_installed:
            way, offered = _install(asked, thing)
            texts.append(way)
            offers += offered if asked.has("INSTALL") and not asked.has("INSTALLED", "RUNNING") else []
    return Answer("\n\n".join(texts), offers)


def _is_quoted(asked: Asked, thing: str) -> bool:
    return any(one.text == thing for one in asked.all("quoted"))


def _told(asked: Asked, seen: Seen) -> str:
    name = code(seen.thing)
    say = asked.say
    if not seen.is_installed:
        return say(
            f"{name} is **not running**: it is not installed here."
            if asked.has("RUNNING", "LISTENING", "DOWN", "STATUS")
            else f"{name} is **not installed**.",
            f"{name} **没有运行**：这台机器上没有安装它。"
            if asked.has("RUNNING", "LISTENING", "DOWN", "STATUS")
            else f"{name} **没有安装**。",
        )
    parts: list[str] = []
    if (asked.has("ENABLED") and not asked.has("RUNNING")) or asked.has("REBOOT"):
        parts.append(_boot(asked, seen))
    elif (asked.has("INSTALLED", "INSTALL") or _is_had(asked)) and not asked.has("RUNNING", "LISTENING", "DOWN"):
        parts.append(_installed(asked, seen))
        if seen.unit or seen.processes:
            parts.append(_running(asked, seen))
    else:
        parts.append(_running(asked, seen))
        if asked.has("INSTALLED"):
            parts.append(_installed(asked, seen))
        if asked.has("ENABLED"):
            parts.append(_boot(asked, seen))
    if asked.has("LISTENING"):
        parts.append(_ports(asked, seen))
    return "\n\n".join(part for part in parts if part)


def _is_had(asked: Asked) -> bool:
    """`do I have jq`, `有 jq 吗`: whether it is here is asked, not what it does."""
    return any("EXIST" in one.concepts for one in asked.tokens)


def _running(asked: Asked, seen: Seen) -> str:
    name, say = code(seen.thing), asked.say
    if seen.is_running:
        unit = ""
        if seen.state:
            unit = say(
                f"unit {code(seen.unit + '.service')} is {seen.state}",
                f"单元 {code(seen.unit + '.service')} 状态 {seen.state}",
            )
        pids = [str(looks.number(row, "pid")) for row in seen.processes]
        held = say(f"pid {listed(pids, 5)}", f"进程号 {listed(pids, 5, True)}") if pids else ""
        long_ = _age(asked, seen) if asked.has("HOW_LONG", "WHEN", "UPTIME") else ""
        more = say(", ", "，").join(one for one in (unit, held, long_) if one)
        return say(f"{name} is **running** ({more}).", f"{name} **正在运行**（{more}）。")
    if seen.state == "failed":
        return say(
            f"{name} is **not running**: its unit {code(seen.unit + '.service')} has failed.\n\n"
            f"`journalctl -u {seen.unit} -n 50` tells why.",
            f"{name} **没有运行**：单元 {code(seen.unit + '.service')} 启动失败。"
            f"\n\n用 `journalctl -u {seen.unit} -n 50` 查看原因。",
        )
    if seen.state == "activating":
        return say(f"{name} is **starting** just now.", f"{name} **正在启动**。")
    if not seen.looked and not seen.state:
        return say(
            f"{name} is installed, but whether it runs could not be seen.", f"{name} 已安装，但无法看到它是否在运行。"
        )
    here = f" ({seen.unit}.service: {seen.state})" if seen.state else ""
    return say(f"{name} is installed but **not running**{here}.", f"{name} 已安装，但**没有运行**{here}。")


def _age(asked: Asked, seen: Seen) -> str:
    """How long its oldest process has been running; empty where that is not told."""
    begun = [looks.number(row, "started_ms") for row in seen.processes if looks.number(row, "started_ms") > 0]
    try:
        up = float(asked.machine.read("/proc/uptime").split()[0])
    except (IndexError, ValueError):
        return ""
    if not begun:
        return ""
    long_ = span(up - min(begun) / 1000, asked.is_chinese)
    return asked.say(f"for {long_}", f"已运行 {long_}")


def _installed(asked: Asked, seen: Seen) -> str:
    name, say = code(seen.thing), asked.say
    facts = []
    if seen.package is not None:
        package = f"{code(seen.package.name)} {seen.package.version}"
        facts.append(say(f"package {package}", f"软件包 {package}"))
    if seen.program:
        facts.append(code(seen.program))
    more = say(", ", "，").join(facts)
    tail = say(f": {more}", f"：{more}") if more else ""
    return say(f"{name} is **installed**{tail}.", f"{name} **已安装**{tail}。")


def _boot(asked: Asked, seen: Seen) -> str:
    name, say = code(seen.thing), asked.say
    if not seen.unit or seen.enabled is None:
        return say(f"{name} has no unit that systemd could start at boot.", f"{name} 没有可供开机启动的 systemd 单元。")
    if seen.enabled:
        return say(f"{name} **starts at boot** (enabled).", f"{name} **会开机启动**（enabled）。")
    return say(f"{name} does **not start at boot** (not enabled).", f"{name} **不会开机启动**（未 enable）。")


def _ports(asked: Asked, seen: Seen) -> str:
    rows = looks.look(asked.machine, "ports", why="who listens on which port")
    if rows is None:
        return ""
    pids = {looks.number(row, "pid") for row in seen.processes}
    ports = sorted(
        {
            (looks.number(row, "port"), looks.text(row, "address"))
            for row in rows.rows
            if looks.number(row, "pid") in pids or services.is_of({"name": looks.text(row, "program")}, seen.thing)
        }
    )
    if not ports:
        if seen.is_running and rows.notes:
            return asked.say("On which port it listens can be seen by root only.", "它监听哪个端口只有 root 能看到。")
        return asked.say("It listens on no port.", "它没有监听任何端口。")
    names = listed([f"{port} ({address})" for port, address in ports], 8, asked.is_chinese)
    return asked.say(f"It listens on port {names}.", f"监听端口：{names}。")


def _install(asked: Asked, thing: str) -> tuple[str, list[Offer]]:
    """The package and the line that installs it, as text; and as an offer."""
    way = services.way(asked.machine, thing)
    say = asked.say
    if way is None:
        return say(
            f"Which package brings {code(thing)} is not known here.", f"不知道 {code(thing)} 属于哪个软件包。"
        ), []
    if not way.line:
        return say(
            f"It is in the package {code(way.package)}, as Debian names it.",
            f"Debian 中的软件包名是 {code(way.package)}。",
        ), []
    root = say(" (as root)", "（需要 root）") if way.as_root else ""
    probably = "" if way.sure else say("probably ", "可能是")
    return say(
        f"Package to install: {probably}{code(way.package)} ({way.manager}):\n\n    {way.line}{root}",
        f"需要安装的软件包：{probably}{code(way.package)}（{way.manager}）：\n\n    {way.line}{root}",
    ), asked.offer(way.line, say(f"installs {way.package}", f"安装 {way.package}"), "no_install")


_NONE = {"ghost look processes nginx --json": ""}
_DEBIAN = {"/etc/os-release": "ID=debian\n"}
_UNIT = {**_DEBIAN, "/usr/lib/systemd/system/nginx.service": ""}
_ROW = '{"pid":71,"parent":1,"uid":0,"user":"root","state":"S","name":"nginx","command":"nginx: master process"}\n'
EXAMPLES = [
    Example(
        "is nginx running?",
        ["not running", "not installed", "apt-get install nginx"],
        probes=_NONE,
        files=_DEBIAN,
        programs=["apt-get"],
    ),
    Example(
        "nginx 在跑吗",
        ["正在运行", "71"],
        files=_UNIT,
        probes={"systemctl is-active nginx": "active\n", "ghost look processes nginx --json": _ROW},
    ),
    Example(
        "is nginx up and does it start at boot?",
        ["not running", "failed", "starts at boot"],
        files={**_UNIT, "/etc/systemd/system/multi-user.target.wants/nginx.service": ""},
        probes={"systemctl is-active nginx": (3, "failed\n", ""), **_NONE},
    ),
    Example(
        "do I have python 3.12?",
        ["**No**", "`python` 3.12", "**3.11.2**"],
        lacks="running",
        programs=["python3"],
        probes={"python3 --version": "Python 3.11.2\n"},
    ),
    Example(
        "is python 3.12 installed",
        ["**Yes**", "`python3.12` is version **3.12.4**"],
        programs=["python3", "python3.12"],
        probes={"python3 --version": "Python 3.11.2\n", "python3.12 --version": "Python 3.12.4\n"},
    ),
    Example(
        "do I have java 17?",
        ["**Yes**", "17.0.9"],
        programs=["java"],
        probes={"java --version": "openjdk 17.0.9 2023-10-17\n"},
    ),
    Example(
        "装了 node 20.1 吗",
        ["**有**", "~/.nvm/versions/node/v20.1.0"],
        files=[".nvm/versions/node/v20.1.0/"],
        programs=["node"],
        probes={"node --version": "v18.2.0\n"},
    ),
    Example("do I have jq", ["`jq` is **installed**"], lacks="running", programs=["jq"]),
    Example("why is nginx not running", silent=True, files=_UNIT),
]
