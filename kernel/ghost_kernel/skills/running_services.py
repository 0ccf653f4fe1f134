"""Which services run, by systemd where it can be asked, else by the units that have processes."""

from __future__ import annotations

from ghost_kernel.knowledge import looks
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import code, listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.sentence.words import Token

HELPS = "SERVICE RUNNING MACHINE MY HERE ALL EXIST STATUS HOW_MANY SHOW WHAT WHICH LISTING NAME"
NEVER = (
    "WHY HOW FAILED WRONG DOWN RESTART STOP KILL START COMMAND LOG FIX WEB PORT LISTENING ENABLED BOOT REACH NOT PUBLIC"
)
_SEVERAL = frozenset("services daemons units service 服务 守护进程 后台服务".split())
LISTING = ["systemctl", "list-units", "--type=service", "--state=running", "--no-legend", "--plain", "--no-pager"]
MOST = 60


def _is_listed(tokens: Sequence[Token]) -> bool:
    """`running services`, `运行中的服务`: what they are called is asked, and not of one whether it runs."""
    said = [one for one in tokens if one.kind not in ("stop", "sign")]
    pairs = list(zip(said, said[1:]))
    return any("RUNNING" in one.concepts and "SERVICE" in two.concepts and two.low in _SEVERAL for one, two in pairs)


@skill(
    frame("SERVICE", "RUNNING", "WHAT|WHICH|SHOW|ALL|HOW_MANY", helps=HELPS, never=NEVER, prior=0.01),
    frame("SERVICE", "RUNNING", helps=HELPS, never=NEVER + " CHECK YES", only=_is_listed, prior=-0.05),
    frame("SERVICE", "SHOW|ALL|WHICH|WHAT", helps=HELPS, never=NEVER + " THAT", prior=-0.06),
)
def answer(asked: Asked) -> str | None:
    """Their names."""
    if asked.things:
        return None
    say = asked.say
    seen = asked.machine.probe(LISTING, say("look which services run", "查看运行中的服务"))
    if seen is not None and seen.exit_code == 0:
        names = [line.split()[0] for line in seen.stdout.splitlines() if line.split()]
        told = listed([code(one) for one in names], MOST, asked.is_chinese)
        return say(f"**{len(names)}** services run: {told}", f"有 **{len(names)}** 个服务在运行：{told}")
    rows = looks.look(asked.machine, "units", why=say("look at the units", "查看单元"))
    names = [
        looks.text(row, "unit")
        for row in (rows.rows if rows is not None else [])
        if looks.text(row, "unit").endswith(".service") and looks.text(row, "state") not in ("", "no_process")
    ]
    if rows is None or not names:
        return say(
            "No service of systemd was seen running: systemd cannot be asked here. `ps aux` shows every process.",
            "没有看到 systemd 的服务在运行（这里无法询问 systemd）。`ps aux` 可以列出所有进程。",
        )
    told = listed([code(one) for one in names], MOST, asked.is_chinese)
    return say(f"These units have processes: {told}", f"这些单元有进程在运行：{told}")


_ASKED = " ".join(LISTING)
EXAMPLES = [
    Example(
        "which services run at the moment",
        "`lamp.service`",
        probes={_ASKED: "lamp.service loaded active running Lamp\n"},
    ),
    Example("有哪些服务在运行", "`lamp.service`", probes={_ASKED: "lamp.service loaded active running Lamp\n"}),
    Example(
        "show me running services",
        "`lamp.service`",
        probes={_ASKED: "lamp.service loaded active running Lamp\n"},
    ),
    Example("运行中的服务", "`lamp.service`", probes={_ASKED: "lamp.service loaded active running Lamp\n"}),
    Example("which services failed", silent=True),
]
