"""What runs by the clock: cron's tables and systemd's timers."""

from __future__ import annotations

from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import bullets, code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

HELPS = (
    "SET INSTALLED INSTALL WHAT TIMER MY MACHINE HERE ALL PROCESS SERVICE RUNNING RUN WHEN EXIST "
    "HOW_MANY USER COMMAND NAME  "
    "SET ENABLED SERVICE PROGRAM"
)
UNITS = ("/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system", "~/.config/systemd/user")
PERIODS = ("hourly", "daily", "weekly", "monthly")
MOST = 30


@skill(
    frame(
        "TIMER",
        helps=HELPS,
        never="HOW WHY CREATE FAILED STOP DELETE REMOVE EDIT RESTART START LOG EXPLAIN ORDER COPY COMPRESS",
    )
)
def answer(asked: Asked) -> str | None:
    """The person's own first, then the system's."""
    say, machine = asked.say, asked.machine
    if asked.things:
        return None
    parts = []
    seen = machine.probe(["crontab", "-l"], "your own jobs of cron")
    own = _lines(seen.stdout) if seen is not None and seen.exit_code == 0 else []
    if own:
        parts.append(
            say("Your own jobs of cron:", "你自己的 cron 任务：") + "\n\n" + bullets([code(one) for one in own[:MOST]])
        )
    system = [f"{code(line)} ({place})" for place, line in _system(machine)]
    if system:
        parts.append(say("The system's:", "系统的 cron 任务：") + "\n\n" + bullets(system[:MOST]))
    timers = _timers(machine)
    if timers:
        parts.append(say("Timers of systemd:", "systemd 定时器：") + "\n\n" + bullets(timers[:MOST]))
    if not parts:
        return say(
            "Nothing is scheduled, as far as can be seen (cron's tables and systemd's timers).",
            "没有看到任何定时任务（cron 表和 systemd 定时器）。",
        )
    if not own:
        parts.insert(0, say("You have no jobs of cron of your own that could be seen.", "没有看到你自己的 cron 任务。"))
    return "\n\n".join(parts)


def _lines(text: str) -> list[str]:
    """The jobs of a table of cron; comments and settings of variables left out."""
    found = []
    for line in text.splitlines():
        line = " ".join(line.split())
        if line and line[0] != "#" and "=" not in line.partition(" ")[0]:
            found.append(line)
    return found


def _system(machine: Machine) -> list[tuple[str, str]]:
    found = [("/etc/crontab", line) for line in _lines(machine.read("/etc/crontab"))]
    for name in sorted(machine.names("/etc/cron.d")):
        if name[0] != ".":
            found += [(f"/etc/cron.d/{name}", line) for line in _lines(machine.read(f"/etc/cron.d/{name}"))]
    for period in PERIODS:
        names = sorted(name for name in machine.names(f"/etc/cron.{period}") if name[0] != ".")
        found += [(f"/etc/cron.{period}", f"@{period} {name}") for name in names]
    return found


def _timers(machine: Machine) -> list[str]:
    """Each timer with when it runs, as its file says; those that are enabled first."""
    found: dict[str, str] = {}
    enabled: set[str] = set()
    for folder in UNITS:
        if folder[0] == "~" and not machine.home:
            continue
        for name, is_folder in sorted(machine.names(folder).items()):
            if is_folder and name.endswith(".wants"):
                enabled.update(one for one in machine.names(f"{folder}/{name}") if one.endswith(".timer"))
            elif name.endswith(".timer") and name not in found:
                found[name] = _when(machine.read(f"{folder}/{name}", 8192))
    order = sorted(found, key=lambda name: (name not in enabled, name))
    return [
        f"{code(name)} {found[name]}{'' if name in enabled else ' (not enabled)'}".replace("  ", " ") for name in order
    ]


def _when(text: str) -> str:
    values = []
    for line in text.splitlines():
        key, mark, value = line.partition("=")
        if mark and key.strip() in ("OnCalendar", "OnBootSec", "OnUnitActiveSec", "OnStartupSec", "OnUnitInactiveSec"):
            values.append(value.strip() if key.strip() == "OnCalendar" else f"{key.strip()}={value.strip()}")
    return ", ".join(values)


_FILES = {"/etc/cron.d/lamp": "5 4 * * * root /usr/bin/lamp\n"}
EXAMPLES = [
    Example(
        "which cron jobs are there?",
        ["/usr/bin/lamp", "0 7 * * 1 water"],
        files=_FILES,
        probes={"crontab -l": "# own\n0 7 * * 1 water\n"},
    ),
    Example("看看定时任务", "/usr/bin/lamp", files=_FILES),
    Example("how do I create a cron job", silent=True, files=_FILES),
]
