"""An address holds a character that cannot be there: a blank, a comma between numbers, a backslash for a slash."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    programs=["curl", "wget", "http", "https", "xh", "git", "ping", "ssh"],
    output_has=["bad/illegal format", "malformed", "could not resolve", "unable to resolve", "bad port",
                "name or service not known", "invalid url", "bad hostname"],
    unseen=True,
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    for word in failure.args:
        if word.value is None or word.is_option:
            continue
        text = word.value
        for mend, why in ((_blanks, "a blank is written %20"), (_numbers, "the numbers stand apart by dots")):
            new = mend(text)
            if new and new != text:
                return failure.swap(word, new, why=why, confidence=0.92, only=True)
        new = text.replace("\\", "/")
        if "://" in new and new != text:
            return failure.swap(word, new, why="an address has slashes", confidence=0.92, only=True)
    return None


def _blanks(text: str) -> str:
    """Blanks inside the path or the question of an address."""
    scheme, mark, rest = text.partition("://")
    host, slash, path = rest.partition("/")
    if not mark or not slash or " " not in path.strip() or " " in scheme + host:
        return ""
    return f"{scheme}://{host}/{path.strip().replace(' ', '%20')}"


def _numbers(text: str) -> str:
    """127,0,0.1: an IPv4 address with another sign between its numbers."""
    scheme, mark, rest = text.partition("://")
    if not mark:
        scheme, rest = "", text
    host = rest.partition("/")[0].partition(":")[0]
    parts = host.replace(",", ".").replace(";", ".").split(".")
    if len(parts) != 4 or not all(part.isdigit() and part.isascii() and int(part) < 256 for part in parts):
        return ""
    return f"{scheme}{mark}{'.'.join(parts)}{rest[len(host) :]}"


BAD = "curl: (3) URL using bad/illegal format or missing URL"
EXAMPLES = [
    Example("curl 'http://h.example/a?b=tea pot'", BAD, "curl 'http://h.example/a?b=tea%20pot'", 3),
    Example("curl http://127.0,0.1:80/", "curl: (6) Could not resolve host: 127.0,0.1", "curl http://127.0.0.1:80/", 6),
    Example("curl 'http:\\\\h.example'", "curl: (3) bad/illegal format", "curl 'http://h.example'", 3),
    Example("curl http://h.example/a", "curl: (6) Could not resolve host: h.example", None, 6),
]
