"""Whether this machine has a way to the internet, by its interfaces and routes alone: nothing connects."""

from __future__ import annotations

from ghost_kernel.knowledge import network
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import code

HELPS = "ONLINE NETWORK MY MACHINE HERE STATUS RUNNING CONNECTION PUBLIC EXIST"


@skill(
    frame(
        "ONLINE",
        helps=HELPS + " INTERFACE REACH NETWORK PUBLIC",
        never="HOW WHY SLOW WHO USER PORT SERVICE ORDER",
    ),
    frame(
        "NETWORK",
        "STATUS|RUNNING|EXIST|DOWN|FAILED|CHECK",
        helps=HELPS + " DOWN FAILED",
        never="HOW WHY SLOW PORT SERVICE RESTART ORDER",
    ),
)
def answer(asked: Asked) -> str | None:
    """Yes, no, or as far as it can be told."""
    say = asked.say
    interfaces = [one for one in network.interfaces(asked.machine) if not one.is_loopback]
    up = [one for one in interfaces if one.state not in network.DOWN and one.addresses]
    gateways = network.gateways(asked.machine)
    note = say(
        "This is told from interfaces and routes; nothing was sent.", "这是根据网络接口和路由判断的，没有发送任何数据。"
    )
    if gateways and up:
        route = gateways[0]
        holder = next((one for one in up if one.name == route.interface), up[0])
        address = holder.addresses[0].partition("/")[0]
        return (
            say(
                f"**Probably yes**: {code(route.interface)} is up with {address}, and the default route leads to"
                f" {code(route.gateway or route.interface)}.",
                f"**应该已联网**：{code(route.interface)} 已启用，地址 {address}，"
                f"默认路由指向 {code(route.gateway or route.interface)}。",
            )
            + "\n\n"
            + note
        )
    if up:
        return (
            say(
                f"**Only the local network**: {code(up[0].name)} is up, but there is no default route to the internet.",
                f"**只有本地网络**：{code(up[0].name)} 已启用，但没有通往互联网的默认路由。",
            )
            + "\n\n"
            + note
        )
    if gateways:
        return (
            say(
                f"There is a default route on {code(gateways[0].interface)}, but its address could not be seen.",
                f"{code(gateways[0].interface)} 上有默认路由，但看不到它的地址。",
            )
            + "\n\n"
            + note
        )
    return (
        say("**No**: no interface is up with an address.", "**没有联网**：没有启用并带地址的网络接口。") + "\n\n" + note
    )


EXAMPLES = [
    Example(
        "am I online?",
        ["Probably yes", "192.168.0.1"],
        files={
            "/proc/net/route": "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n"
            "eth0\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\n"
        },
        probes={"ip -br addr": "lo UNKNOWN 127.0.0.1/8\neth0 UP 192.168.0.7/24\n"},
    ),
    Example("有没有网", "没有联网", probes={"ip -br addr": "lo UNKNOWN 127.0.0.1/8\n"}),
    Example("why is the internet slow", silent=True),
]
