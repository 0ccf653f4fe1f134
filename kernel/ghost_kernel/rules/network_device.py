"""There is no network device of that name: those of this machine that are of the same kind."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.rules import Example, Failure, Fix, rule

DEVICES = "/sys/class/net"


@rule(
    programs=["ifconfig", "ip", "ethtool", "iwconfig", "tcpdump", "dhclient", "iw"],
    output_has=["device not found", "does not exist", "cannot find device", "no such device"],
)
def propose(failure: Failure) -> list[Fix] | None:
    names = [name for name in failure.machine.names(DEVICES) if name != "lo"]
    word = next((one for one in failure.args if one.value and failure.names(one) and one.plain not in names), None)
    if word is None or not names:
        return None
    near = [one.name for one in spelling.rank(word.plain, names)]
    # wlan0 was renamed wlp2s0 and eth0 enp3s0 when names became predictable: the first letter tells the kind.
    near += [name for name in names if name[0] == word.plain[0] and name not in near]
    return [
        failure.swap(word, name, f"there is a device {name}", 0.78 - 0.1 * place, "local", len(near) == 1)
        for place, name in enumerate(near[:3])
    ]


EXAMPLES = [
    Example(
        "ip addr show wlan0",
        'Device "wlan0" does not exist.',
        "ip addr show wlp2s0",
        files=["/sys/class/net/wlp2s0", "/sys/class/net/enp3s0", "/sys/class/net/lo"],
    ),
    Example(
        "ifconfig wlan0",
        "wlan0: error fetching interface information: Device not found",
        None,
        files=["/sys/class/net/enp3s0"],
    ),
]
