"""Nothing listens on that port of this machine, but something does on one of nearly the same number."""

from __future__ import annotations

import os

from ghost_kernel import spelling
from ghost_kernel.knowledge import listeners
from ghost_kernel.rules import Example, Failure, Fix, rule

LOCAL = ("localhost", "127.0.0.1", "[::1]", "0.0.0.0")  # noqa: S104 -- names to look for, nothing is bound
HIGHEST = 65535
OWN = 1024  # from here on a port is a person's to open


@rule(
    programs=["curl", "wget", "http", "https", "xh", "lynx", "w3m", "ab", "hey", "grpcurl", "websocat", "redis-cli"],
    line_has=[":"],
)
def propose(failure: Failure) -> Fix | None:
    known = listeners.ports(failure.machine)
    for word in failure.args:
        found = _port(word.value or "")
        if not found or not known:
            continue
        host, port = found
        if int(port) in known or not _refused(failure, port):
            continue
        names = [str(one) for one in known]
        near = [one for one in spelling.rank(port, names, 1.0) if one.name[0] == port[0] or one.cost < 1]
        if near:
            new, confidence = near[0].name, 0.88 if near[0].only else 0.66
        else:
            own = [one for one, owner in known.items() if one >= OWN and owner in (-1, os.getuid())]
            if len(own) != 1 or int(port) < OWN:
                return None
            new, confidence = str(own[0]), 0.55  # offered only: it may be anything of theirs
        text = word.swap(f"{host}:{port}", f"{host}:{new}", failure.dialect)
        if text is None:
            return None
        return failure.swap(
            word, text, why=f"port {new} is the one that is open here", confidence=confidence, origin="local",
            only=bool(near) and near[0].only,
        )  # fmt: skip
    return None


def _port(text: str) -> tuple[str, str] | None:
    """The host of this machine and the port that an address names."""
    rest = text.partition("://")[2] or text
    for host in LOCAL:
        if rest.startswith(host + ":"):
            port = rest[len(host) + 1 :].partition("/")[0].partition("?")[0]
            return (host, port) if port.isdigit() and port.isascii() else None
    return None


def _refused(failure: Failure, port: str) -> bool:
    """Whether nobody answered, or the number is none a port can have."""
    if int(port) > HIGHEST:
        return True
    if failure.program == "curl" and failure.exit_code == 7:
        return True
    return failure.has("connection refused", "couldn't connect", "failed to connect", "could not connect")


TCP = "  sl  local_address\n   0: 0100007F:1F91 00000000:0000 0A 0\n"  # 8081 listens
TABLE = {"/proc/net/tcp": TCP}
EXAMPLES = [
    Example(
        "curl http://localhost:8801/a", "curl: (7) Failed to connect to localhost", "curl http://localhost:8081/a", 7,
        files=TABLE,
    ),
    Example("curl localhost:80811", "curl: (3) bad URL", "curl localhost:8081", 3, files=TABLE),
    Example("wget -q 127.0.0.1:3000/a", "failed: Connection refused.", "wget -q 127.0.0.1:8081/a", 4, files=TABLE),
    Example("curl http://localhost:8801/a", "curl: (7) Failed to connect to localhost", None, 7),
    Example("curl http://h.example:8801/a", "curl: (7) Failed to connect", None, 7, files=TABLE),
    Example("curl http://localhost:8801/a", "curl: (22) error: 404", None, 22, files=TABLE),
]  # fmt: skip
