"""What fits behind a program: subcommands, options, values; from all that this machine knows, put together.

`on_disk` reads completions and the manual; `asked` reads the program's own help, which costs a probe. A source that
says nothing leaves things open: no word is wrong because of it.
"""

from __future__ import annotations

from ghost_kernel.knowledge import completions, manpages
from ghost_kernel.knowledge.completion import Completion, is_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.knowledge.completion import Chain
    from ghost_kernel.machine import Machine

__all__ = ["Completion", "asked", "is_plain", "on_disk", "subcommands"]


def on_disk(machine: Machine, program: str, chain: Chain = ()) -> Completion:
    """What completions and the manual say."""
    return machine.keep(("on disk", program, chain), lambda: _on_disk(machine, program, chain))


def _on_disk(machine: Machine, program: str, chain: Chain) -> Completion:
    found = Completion()
    found.add(completions.of(machine, program, chain))
    found.add(manpages.of(machine, program, chain))
    return found


def subcommands(machine: Machine, program: str, chain: Chain = ()) -> list[str]:
    """The words that may follow; the manual is read only where no completion knows any."""
    found = completions.of(machine, program, chain).subcommands
    return found or manpages.of(machine, program, chain).subcommands


def asked(machine: Machine, program: str, chain: Chain = ()) -> Completion:
    """What the program's own help says, asked as a contained probe; empty when it may not be asked."""
    return machine.keep(("asked", program, chain), lambda: _asked(machine, program, chain))


def _asked(machine: Machine, program: str, chain: Chain) -> Completion:
    from ghost_kernel.knowledge import helptext

    return helptext.read(helptext.text(machine, [program, *chain]))
