"""The default gateway and the routes."""

from __future__ import annotations

from ghost_kernel.knowledge import network
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import block, code

HELPS = "GATEWAY NETWORK ADDRESS MY MACHINE HERE ALL INTERFACE NAME INFO WHO"


@skill(frame("GATEWAY", helps=HELPS, never="HOW WHY CHANGED EDIT START STOP RESTART"))
def answer(asked: Asked) -> str | None:
    """The gateway first; all routes where they are asked for."""
    say = asked.say
    found = network.gateways(asked.machine)
    if not found:
        top = say(
            "There is **no default route**: this machine reaches only its own networks.",
            "**没有默认路由**：只能访问本地网络。",
        )
    else:
        where = code(found[0].gateway) if found[0].gateway else say("direct", "直连")
        top = say(
            f"The default gateway is **{where}** on {code(found[0].interface)}.",
            f"默认网关是 **{where}**（接口 {code(found[0].interface)}）。",
        )
    if asked.has("ALL") or any(
        ("rout" in one.low and "router" not in one.low) or one.low in ("路由", "路由表") for one in asked.tokens
    ):
        seen = asked.machine.probe(["ip", "route"], "the routes of this machine")
        if seen is not None and seen.exit_code == 0 and seen.stdout.strip():
            top += "\n\n" + block(seen.stdout, 30)
    return top


_ROUTE = {
    "/proc/net/route": "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n"
    "eth0\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\n"
}
EXAMPLES = [
    Example("what's the default gateway", "192.168.0.1", files=_ROUTE),
    Example("网关是多少", "192.168.0.1", files=_ROUTE),
    Example("how do I change the gateway", silent=True, files=_ROUTE),
]
