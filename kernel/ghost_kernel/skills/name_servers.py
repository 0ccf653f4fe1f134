"""Which servers resolve names here."""

from __future__ import annotations

from ghost_kernel.knowledge import network
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import code, listed

HELPS = "DNS NETWORK ADDRESS MY MACHINE HERE ALL USE OCCUPY CONFIG NAME INFO SET WHO FIX"


@skill(frame("DNS", helps=HELPS, never="HOW WHY CHANGED EDIT FAILED WRONG START STOP RESTART SLOW ORDER EXPLAIN"))
def answer(asked: Asked) -> str | None:
    """The servers, the domains that are searched, and where that is written."""
    say = asked.say
    servers, search, place = network.name_servers(asked.machine)
    if not servers:
        return say("No name server is set in `/etc/resolv.conf`.", "`/etc/resolv.conf` 里没有设置 DNS 服务器。")
    names = listed([f"**{one}**" for one in servers], 6, asked.is_chinese)
    text = say(f"Names are resolved by {names} ({code(place)}).", f"DNS 服务器：{names}（{code(place)}）。")
    if search:
        text += say(f" Searched domains: {', '.join(search)}.", f" 搜索域：{'、'.join(search)}。")
    return text


_FILE = {"/etc/resolv.conf": "nameserver 10.0.0.2\nsearch lan\n"}
EXAMPLES = [
    Example("which dns server do I use?", ["10.0.0.2", "lan"], files=_FILE),
    Example("dns是什么", "10.0.0.2", files=_FILE),
    Example("why does dns fail", silent=True, files=_FILE),
]
