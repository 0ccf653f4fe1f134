"""An address whose scheme is misspelt, half written or not spoken there: http and https, their colon and slashes."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.knowledge import listeners
from ghost_kernel.rules import Example, Failure, Fix, rule

PROGRAMS = (
    "curl",
    "wget",
    "git",
    "http",
    "https",
    "ab",
    "hey",
    "youtube-dl",
    "yt-dlp",
    "aria2c",
    "lynx",
    "w3m",
    "xdg-open",
    "open",
)
SCHEMES = ("http", "https", "ftp", "ssh", "git", "file", "sftp", "ftps")
WRONG_SCHEME = (
    "unsupported protocol",
    "not supported",
    "unsupported scheme",
    "unable to find remote helper",
    "unsupported url scheme",
)
PLAIN_THERE = (
    "wrong version number",
    "packet length too long",
    "unexpected eof while reading",
    "ssl handshake",
    "unknown protocol",
)
HOSTS = ("localhost",)


@rule(programs=PROGRAMS, line_has=["/", ":"])
def propose(failure: Failure) -> Fix | None:
    for word in failure.args:
        if word.value is None or word.is_option or "\\" in word.value:
            continue
        text = word.value
        for slip in (_scheme, _slashes, _plain, _host):
            new = slip(failure, text)
            if new and new != text:
                return failure.swap(word, new, why=f"the address is {new}", confidence=0.93, only=True)
    return None


def _scheme(failure: Failure, text: str) -> str:
    """htp://x and the like; a scheme that the program knows stays."""
    scheme, mark, rest = text.partition("://")
    if not mark or not rest or scheme.lower() in SCHEMES or not (failure.has(*WRONG_SCHEME) or failure.output is None):
        return ""
    bare = scheme.strip().lower()
    near = [one for one in spelling.rank(bare, SCHEMES, max(1.6, spelling.allowance(bare))) if one.cost < 2]
    near.sort(key=lambda one: one.cost - (0.5 if one.name.startswith("http") else 0.0))
    return f"{near[0].name}://{rest}" if near and (near[0].only or near[0].name.startswith("http")) else ""


def _slashes(failure: Failure, text: str) -> str:
    """http:/x, http//x, http:x, http:///x: colon and two slashes stand between."""
    for scheme in ("https", "http"):
        if not text.lower().startswith(scheme):
            continue
        rest = text[len(scheme) :]
        bare = rest.lstrip(":/;.")
        gap = rest[: len(rest) - len(bare)]
        host = bare.partition("/")[0]
        looks = "." in host or host.partition(":")[0] in HOSTS
        if gap and gap not in ("://", ".") and bare and looks and set(gap) <= set(":/;"):
            return f"{scheme}://{bare}"
        return ""
    return ""


def _plain(failure: Failure, text: str) -> str:
    """Https asked of a server on this machine that speaks http; elsewhere that would give up a protection."""
    silent = failure.program == "wget" and failure.exit_code in (4, 5) and not failure.low.strip()
    if not text.startswith("https://") or not (silent or failure.has(*PLAIN_THERE)):
        return ""
    rest = text[len("https://") :]
    host = rest.partition("/")[0].partition(":")[0]
    port = rest.partition("/")[0].partition(":")[2]
    if silent and not (port.isdigit() and int(port) in listeners.ports(failure.machine)):
        return ""
    return "http://" + rest if host in ("localhost", "127.0.0.1", "[") or host.startswith("127.") else ""


def _host(failure: Failure, text: str) -> str:
    """Localhost misspelt: the one host name that every machine has."""
    if not failure.has("could not resolve", "unable to resolve", "name or service not known", "not known", "enotfound"):
        return ""
    scheme, mark, rest = text.partition("://")
    if not mark:
        scheme, rest = "", text
    host = rest.partition("/")[0].partition(":")[0]
    if "." in host or host == "localhost" or len(host) < 7:
        return ""
    near = spelling.rank(host, HOSTS)
    return scheme + mark + "localhost" + rest[len(host) :] if near else ""


EXAMPLES = [
    Example("curl -s htpp://x.example/a", 'curl: (1) Protocol "htpp" not supported', "curl -s http://x.example/a", 1),
    Example("wget hhtps://x.example", "hhtps://x.example: Unsupported scheme.", "wget https://x.example", 1),
    Example(
        "git clone 'ttps://x.example/r.git'",
        "git: 'remote-ttps' is not a git command\nfatal: unable to find remote helper for 'ttps'",
        "git clone 'https://x.example/r.git'",
        128,
    ),
    Example(
        "curl http:/localhost:80/x",
        "curl: (3) URL using bad/illegal format or missing URL",
        "curl http://localhost:80/x",
        3,
    ),
    Example("wget https//x.example/f", "wget: unable to resolve host address 'https'", "wget https://x.example/f", 4),
    Example(
        "curl https://localhost:8000/",
        "curl: (35) error:0A00010B:SSL routines::wrong version number",
        "curl http://localhost:8000/",
        35,
    ),
    Example("curl loclahost:80", "curl: (6) Could not resolve host: loclahost", "curl localhost:80", 6),
    Example("curl https://x.example/", "curl: (35) error: wrong version number", None, 35),
    Example("curl http://x.example/gone", "curl: (22) The requested URL returned error: 404", None, 22),
    Example("git clone http.x", "fatal: repository 'http.x' does not exist", None, 128),
]
