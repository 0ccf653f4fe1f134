"""A program that wants a host was given an address, or one that wants an address was given none of http."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

HOSTS = ("whois", "ping", "ping6", "dig", "host", "nslookup", "traceroute", "tracepath", "mtr", "telnet", "nc", "ssh")
OPENERS = ("open", "xdg-open", "gio", "gnome-open", "kde-open", "see", "start")
ENDINGS = frozenset("com org net io dev edu gov info app me co uk de fr eu ch at nl ru jp cn invalid".split())


@rule(
    programs=[*HOSTS, *OPENERS],
    output_has=["not known", "no match", "does not exist", "no such file", "could not resolve", "not found", "unknown",
                "nxdomain", "cannot resolve", "invalid", "no whois server", "error when getting information"],
)  # fmt: skip
def propose(failure: Failure) -> Fix | list[Fix] | None:
    operands = failure.stage.operands
    if failure.program in HOSTS:
        word = next((one for one in operands if "://" in one.plain), None)
        if word is None and failure.program == "whois" and operands and operands[-1].plain.startswith("www."):
            return failure.swap(operands[-1], operands[-1].plain[4:], "the register knows the domain alone", 0.91)
        if word is None or word.value is None:
            return None
        host = word.plain.partition("://")[2].partition("/")[0].partition("?")[0]
        bare = host.rpartition("@")[2].partition(":")[0] if failure.program != "ssh" else host.partition(":")[0]
        return failure.swap(word, bare, f"{failure.program} wants the name of a host", 0.92) if bare else None
    word = operands[-1] if operands else None
    if word is None or word.value is None or "://" in word.plain or failure.machine.exists(word.plain):
        return None
    host = word.plain.partition("/")[0].partition(":")[0]
    ending = host.rpartition(".")[2].lower()
    if word.plain[:1] in "./~-" or (ending not in ENDINGS and not host.startswith("www.")) or "." not in host:
        return None
    return failure.swap(word, f"https://{word.plain}", "it is an address of the web", 0.78)


EXAMPLES = [
    Example(
        "ping http://frob.invalid/x", "ping: http://frob.invalid/x: Name or service not known", "ping frob.invalid", 2
    ),
    Example(
        "xdg-open www.frob.invalid",
        "gio: file:///home/x/www.frob.invalid: No such file or directory",
        "xdg-open https://www.frob.invalid",
        4,
    ),
    Example("xdg-open notes.md", "gio: notes.md: No such file or directory", None, 4),
    Example("ping frob.invalid", "ping: frob.invalid: Name or service not known", None, 2),
]
