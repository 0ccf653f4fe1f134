"""A program's own help, asked for as a contained probe, and what can be read out of it."""

from __future__ import annotations

from ghost_kernel.knowledge.completion import Completion
from ghost_kernel.knowledge.helptext.optionlist import defined, options
from ghost_kernel.knowledge.helptext.values import values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

__all__ = ["commands", "options", "read", "text", "values"]

# How a few programs want to be asked; all others understand --help.
ASKED = {"ssh-keygen": ["-?"], "openssl": ["help"], "git": ["-h"], "go": ["help"]}
# Programs whose --help does work, opens a window or talks to a service: they are not asked.
NOT_ASKED = frozenset("vim vi nvim nano emacs less more man top htop ssh scp sftp telnet su sudo passwd login".split())
REFUSING = (
    "unknown option",
    "unrecognized option",
    "invalid option",
    "illegal option",
    "unknown flag",
    "no such option",
)
MOST_READ = 200_000  # characters of a help text
MOST_VALUED = 400  # options whose values are looked for


def text(machine: Machine, argv: list[str]) -> str:
    """What the program says of itself; empty when it cannot or must not be asked."""
    program = argv[0].rpartition("/")[2]
    if program in NOT_ASKED or not machine.which(argv[0]):
        return ""
    if program == "git" and len(argv) > 1:
        asked = [*argv, "-h"]
    elif program == "openssl" and len(argv) > 1:
        asked = [*argv, "-help"]
    elif program == "go" and len(argv) > 1:
        asked = [argv[0], "help", *argv[1:]]
    else:
        asked = [*argv, *ASKED.get(program, ["--help"])]
    seen = machine.probe(asked, f"to learn the options of {program}")
    said = seen.text if seen else ""
    if seen is not None and asked[-1] == "--help" and _says_nothing(said):
        again = machine.probe([argv[0], "help", *argv[1:]], f"to learn the subcommands of {program}")
        said = again.text if again and not _says_nothing(again.text) else said
    return said[:MOST_READ]


def _says_nothing(said: str) -> bool:
    """Whether an answer is only a complaint about the question."""
    low = said[:2000].lower()
    if any(mark in low for mark in REFUSING):
        return len(said) < 400 or not commands(said)
    return len(said.split()) < 16 and set(options(said)) <= {"--help", "-h", "-help"} and not commands(said)


def commands(said: str) -> list[str]:
    """The subcommands that a text lists or shows in its usage."""
    from ghost_kernel.knowledge.helptext import commandlist, usage

    said = said[:MOST_READ]
    found = commandlist.listed(said)
    return list(dict.fromkeys([*found, *usage.words(said)]))


def read(said: str) -> Completion:
    """All that a text teaches."""
    said = said[:MOST_READ]
    found = Completion(commands(said), options(said))
    for names, entry in defined(said, MOST_VALUED):
        for name in names:
            given = values(entry, name)
            if given:
                found.add_values(name, given)
    for name in found.options[:MOST_VALUED]:
        if name not in found.values and (f"{name} {{" in said or f"{name}={{" in said or f"{name} [" in said):
            given = values(said, name)
            if given:
                found.add_values(name, given)
    return found
