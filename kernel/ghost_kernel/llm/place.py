"""Where a model is: the parts of its URL, and the proxy on the way there, if the environment names one."""

from __future__ import annotations

import os

from ghost_kernel.errors import one_line
from ghost_kernel.llm.trouble import Trouble

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


_LEFT = "/%:@!$&'()*+,;=~-._?"
"""Signs of a URL that stay as they are."""


class Place:
    """A server: scheme, host, port, the path below which its API lies; the URL's name and password, if it has them."""

    __slots__ = ("scheme", "host", "port", "path", "query", "login")

    def __init__(self, scheme: str, host: str, port: int, path: str, query: str, login: str | None) -> None:
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.query = query
        self.login = login

    @property
    def secure(self) -> bool:
        """Whether TLS is spoken."""
        return self.scheme == "https"

    @property
    def label(self) -> str:
        """`api.example.org`, or with the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"

    def under(self, path: str, query: str = "") -> str:
        """What to ask for, to reach a path below the API's own; what the URL itself asks for is kept."""
        both = "&".join(filter(None, (query, self.query)))
        return path + ("?" + both if both else "")


def parse(url: str, what: str = "the model's url") -> Place:
    """Take a URL apart. Its name and password are never repeated in a message."""
    from urllib.parse import quote, unquote, urlsplit

    wrong = Trouble("request", f"{what} is not one that can be used", "it looks like http://127.0.0.1:8080/v1")
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in ("http", "https") or not parts.hostname or not url.isprintable() or " " in url.strip():
        raise wrong
    try:
        host = parts.hostname if parts.hostname.isascii() else parts.hostname.encode("idna").decode()
    except UnicodeError:
        raise wrong from None
    login = None
    if parts.username is not None:
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    usual = 443 if parts.scheme == "https" else 80
    path, query = quote(parts.path.rstrip("/"), safe=_LEFT), quote(parts.query, safe=_LEFT)
    return Place(parts.scheme, host, usual if port is None else port, path, query, login)


def proxy(place: Place, env: Mapping[str, str] = os.environ) -> Place | None:
    """The proxy that leads there. What is on this machine is reached without one, whatever the environment says."""
    if is_here(place.host) or _excepted(place, env.get("no_proxy") or env.get("NO_PROXY") or ""):
        return None
    names = [f"{place.scheme}_proxy", f"{place.scheme.upper()}_PROXY", "all_proxy", "ALL_PROXY"]
    url = next((env[name] for name in names if env.get(name)), "")
    if not url:
        return None
    scheme, colon, _ = url.partition("://")
    if colon and scheme.lower() != "http":
        trouble = f"the environment names a proxy of the kind {one_line(scheme, 20)}, which ghost does not speak to"
        raise Trouble("unreachable", trouble, "name one that begins with http://, or put the host into NO_PROXY")
    return parse(url if colon else "http://" + url, "the proxy's url in the environment")


def is_here(host: str) -> bool:
    """Whether the host is this machine's loopback."""
    name = host.rstrip(".")
    return name == "localhost" or name.endswith(".localhost") or is_loopback(host)


def is_loopback(address: str) -> bool:
    """Whether it is an address that never leaves this machine."""
    bare = address[7:] if address.lower().startswith("::ffff:") else address
    return address == "::1" or (bare.startswith("127.") and _is_address(bare))


def _excepted(place: Place, names: str) -> bool:
    """Whether NO_PROXY names the host: itself, a domain it is in, a network, `*`; with its port or without one."""
    for name in (one.strip().lower() for one in names.split(",")):
        if name == "*":
            return True
        if "/" in name:
            if _in_network(place.host, name):
                return True
            continue
        host, colon, port = name.rpartition(":") if name.count(":") == 1 else (name, "", "")
        host = host.lstrip("*").lstrip(".").strip("[]")
        if host and (not colon or port == str(place.port)) and _within(place.host.lower(), host):
            return True
    return False


def _within(host: str, domain: str) -> bool:
    return host == domain or (host.endswith("." + domain) and not _is_address(host))


def _is_address(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()


def _in_network(host: str, network: str) -> bool:
    if not _is_address(host):
        return False
    import ipaddress

    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
