"""What this machine is called."""

from __future__ import annotations

import re

from ghost_kernel.knowledge import facts
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import code

_OF_YOU = re.compile(r"你叫|你的名|\byour name\b|\bare you called\b", re.I)


@skill(
    frame(
        "HOSTNAME",
        helps="MY MACHINE HERE NAME NETWORK",
        never="HOW CHANGED EDIT RENAME SET WHY FILE FOLDER USER VERSION FIND ORDER",
    ),
    frame(  # `how is this host called`, not `how do I change …`
        "HOW",
        "HOSTNAME",
        helps="MY MACHINE HERE NAME THAT YES",
        never="CHANGED EDIT RENAME SET WHY FILE FOLDER USER VERSION FIND ORDER USE CREATE COMMAND CHECK SHOW",
    ),
    frame(
        "NAME",
        "MACHINE",
        helps="MY HERE HOSTNAME",
        never="HOW CHANGED EDIT RENAME SET WHY FILE FOLDER USER DISTRO VERSION KERNEL MODEL PROCESS",
    ),
)
def answer(asked: Asked) -> str | None:
    """Its name."""
    # Who is asked is not what is asked about.
    if not asked.has("MACHINE") and _OF_YOU.search(asked.question.text):
        return None
    name = facts.host_name(asked.machine)
    if not name:
        return None
    return asked.say(f"This machine is called **{code(name)}**.", f"这台机器叫 **{code(name)}**。")


_FILE = {"/etc/hostname": "heron\n"}
EXAMPLES = [
    Example("what is your name", silent=True, files={"/etc/hostname": "box\n"}),
    Example("what is the hostname?", "heron", files=_FILE),
    Example("主机名是什么", "heron", files=_FILE),
    Example("how do I change the hostname", silent=True, files=_FILE),
]
