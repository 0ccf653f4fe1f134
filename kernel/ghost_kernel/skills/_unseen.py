"""Why a process behind a port cannot be told: another's is seen by root alone; root has nobody to ask."""

from __future__ import annotations

from ghost_kernel.knowledge import managers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.skill import Asked


def why(asked: Asked) -> str:
    """A whole sentence."""
    if managers.own() == 0:
        return asked.say("The kernel does not show here which process it is.", "内核在这里不显示是哪个进程。")
    return asked.say(
        "Which process it is only root and its owner can see.",
        "具体是哪个进程，只有 root 和所有者能看到。",
    )
