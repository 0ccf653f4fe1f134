"""A program's own help, asked for as a contained probe, and what can be read out of it: options and subcommands."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

OPTION_CHARS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
NAME_CHARS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_:.")
# How a few programs want to be asked; all others understand --help.
ASKED = {"ssh-keygen": ["-?"], "openssl": ["help"], "git": ["-h"]}
# Programs whose --help does work, opens a window or talks to a service: they are not asked.
NOT_ASKED = frozenset("vim vi nvim nano emacs less more man top htop ssh scp sftp telnet su sudo passwd login".split())


def text(machine: Machine, argv: list[str]) -> str:
    """What the program says of itself; empty when it cannot or must not be asked."""
    program = argv[0].rpartition("/")[2]
    if program in NOT_ASKED or not machine.which(argv[0]):
        return ""
    if program == "git" and len(argv) > 1:
        asked = [*argv, "-h"]
    elif program == "openssl" and len(argv) > 1:
        asked = [*argv, "-help"]
    else:
        asked = [*argv, *ASKED.get(program, ["--help"])]
    seen = machine.probe(asked, f"to learn the options of {program}")
    return seen.text if seen else ""


def options(said: str) -> list[str]:
    """Every option the text names, in its order: -x, -long, --long; brackets as in --[no-]x give both."""
    found: list[str] = []
    at = said.find("-")
    size = len(said)
    while at >= 0:
        before = said[at - 1] if at else " "
        end = at
        if before in " \t\n,|/[(<'\"`‘=" or (before == "\x08"):
            while end < size and said[end] == "-" and end - at < 2:
                end += 1
            body = end
            while end < size and said[end] in OPTION_CHARS:
                end += 1
            if end > body:
                found.append(said[at:end].rstrip("-_"))
            elif said.startswith("[no-]", end):
                stop = end + 5
                while stop < size and said[stop] in OPTION_CHARS:
                    stop += 1
                found += ["--" + said[end + 5 : stop], "--no-" + said[end + 5 : stop]]
                end = stop
        at = said.find("-", max(end, at + 1))
    return list(dict.fromkeys([one for one in found if one.strip("-")]))


def commands(said: str) -> list[str]:
    """The words that stand first in the lines of a list of commands."""
    found: list[str] = []
    listing = False
    for line in said.splitlines():
        bare = line.strip()
        if not bare:
            continue
        if not line[0].isspace() or bare.endswith(":"):
            listing = "command" in bare.lower() and (bare.endswith(":") or bare.isupper() or len(bare.split()) < 6)
            continue
        if not listing:
            continue
        indent = len(line) - len(line.lstrip())
        if indent > 12:
            continue
        for word in bare.split("  ")[0].split(","):
            name = word.strip().split(" ")[0].rstrip("*:")
            if name and NAME_CHARS.issuperset(name) and not name.startswith("-"):
                found.append(name)
    return list(dict.fromkeys(found))


def values(said: str, option: str) -> list[str]:
    """The values that the help lists for an option: `--color=auto|always`, `{a,b}`, `[possible values: a, b]`."""
    found: list[str] = []
    lines = said.splitlines()
    for place, line in enumerate(lines):
        if option not in line:
            continue
        near = " ".join(lines[place : place + 3])
        behind = near.partition(option)[2]
        for open_, shut in (
            ("{", "}"),
            ("[possible values: ", "]"),
            ("(choices: ", ")"),
            ("<", ">"),
            ("[", "]"),
            ("(", ")"),
        ):
            start = behind.find(open_)
            end = behind.find(shut, start + 1)
            if 0 <= start < end:
                inner = behind[start + len(open_) : end]
                if "|" in inner or "," in inner:
                    found += [part.strip(" \"'") for part in inner.replace("|", ",").split(",")]
        head = behind.split("  ")[0].lstrip("= ")
        if "|" in head:
            found += [part.strip(" []{}<>()") for part in head.split("|")]
    return [one for one in dict.fromkeys(found) if one and " " not in one]
