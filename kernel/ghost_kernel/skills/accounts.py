"""The accounts and groups of this machine, and who is in which."""

from __future__ import annotations

from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import code, listed

HELPS = (
    "USER GROUP MACHINE MY HERE ALL NAME HOW_MANY EXIST ROOT OWNER LOGGED_IN USE OCCUPY USAGE PROVIDE CONTENT WHO TOTAL"
)
NEVER = "HOW WHY CREATE DELETE REMOVE CHANGED FILE PROCESS KILL EDIT PORT RUNNING LAST FAILED FOLDER ORDER"
FIRST, LAST = 1000, 60000  # the numbers that people's accounts get (login.defs(5), UID_MIN and UID_MAX)
CLOSED = ("nologin", "false", "sync")


@skill(
    frame("thing", "GROUP", helps=HELPS, never=NEVER),
    frame("GROUP", helps=HELPS, never=NEVER),
    frame("WHO", "USER", helps=HELPS, never=NEVER + " LOGGED_IN PERMISSION CPU MEMORY ME", prior=0.01),
    frame("USER", helps=HELPS, never=NEVER + " LOGGED_IN PERMISSION CPU MEMORY"),
    frame("thing", "USER", helps=HELPS, never=NEVER),
    frame("thing|ROOT", "ROOT|PERMISSION", helps=HELPS + " PERMISSION", never=NEVER),
)
def answer(asked: Asked) -> str | None:
    """By what is named: an account, a group, or all."""
    say, machine = asked.say, asked.machine
    users = [line.split(":") for line in machine.read("/etc/passwd").splitlines() if line.count(":") >= 6]
    groups = [line.split(":") for line in machine.read("/etc/group").splitlines() if line.count(":") >= 3]
    if not users:
        return say("The accounts could not be read.", "无法读取账户。")
    thing = asked.thing
    if thing:
        user = next((one for one in users if one[0] == thing), None)
        group = next((one for one in groups if one[0] == thing), None)
        if user is not None and not (group is not None and asked.has("WHO", "CONTENT")):
            names = [one[0] for one in groups if thing in one[3].split(",") or one[2] == user[3]]
            told = listed([f"**{one}**" for one in names], 20, asked.is_chinese)
            return say(
                f"{code(thing)} (number {user[2]}, shell {code(user[6])}) is in the groups {told}.",
                f"{code(thing)}（编号 {user[2]}，shell {code(user[6])}）属于以下组：{told}。",
            )
        if group is not None:
            members = [one for one in group[3].split(",") if one]
            members += [one[0] for one in users if one[3] == group[2] and one[0] not in members]
            if not members:
                return say(f"The group {code(thing)} has no members.", f"组 {code(thing)} 没有成员。")
            told = listed([f"**{one}**" for one in members], 20, asked.is_chinese)
            return say(f"In the group {code(thing)}: {told}.", f"组 {code(thing)} 的成员：{told}。")
        kind = say("group", "组") if asked.has("GROUP") and not asked.has("USER") else say("account", "账户")
        return say(f"There is no {kind} {code(thing)} on this machine.", f"这台机器上没有名为 {code(thing)} 的{kind}。")
    if asked.has("GROUP") and asked.has("MY"):
        seen = machine.probe(["id"], "which groups you are in")
        text = seen.stdout.strip() if seen is not None and seen.exit_code == 0 else ""
        names = [part.partition("(")[2].rstrip(")") for part in text.partition("groups=")[2].split(",")]
        if names and names[0]:
            told = listed([f"**{one}**" for one in names if one], 20, asked.is_chinese)
            return say(f"You are in the groups {told}.", f"你属于以下组：{told}。")
    if asked.has("GROUP"):
        told = listed([code(one[0]) for one in groups], 60, asked.is_chinese)
        return say(f"**{len(groups)}** groups: {told}.", f"共有 **{len(groups)}** 个组：{told}。")
    people = [one for one in users if one[2].isdigit() and FIRST <= int(one[2]) < LAST]
    told = listed([f"**{one[0]}**" for one in people], 30, asked.is_chinese)
    others = [one[0] for one in users if one not in people and not one[6].endswith(CLOSED)]
    text = (
        say(f"**{len(people)}** accounts of people: {told}.", f"普通用户 **{len(people)}** 个：{told}。")
        if people
        else say("There are no accounts of people.", "没有普通用户账户。")
    )
    more = listed([code(one) for one in others], 20, asked.is_chinese)
    if more:
        text += say(f"\n\nAccounts of the system with a shell: {more}.", f"\n\n可登录的系统账户：{more}。")
    return text + say(f"\n\n{len(users)} in all, in `/etc/passwd`.", f"\n\n`/etc/passwd` 里一共 {len(users)} 个账户。")


_FILES = {
    "/etc/passwd": "root:x:0:0::/root:/bin/bash\nann:x:1000:1000::/home/ann:/bin/bash\n",
    "/etc/group": "root:x:0:\naudio:x:29:ann\nann:x:1000:\n",
}
EXAMPLES = [
    Example("list the users of this machine", "**ann**", files=_FILES),
    Example("ann 在哪些组里", "**audio**", files=_FILES),
    Example("who is in the group audio", "**ann**", files=_FILES),
    Example("how do I create a user", silent=True, files=_FILES),
]
