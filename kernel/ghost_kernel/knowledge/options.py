"""The options a program knows: from its manual and completions on disk, else from its own help as a contained probe."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

# What nearly every program understands, for where nothing can be looked up.
USUAL = (
    "--help --version --verbose --quiet --recursive --force --all --output --input --file --config --debug --dry-run "
    "--silent --color --no-color --format --list --long --name --ignore-case --line-number --directory"
).split()
# Their manual says all, and their completions are long.
MANUAL_ONLY = frozenset(["git", "gcc", "g++", "cc"])


def on_disk(machine: Machine, program: str, chain: tuple[str, ...] = ()) -> list[str]:
    """Options named by the manual page or a completion; a subcommand may have a page of its own, as git-commit."""
    if program in MANUAL_ONLY:
        from ghost_kernel.knowledge import manpages

        found = manpages.of(machine, program, chain).options
        if found:
            return found
    from ghost_kernel.knowledge import vocabulary

    return vocabulary.on_disk(machine, program, chain).options


def from_program(machine: Machine, program: str, chain: tuple[str, ...] = ()) -> list[str]:
    """Options that the program's own help names, asked as a contained probe."""
    from ghost_kernel.knowledge import vocabulary

    return vocabulary.asked(machine, program, chain).options


def values(machine: Machine, program: str, chain: tuple[str, ...], option: str) -> list[str]:
    """The values that an option of the program is known to take, by what lies on disk; empty for any value."""
    from ghost_kernel.knowledge import vocabulary

    here = vocabulary.on_disk(machine, program, chain).values.get(option, [])
    return here or (vocabulary.on_disk(machine, program).values.get(option, []) if chain else [])


def values_from_program(machine: Machine, program: str, chain: tuple[str, ...], option: str) -> list[str]:
    """The values that the program's own help lists for an option."""
    from ghost_kernel.knowledge import vocabulary

    return vocabulary.asked(machine, program, chain).values.get(option, [])
