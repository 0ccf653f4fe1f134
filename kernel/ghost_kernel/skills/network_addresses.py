"""This machine's addresses and interfaces."""

from __future__ import annotations

from ghost_kernel.knowledge import network, things
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import code, table

HELPS = (
    "LISTEN_ALL ADDRESS NETWORK INTERFACE MY MACHINE HERE ALL NAME MAC WHO HOW_MANY INFO STATUS FIND "
    "ONLINE USE OTHERS REACH WHERE NEED"
)
NEVER = "WHY HOW CHANGED EDIT FAILED GATEWAY DNS PORT KILL LOG BIG RESTART CONNECTION SLOW ORDER"


@skill(
    frame("ADDRESS", helps=HELPS + " PUBLIC", takes="thing", never=NEVER),
    frame("INTERFACE", helps=HELPS + " RUNNING", takes="thing", never=NEVER + " ONLINE"),
    frame(
        "OTHERS",
        "REACH|ONLINE|USE|FIND",
        "MY|MACHINE|ADDRESS",
        helps=HELPS + " REACH OTHERS WHERE NEED THAT HOW_MUCH",
        never="WHY CHANGED FAILED PORT KILL LOG SLOW FILE",
    ),
    frame("MAC", helps=HELPS, takes="thing", never=NEVER),
)
def answer(asked: Asked) -> str | None:
    """The addresses of all interfaces that are up, or of the one that is named."""
    say = asked.say
    found = network.interfaces(asked.machine)
    if not found:
        return say("The interfaces of this machine could not be seen.", "无法查看网络接口。")
    names = [one.name for one in found]
    if asked.things and asked.thing not in names:
        if not asked.has("ADDRESS", "OTHERS") or len(asked.things) > 1 or things.is_name(asked.machine, asked.thing):
            return None
    elif asked.things:
        found = [one for one in found if one.name == asked.thing]
    if asked.has("MAC"):
        rows = [[one.name, one.mac] for one in found if one.mac]
        if not rows:
            return say("No hardware address could be seen.", "没有看到 MAC 地址。")
        if len(rows) == 1:
            return say(
                f"{code(rows[0][0])} has the hardware address **{rows[0][1]}**.",
                f"{code(rows[0][0])} 的 MAC 地址是 **{rows[0][1]}**。",
            )
        return table(say("interface|hardware address", "接口|MAC 地址").split("|"), rows)
    first = next((route.interface for route in network.gateways(asked.machine)), "")
    public = (
        say(
            "\n\nThe address that others on the internet see may differ; to find out, something has to connect.",
            "\n\n公网看到的地址可能不同；要查它必须联网，这里没有这么做。",
        )
        if asked.has("PUBLIC")
        else ""
    )
    if asked.has("INTERFACE") or asked.thing in names:
        rows = [[one.name, one.state.lower(), ", ".join(one.addresses) or "-", one.mac or "-"] for one in found]
        return table(say("interface|state|addresses|hardware address", "接口|状态|地址|MAC 地址").split("|"), rows)
    rest = [one for one in found if one.addresses and not one.is_loopback]
    rest.sort(key=lambda one: one.name != first)
    if not rest:
        return say(
            "This machine has no address but its own loopback (127.0.0.1).",
            "这台机器除了回环地址 127.0.0.1 没有其他地址。",
        )
    main = _plain(rest[0].addresses[0])
    top = say(f"**{main}** on {code(rest[0].name)}.", f"**{main}**（接口 {code(rest[0].name)}）。")
    more = [[one.name, address] for one in rest for address in one.addresses][1:]
    if not more:
        return top + public
    return top + "\n\n" + table(say("interface|more addresses", "接口|其他地址").split("|"), more) + public


def _plain(address: str) -> str:
    return address.partition("/")[0]


_PROBE = {"ip -br addr": "lo UNKNOWN 127.0.0.1/8 ::1/128\neth0 UP 10.1.2.3/24 fe80::1/64\n"}
EXAMPLES = [
    Example("what is my ip address?", "**10.1.2.3**", probes=_PROBE),
    Example("显示所有网卡", ["eth0", "10.1.2.3/24"], probes=_PROBE),
    Example("how do I change my ip address", silent=True, probes=_PROBE),
]
