"""What several skills say alike."""

from __future__ import annotations

import re

from ghost_kernel.knowledge import services
from ghost_kernel.telling import code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.skill import Asked

_VERSION = re.compile(r"(?<![\w.])[vV]?(\d+(?:\.\d+)+[\w.+~-]*)")


def number_in(text: str) -> str:
    """The first version number in what a program says of itself; empty when there is none."""
    for line in text.splitlines()[:6]:
        found = _VERSION.search(line)
        if found:
            return found.group(1).rstrip(".,-")
    return ""


def install_told(asked: Asked, thing: str) -> str:
    """A paragraph with the package to install and the line for it; empty where nothing here knows it."""
    way = services.way(asked.machine, thing)
    if way is None or not way.line:
        return ""
    root = asked.say(" (as root)", "（需要 root）") if way.as_root else ""
    probably = "" if way.sure else asked.say("probably ", "可能是")
    return asked.say(
        f"\n\nPackage to install: {probably}{code(way.package)} ({way.manager}):\n\n    {way.line}{root}",
        f"\n\n需要安装的软件包：{probably}{code(way.package)}（{way.manager}）：\n\n    {way.line}{root}",
    )


_CHOICE = re.compile(r"\bshould\b.*\bor\b|\bbetter\b|还是|哪个好", re.I)


def is_choice(asked: Asked) -> bool:
    """Whether it is asked which of several things to take: no look at a machine answers that."""
    return len(asked.things) > 1 and _CHOICE.search(asked.question.text) is not None
