"""Which packages were installed, upgraded or removed last, from the logs of the package managers here."""

from __future__ import annotations

import time

from ghost_kernel.knowledge import logtext
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import code

USUAL_DAYS = 30
DPKG = ("/var/log/dpkg.log", "/var/log/dpkg.log.1")
PACMAN = ("/var/log/pacman.log",)
DNF = ("/var/log/dnf.rpm.log",)
ZYPP = ("/var/log/zypp/history",)
_WORDS = {
    "install": "installed", "installed": "installed", "Installed": "installed",
    "upgrade": "upgraded", "upgraded": "upgraded",
    "Upgraded": "upgraded", "Upgrade": "upgraded", "remove": "removed", "removed": "removed", "purge": "removed",
    "Removed": "removed", "Erased": "removed", "reinstalled": "installed", "downgraded": "downgraded",
}  # fmt: skip
_CHINESE = {"installed": "安装", "upgraded": "升级", "removed": "删除", "downgraded": "降级"}
_BESIDE = (
    "EXPLAIN EFFECT THAT WHAT WHICH WHO WHEN SHOW CHECK EXIST ALL MACHINE RECENT LAST NEW PACKAGE PROGRAM "
    "CHANGED INSTALL INSTALLED UPDATE REMOVE USER HERE ADD DELETE YES ACTIVITY"
)
_TAKES = "age count"
_MANAGERS = frozenset("apt apt-get dpkg dnf yum pacman zypper apk rpm".split())


@skill(
    frame(
        "INSTALL|INSTALLED|UPDATE|REMOVE|CHANGED",
        "RECENT|LAST|age|WHEN",
        "PACKAGE",
        helps=_BESIDE,
        takes=_TAKES,
        never="HOW FILE",
    ),
    frame(
        "INSTALL|INSTALLED|UPDATE",
        "RECENT|LAST|age|NEW",
        helps=_BESIDE,
        takes=_TAKES,
        never="HOW FILE thing COMMAND",
        prior=-0.05,
    ),
    frame(
        "INSTALL|INSTALLED|UPDATE|REMOVE|ADD|ACTIVITY|CHANGED",
        "age|RECENT|LAST",
        "thing|PROGRAM",  # by the name of the manager
        helps=_BESIDE,
        takes=_TAKES,
        never="HOW FILE COMMAND",
        prior=0.02,
    ),
    frame(
        "thing",
        "UPDATE|INSTALL|REMOVE|CHANGED",
        "RECENT|LAST|age|WHEN|VERSION",
        helps=_BESIDE + " VERSION",
        takes=_TAKES,
        never="HOW FILE COMMAND",
        prior=0.03,
    ),
    frame(
        "PACKAGE|PROGRAM",
        "CHANGED|NEW|RECENT",
        helps=_BESIDE,
        takes=_TAKES,
        never="HOW FILE PROVIDE NEED PROCESS RUNNING COMMAND",
    ),
)
def answer(asked: Asked) -> str | None:
    """The latest first, of the kind that was asked for."""
    named = [one.lower() for one in asked.things if one.lower() not in _MANAGERS]
    if named and not any(one[2] in named for one in _events(asked)[0]):
        return None
    if (
        "ACTIVITY" in asked.frame.needs[0]
        and not asked.things
        and not asked.has("INSTALL", "INSTALLED", "UPDATE", "REMOVE")
    ):
        return None
    first = next((one.low for one in asked.tokens if one.weight > 0), "")
    if first in ("install", "update", "upgrade", "remove") and not asked.all("age"):
        return None  # an order
    events, source = _events(asked)
    events = [one for one in events if not named or one[2] in named]
    if not source:
        return asked.say("No log of a package manager can be read here.", "这里没有可读的软件包管理器日志。")
    wanted = {
        what
        for what, concepts in (
            ("installed", ("INSTALL", "INSTALLED", "NEW", "ADD")), ("upgraded", ("UPDATE",)),
            ("removed", ("REMOVE", "DELETE")),
        )
        if asked.has(*concepts)
    }  # fmt: skip
    age = asked.first("age")
    since = age.value if age is not None else USUAL_DAYS * 86400
    found = [one for one in events if (not wanted or one[1] in wanted) and one[0] >= time.time() - since]
    days = max(1, since // 86400)
    if not found:
        latest = next((one for one in events if not wanted or one[1] in wanted), None)
        text = asked.say(f"Nothing of that kind in the last {days} days", f"最近 {days} 天没有这样的记录")
        if latest is not None:
            text += asked.say("; the latest before: ", "；之前最近的一次：") + _told(asked, latest)
        return text + "."
    count = asked.count(20)
    lines = [f"- {_told(asked, one)}" for one in found[:count]]
    if len(found) > count:
        lines.append(asked.say(f"- … and {len(found) - count} more", f"- … 还有 {len(found) - count} 个"))
    head = asked.say(f"In the last {days} days, by {code(source)}:", f"最近 {days} 天（{code(source)}）：")
    return f"{head}\n\n" + "\n".join(lines)


def _told(asked: Asked, one: tuple[float, str, str, str]) -> str:
    moment, what, package, version = one
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(moment))
    return f"{when} {asked.say(what, _CHINESE.get(what, what))} **{package}** {version}".rstrip()


def _events(asked: Asked) -> tuple[list[tuple[float, str, str, str]], str]:
    """Time, what, package and version, the latest first; and the log they are from."""
    for paths, read in ((DPKG, _dpkg), (PACMAN, _pacman), (DNF, _dnf), (ZYPP, _zypp)):
        found: list[tuple[float, str, str, str]] = []
        source = ""
        for path in paths:
            lines = logtext.tail(asked.machine, path, 4_000_000)
            if lines is not None:
                source = source or path
                found += [one for one in map(read, lines) if one is not None]
        if source:
            return sorted(found, key=lambda one: -one[0]), source
    return [], ""


def _moment(text: str, form: str) -> float | None:
    try:
        return time.mktime(time.strptime(text, form))
    except (ValueError, OverflowError):
        return None


def _dpkg(line: str) -> tuple[float, str, str, str] | None:
    """`2026-01-02 10:00:00 install jq:amd64 <none> 1.6`."""
    words = line.split()
    if len(words) < 6 or words[2] not in ("install", "upgrade", "remove", "purge"):
        return None
    moment = _moment(f"{words[0]} {words[1]}", "%Y-%m-%d %H:%M:%S")
    version = words[4] if words[2] in ("remove", "purge") else words[5]
    if words[2] == "upgrade" and words[4] != "<none>":
        version = f"{words[4]} → {words[5]}"
    if moment is None:
        return None
    return moment, _WORDS[words[2]], words[3].partition(":")[0], "" if version == "<none>" else version


def _pacman(line: str) -> tuple[float, str, str, str] | None:
    """`[2026-01-02T10:00:00+0000] [ALPM] installed jq (1.6-1)`."""
    words = line.split()
    if len(words) < 4 or words[1] != "[ALPM]" or words[2] not in _WORDS:
        return None
    moment = _moment(words[0].strip("[]")[:19], "%Y-%m-%dT%H:%M:%S")
    return None if moment is None else (moment, _WORDS[words[2]], words[3], " ".join(words[4:]).strip("()"))


def _dnf(line: str) -> tuple[float, str, str, str] | None:
    """`2026-01-02T10:00:00+0000 SUBDEBUG Installed: jq-1.6-1.fc40.x86_64`."""
    words = line.split()
    if len(words) < 4 or words[2].rstrip(":") not in _WORDS:
        return None
    moment = _moment(words[0][:19], "%Y-%m-%dT%H:%M:%S")
    name, _, release = words[3].rpartition("-")
    name, _, version = name.rpartition("-")
    return None if moment is None or not name else (moment, _WORDS[words[2].rstrip(":")], name, f"{version}-{release}")


def _zypp(line: str) -> tuple[float, str, str, str] | None:
    """`2026-01-02 10:00:00|install|jq|1.6-1|x86_64|…`."""
    parts = line.split("|")
    if len(parts) < 4 or parts[1] not in ("install", "remove "):
        return None
    moment = _moment(parts[0], "%Y-%m-%d %H:%M:%S")
    return None if moment is None else (moment, _WORDS[parts[1].strip()], parts[2], parts[3])


EXAMPLES = [
    Example(
        "which packages got installed recently",
        "the latest before",
        files={"/var/log/dpkg.log": "2020-01-02 10:00:00 install jq:amd64 <none> 1.6\n"},
    ),
    Example("最近卸载过哪些软件包", "没有可读的"),
    Example("which files changed recently", silent=True, files=["letter.txt"]),
]
