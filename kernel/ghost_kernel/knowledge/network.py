"""This machine's addresses, routes and name servers, as the kernel and a file tell them. Nothing connects."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

SYS = "/sys/class/net"
DOWN = frozenset(["DOWN", "LOWERLAYERDOWN", "NOTPRESENT"])


class Interface:
    """One interface: its name, whether it is up, its addresses with the length of their prefix."""

    __slots__ = ("name", "state", "addresses", "mac")

    def __init__(self, name: str, state: str, addresses: list[str], mac: str) -> None:
        self.name = name
        self.state = state
        self.addresses = addresses
        self.mac = mac

    @property
    def is_loopback(self) -> bool:
        """Whether it leads only back here."""
        return self.name == "lo"


def interfaces(machine: Machine) -> list[Interface]:
    """All interfaces; without addresses where `ip` cannot be asked."""
    return machine.keep("interfaces", lambda: _interfaces(machine))


def _interfaces(machine: Machine) -> list[Interface]:
    seen = machine.probe(["ip", "-br", "addr"], "which addresses this machine has")
    found = []
    if seen is not None and seen.exit_code == 0 and seen.stdout.strip():
        for line in seen.stdout.splitlines():
            words = line.split()
            if len(words) > 1:
                name = words[0].partition("@")[0]
                addresses = [one for one in words[2:] if "." in one or ":" in one]
                found.append(Interface(name, words[1], addresses, _mac(machine, name)))
        return found
    local = _local(machine)
    for name in sorted(machine.names(SYS)):
        state = machine.read(f"{SYS}/{name}/operstate", 64).strip().upper()
        found.append(Interface(name, state, local.get(name, []), _mac(machine, name)))
    return found


def _mac(machine: Machine, name: str) -> str:
    mac = machine.read(f"{SYS}/{name}/address", 64).strip()
    return "" if mac.replace(":", "").strip("0") == "" else mac


def _local(machine: Machine) -> dict[str, list[str]]:
    """Addresses by interface from the kernel's own tables (proc(5)): those of its networks, and IPv6."""
    found: dict[str, list[str]] = {}
    for line in machine.read("/proc/net/if_inet6").splitlines():
        words = line.split()
        if len(words) == 6 and len(words[0]) == 32:
            groups = [words[0][at : at + 4].lstrip("0") or "0" for at in range(0, 32, 4)]
            found.setdefault(words[5], []).append(f"{':'.join(groups)}/{int(words[2], 16)}")
    last = ""
    hosts = []
    for line in machine.read("/proc/net/fib_trie").splitlines():
        words = line.split()
        if words[:1] == ["|--"] and len(words) > 1:
            last = words[1]
        elif "host" in words and "LOCAL" in words and last not in hosts:
            hosts.append(last)
    networks = [(one.target, one.mask, one.interface) for one in routes(machine) if one.mask]
    for host in hosts:
        name = "lo" if host.startswith("127.") else ""
        for target, mask, interface in networks:
            if _number(host) & mask == target:
                name = interface
        if name:
            found.setdefault(name, []).insert(0, host)
    return found


def _number(address: str) -> int:
    value = 0
    for part in address.split("."):
        value = value << 8 | int(part)
    return value


class Route:
    """One route of IPv4: a network, or everything where `mask` is 0."""

    __slots__ = ("interface", "target", "mask", "gateway", "metric")

    def __init__(self, interface: str, target: int, mask: int, gateway: str, metric: int) -> None:
        self.interface = interface
        self.target = target
        self.mask = mask
        self.gateway = gateway
        self.metric = metric


def routes(machine: Machine) -> list[Route]:
    """The routes in use, as /proc/net/route has them (addresses in the machine's order of bytes)."""
    found = []
    for line in machine.read("/proc/net/route").splitlines()[1:]:
        words = line.split()
        if len(words) < 8:
            continue
        try:
            target, gateway, mask = (_swapped(words[at]) for at in (1, 2, 7))
            flags, metric = int(words[3], 16), int(words[6])
        except ValueError:
            continue
        if flags & 1:
            text = ".".join(str(gateway >> shift & 255) for shift in (24, 16, 8, 0))
            found.append(Route(words[0], target, mask, "" if not gateway else text, metric))
    return found


def _swapped(text: str) -> int:
    return int.from_bytes(bytes.fromhex(text), "little")


def gateways(machine: Machine) -> list[Route]:
    """The default routes, the one that is taken first."""
    return sorted([one for one in routes(machine) if not one.mask], key=lambda one: one.metric)


def name_servers(machine: Machine) -> tuple[list[str], list[str], str]:
    """The servers that names are asked of, the domains that are searched, and the file that says so.

    Where systemd-resolved stands in between, its own file says whom it asks.
    """
    place = "/etc/resolv.conf"
    servers, search = _resolver(machine.read(place))
    if servers == ["127.0.0.53"]:
        behind = "/run/systemd/resolve/resolv.conf"
        more, domains = _resolver(machine.read(behind))
        if more:
            return more, domains or search, behind
    return servers, search, place


def _resolver(text: str) -> tuple[list[str], list[str]]:
    servers, search = [], []
    for line in text.splitlines():
        words = line.split()
        if len(words) > 1 and words[0] == "nameserver":
            servers.append(words[1])
        elif len(words) > 1 and words[0] in ("search", "domain"):
            search = words[1:]
    return servers, search
