"""Which services have failed."""

from __future__ import annotations

from ghost_kernel.knowledge import looks
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import bullets, code

HELPS = "SERVICE FAILED WRONG DOWN MACHINE MY HERE ALL RUNNING EXIST STATUS HOW_MANY NOT BOOT START"
LISTING = ["systemctl", "list-units", "--failed", "--no-legend", "--plain", "--no-pager"]


@skill(frame("SERVICE", "FAILED|WRONG|DOWN", helps=HELPS, never="WHY HOW RESTART STOP KILL COMMAND LOG FIX WEB"))
def answer(asked: Asked) -> str | None:
    """Those that systemd says have failed; where it cannot be asked, those that are enabled and have no process."""
    say = asked.say
    seen = asked.machine.probe(LISTING, "which services have failed")
    if seen is not None and seen.exit_code == 0:
        names = [line.split()[0] for line in seen.stdout.replace("●", " ").splitlines() if line.split()]
        if not names:
            return say("**No** service has failed.", "**没有**失败的服务。")
        lines = [f"**{name}** (`journalctl -u {name} -n 50`)" for name in names[:20]]
        return say(f"**{len(names)}** failed:", f"有 **{len(names)}** 个服务失败：") + "\n\n" + bullets(lines)
    rows = looks.look(asked.machine, "units", why="which units there are")
    if rows is None:
        return say("The state of the services could not be seen.", "无法查看服务状态。")
    if not rows.rows:
        return say("There is no systemd here, which would know.", "这台机器没有运行 systemd，无法得知服务是否失败。")
    idle = [
        looks.text(row, "unit")
        for row in rows.rows
        if row.get("enabled")
        and looks.text(row, "state") == "no_process"
        and looks.text(row, "unit").endswith(".service")
    ]
    note = say(
        "systemd itself could not be asked, so which of them failed is not known.",
        "无法询问 systemd，因此不知道哪些是真正失败的。",
    )
    if not idle:
        return say("Every service that is enabled has processes.", "所有已启用的服务都有进程在运行。") + "\n\n" + note
    head = say(
        "These are enabled and have no process (some of them only do their work and end):",
        "以下服务已启用但没有进程（其中一些本来就是执行完即退出的）：",
    )
    return head + "\n\n" + bullets([code(one) for one in idle[:20]]) + "\n\n" + note


_ASKED = " ".join(LISTING)
EXAMPLES = [
    Example(
        "have any services failed?", "**smoke.service**", probes={_ASKED: "smoke.service loaded failed failed Smoke\n"}
    ),
    Example("有没有服务挂了", "**没有**", probes={_ASKED: ""}),
    Example("why did the service fail", silent=True),
]
