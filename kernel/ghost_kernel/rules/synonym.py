"""A subcommand that another program has: this one calls it by another name."""

from __future__ import annotations

from ghost_kernel.knowledge import faults, subcommands
from ghost_kernel.rules import Example, Failure, Fix, rule

# program: word → what it is called here; a word for another program stands behind '!'
NAMES: dict[str, dict[str, str]] = {
    "apt": {"uninstall": "remove", "delete": "remove", "find": "search", "info": "show", "add": "install",
    "refresh": "update"},
    "apt-get": {
        "uninstall": "remove", "delete": "remove", "search": "!apt-cache search", "show": "!apt-cache show",
        "list": "!apt list", "info": "!apt-cache show", "add": "install", "policy": "!apt-cache policy",
    },
    "apt-cache": {"install": "!apt-get install", "find": "search", "list": "pkgnames", "info": "show"},
    "dnf": {"uninstall": "remove", "delete": "remove", "find": "search", "show": "info", "add": "install"},
    "yum": {"uninstall": "remove", "delete": "remove", "find": "search", "show": "info", "add": "install"},
    "zypper": {"uninstall": "remove", "upgrade": "update", "find": "search", "add": "install"},
    "snap": {"uninstall": "remove", "update": "refresh", "upgrade": "refresh", "search": "find", "show": "info"},
    "flatpak": {"remove": "uninstall", "upgrade": "update", "find": "search"},
    "brew": {"find": "search", "show": "info", "add": "install", "delete": "uninstall"},
    "pip": {"remove": "uninstall", "delete": "uninstall", "add": "install", "update": "install --upgrade",
    "upgrade": "install --upgrade", "info": "show"},
    "npm": {"delete": "uninstall", "build": "run build", "lint": "run lint", "dev": "run dev", "serve": "run serve",
    "upgrade": "update"},
    "yarn": {"uninstall": "remove", "update": "upgrade", "i": "install", "rm": "remove", "ls": "list"},
    "conda": {"delete": "remove", "add": "install"},
    "gem": {"remove": "uninstall", "delete": "uninstall", "add": "install", "show": "info"},
    "cargo": {"delete": "remove", "uninstall-dep": "remove", "compile": "build", "start": "run", "lint": "clippy",
    "upgrade": "update"},
    "go": {"compile": "build", "start": "run", "lint": "vet", "add": "get", "format": "fmt"},
    "git": {
        "amend": "commit --amend", "unstage": "restore --staged", "history": "log", "st": "status", "co": "checkout",
        "ci": "commit",
        "br": "branch", "df": "diff", "stage": "add", "update": "pull", "sync": "pull", "checkin": "commit",
        "compare": "diff",
        "unadd": "restore --staged", "url": "remote -v", "branches": "branch", "tags": "tag", "logs": "log",
        "save": "stash",
    },
    "docker": {"list": "ps", "ls": "ps", "log": "logs", "shell": "exec -it", "up": "compose up",
    "down": "compose down", "delete": "rm"},
    "kubectl": {"list": "get", "show": "describe", "log": "logs", "ls": "get", "ps": "get pods",
    "info": "cluster-info"},
    "systemctl": {"info": "status", "state": "status", "begin": "start", "run": "start", "end": "stop",
    "list": "list-units", "ls": "list-units"},
    "terraform": {"format": "fmt", "up": "apply", "check": "validate"},
    "tmux": {"list": "list-sessions", "create": "new-session", "ps": "list-sessions"},
}  # fmt: skip
ALIASES = {"pip3": "pip", "docker-compose": "docker compose"}


@rule(
    programs=[*NAMES, *ALIASES],
    output_has=[
        "unknown",
        "invalid",
        "no such",
        "not a git command",
        "unrecognized",
        "not found",
        "usage",
        "is not a docker command",
        "does not take",
        "ambiguous",
        "missing",
    ],
)
def propose(failure: Failure) -> Fix | None:
    chain, word, _ = faults.subcommand(failure)
    if word is None or chain:
        return None
    program = ALIASES.get(failure.program, failure.program)
    other = NAMES.get(program, {}).get(word.plain)
    if other is None or word.plain in subcommands.known(failure.machine, failure.program):
        return None
    if other[0] == "!":
        if failure.args[0] is not word:
            return None
        words = failure.command(*other[1:].split(), *failure.args[1:])
        return Fix(words, why=f"that is {other[1:]}", confidence=0.82)
    return Fix(failure.replace(word, *other.split()), why=f"{failure.program} calls it {other}", confidence=0.84)


EXAMPLES = [
    Example("sudo apt uninstall frob", "E: Invalid operation uninstall", "sudo apt remove frob"),
    Example("apt-get search frob", "E: Invalid operation search", "apt-cache search frob"),
    Example("git amend -m x", "git: 'amend' is not a git command.", "git commit --amend -m x"),
    Example("pip upgrade frob", 'ERROR: unknown command "upgrade"', "pip install --upgrade frob"),
    Example("git fly", "git: 'fly' is not a git command.", None),
]
