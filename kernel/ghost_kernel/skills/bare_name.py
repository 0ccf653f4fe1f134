"""What a program is, for who types its name and no more: what it is for, where it lies, or what would bring it."""

from __future__ import annotations

from ghost_kernel.knowledge import services, summaries, things
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.skills._words import install_told
from ghost_kernel.telling import code


@skill(frame("thing", prior=-0.1))
def answer(asked: Asked) -> str | None:
    """One program, known here or to the tables; nothing for any other word."""
    name = asked.thing
    machine = asked.machine
    if len([one for one in asked.tokens if one.weight > 0]) != 1 or not things.is_name(machine, name):
        return None
    place = next((one for one in (machine.which(each) for each in things.names(name)) if one), "")
    about = summaries.of(machine, name)
    if place:
        said = f": {about}" if about else ""
        return asked.say(
            f"{code(name)} is a program of this machine ({code(place)}){said}.",
            f"{code(name)} 是这台机器上的程序（{code(place)}）{said}。",
        )
    way = services.way(machine, name)
    if way is None:
        return None
    return asked.say(f"{code(name)} is not installed here.", f"这里没有安装 {code(name)}。") + install_told(asked, name)


EXAMPLES = [
    Example("frob?", "is a program of this machine", programs=["frob"]),
    Example("what is a frob", silent=True, programs=["frob"]),
    Example("hmm", silent=True),
]
