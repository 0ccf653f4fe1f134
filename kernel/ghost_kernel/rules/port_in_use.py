"""The port is taken by another program: the next free one, where the line names the port."""

from __future__ import annotations

from ghost_kernel.knowledge import listeners
from ghost_kernel.quoting import Raw
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

LOWEST, HIGHEST = 1024, 65535
OPTIONS = ("-p", "--port", "-P", "--listen", "-l", "--bind", "-b", "--http-port", "--publish")


@rule(
    output_has=[
        "already in use",
        "eaddrinuse",
        "port is already allocated",
        "errno 98",
        "address in use",
        "port is in use",
        "in use by another",
    ]
)
def propose(failure: Failure) -> Fix | None:
    named = _named(failure)
    if named is None:
        return None
    word, port = named
    if str(port) not in (failure.output or "") and failure.has("port"):
        numbers = [one for one in _numbers(failure.output or "") if LOWEST <= one <= HIGHEST]
        if numbers:
            return None  # it speaks of another port
    taken = listeners.ports(failure.machine)
    new = next((one for one in range(port + 1, min(port + 50, HIGHEST)) if one not in taken), 0)
    text = word.text.replace(str(port), str(new), 1)
    if not new or word.text.count(str(port)) != 1:
        return None
    return Fix(swaps=[(word, Raw(text))], why=f"port {port} is taken, {new} is free", confidence=0.72)


def _named(failure: Failure) -> tuple[Word, int] | None:
    """The word of the line that names a port, and the port."""
    stage = failure.stage
    env = [word for word in (*stage.assignments, *stage.prefix) if word.text.partition("=")[0].endswith("PORT")]
    for word in env:
        value = word.text.partition("=")[2].strip("'\"")
        if _is_port(value):
            return word, int(value)
    for place, word in enumerate(stage.args):
        text = word.value or ""
        name, mark, value = text.partition("=")
        before = stage.args[place - 1].plain if place else ""
        if mark and name in OPTIONS and _is_port(_last(value)):
            return word, int(_last(value))
        if before in ("-p", "--publish") and failure.program in ("docker", "podman"):
            host = text.rpartition(":")[0].rpartition(":")[2]
            return (word, int(host)) if _is_port(host) else None
        if before in OPTIONS and _is_port(_last(text)):
            return word, int(_last(text))
        if not word.is_option and "/" not in text and (text.startswith(":") or ":" in text) and _is_port(_last(text)):
            return word, int(_last(text))
    operands = [word for word in stage.operands if _is_port(word.plain)]
    return (operands[0], int(operands[0].plain)) if len(operands) == 1 else None


def _last(text: str) -> str:
    return text.rpartition(":")[2]


def _is_port(text: str) -> bool:
    return text.isdigit() and text.isascii() and LOWEST <= int(text) <= HIGHEST


def _numbers(text: str) -> list[int]:
    digits = "".join([char if char.isdigit() and char.isascii() else " " for char in text])
    return [int(one) for one in digits.split() if len(one) < 6]


TCP = "  sl  local_address\n   0: 0100007F:1F91 00000000:0000 0A 0\n"  # 8081 listens
EXAMPLES = [
    Example(
        "PORT=5000 node app.js", "Error: listen EADDRINUSE: address already in use :::5000", "PORT=5001 node app.js"
    ),
    Example(
        "python3 -m http.server 8080",
        "OSError: [Errno 98] Address already in use",
        "python3 -m http.server 8082",
        files={"/proc/net/tcp": TCP},
    ),
    Example("serve --port=4000", "port 4000 is already in use", "serve --port=4001"),
    Example("gunicorn -b 0.0.0.0:9000 a:b", "[Errno 98] Address already in use", "gunicorn -b 0.0.0.0:9001 a:b"),
    Example(
        "docker run -p 8000:80 x",
        "Bind for 0.0.0.0:8000 failed: port is already allocated",
        "docker run -p 8001:80 x",
        125,
    ),
    Example("node app.js", "Error: listen EADDRINUSE: address already in use :::5000", None),
    Example("serve --port 4000", "port 9229 is already in use", None),
]
