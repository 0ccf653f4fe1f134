"""Who is logged in, and who the person is."""

from __future__ import annotations

from ghost_kernel.knowledge import looks
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import bullets, code, listed

HELPS = "USER MACHINE MY HERE WHO LOGGED_IN NAME ALL HOW_MANY EXIST RUNNING"
NEVER = "HOW WHY FAILED LOG LAST FILE PORT KILL CHANGED OWNER NETWORK"
SHELLS = frozenset("bash zsh fish nu sh dash ksh login gnome-shell plasmashell sway".split())


@skill(
    frame("LOGGED_IN", "WHO|USER|HOW_MANY|EXIST|CHECK|YES", helps=HELPS, never=NEVER),
    frame("WHO", "MACHINE", helps="MY HERE USER OCCUPY ALL", never=NEVER + " OWNER PORT MEMORY CPU", prior=-0.04),
    frame("ME", helps=HELPS + " USE OCCUPY TIME", never=NEVER),
    frame("WHO", "MY", helps="MY MACHINE HERE", never=NEVER + " RUNNING LOGGED_IN OCCUPY", prior=-0.1),
)
def answer(asked: Asked) -> str | None:
    """The sessions; or the account that asks."""
    say = asked.say
    if not asked.has("LOGGED_IN") or (asked.has("ME") and (asked.has("MY") or not asked.is_chinese)):
        seen = asked.machine.probe(["id"], "who you are")
        text = seen.stdout.strip() if seen is not None and seen.exit_code == 0 else ""
        name = text.partition("(")[2].partition(")")[0]
        if not name:
            return None
        groups = [part.partition("(")[2].rstrip(")") for part in text.partition("groups=")[2].split(",")]
        more = say(
            f", in the groups {listed([one for one in groups if one], 12)}",
            f"，所属组：{listed([one for one in groups if one], 12, True)}",
        )
        return say(f"You are **{name}**{more}.", f"你是 **{name}**{more}。")
    seen = asked.machine.probe(["who"], "who is logged in")
    lines = [line.split() for line in seen.stdout.splitlines()] if seen is not None else []
    rows = [words for words in lines if len(words) > 2]
    if rows:
        names = list(dict.fromkeys(words[0] for words in rows))
        told = []
        for words in rows[:20]:
            place = f" {words[-1]}" if words[-1].startswith("(") else ""
            told.append(f"**{words[0]}** {code(words[1])}, {' '.join(words[2:4])}{place}")
        return say(f"{len(names)} logged in:", f"有 {len(names)} 个用户登录：") + "\n\n" + bullets(told)
    # Records of logins may be none, or not to be seen; shells on terminals tell as much.
    running = looks.look(asked.machine, "processes", why="whose shells run")
    if running is None:
        return say("Who is logged in could not be seen.", "无法查看登录的用户。")
    owners = sorted(
        {looks.text(row, "user") for row in running.rows if looks.text(row, "name").lstrip("-") in SHELLS} - {""}
    )
    if not owners:
        return say("Nobody is logged in, as far as can be seen.", "看不到有用户登录。")
    return say(
        f"No login is recorded; shells run for {listed([f'**{one}**' for one in owners])}.",
        f"没有登录记录；有 shell 在运行的用户：{listed([f'**{one}**' for one in owners], 10, True)}。",
    )


EXAMPLES = [
    Example("who is logged in?", ["ann", "tty1"], probes={"who": "ann      tty1         2026-01-02 10:00\n"}),
    Example("现在有谁登录了这台机器", "ann", probes={"who": "ann      tty1         2026-01-02 10:00\n"}),
    Example("who am I", "**ann**", probes={"id": "uid=1000(ann) gid=1000(ann) groups=1000(ann),27(sudo)\n"}),
    Example("how do I log in", silent=True),
]
