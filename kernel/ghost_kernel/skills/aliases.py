"""The aliases and functions of the person's shell."""

from __future__ import annotations

from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import bullets, code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.protocol.types import Name

HELPS = "ALIAS FUNCTION MY SHELL HERE ALL EXIST SET HOW_MANY COMMAND NAME EXPLAIN"
NEVER = "HOW WHY CREATE DELETE REMOVE CHANGED EDIT PERMISSION LAST"
MOST = 50


@skill(
    frame("ALIAS", helps=HELPS, takes="thing quoted", never=NEVER),
    frame("thing", "EXPLAIN|WHAT", helps=HELPS, never=NEVER + " ERROR LOG FILE VERSION", prior=0.01),
)
def answer(asked: Asked) -> str | None:
    """The one that is named, where there is one; or all."""
    say = asked.say
    known = asked.question.names
    if asked.things:
        found = [one for one in known if one.name in asked.things]
        if not found:
            if not asked.has("ALIAS"):
                return None
            return say(
                f"There is no alias {code(asked.thing)} in this shell.", f"这个 shell 里没有别名 {code(asked.thing)}。"
            )
        return "\n\n".join(_told(asked, one) for one in found)
    if not known:
        return say("This shell has no aliases that are known here.", "没有看到这个 shell 的别名。")
    lines = [_line(one) for one in sorted(known, key=lambda one: (one.kind, one.name))[:MOST]]
    more = say(f"\n\nand {len(known) - MOST} more", f"\n\n还有 {len(known) - MOST} 个") if len(known) > MOST else ""
    return (
        say(f"**{len(known)}** in this shell:", f"这个 shell 里有 **{len(known)}** 个：")
        + "\n\n"
        + bullets(lines)
        + more
    )


def _told(asked: Asked, one: Name) -> str:
    if one.kind == "function":
        return asked.say(f"{code(one.name)} is a function of your shell.", f"{code(one.name)} 是你 shell 里的函数。")
    return asked.say(
        f"{code(one.name)} is an alias of your shell for {code(one.text)}.",
        f"{code(one.name)} 是你 shell 里的别名，代表 {code(one.text)}。",
    )


def _line(one: Name) -> str:
    return f"{code(one.name)}: {code(one.text)}" if one.kind == "alias" else f"{code(one.name)} ()"


EXAMPLES = [
    Example("which aliases do I have?", "`lsa`: `ls -a`", aliases={"lsa": "ls -a"}),
    Example("lsa 是什么意思", "`ls -a`", aliases={"lsa": "ls -a"}),
    Example("how do I create an alias", silent=True, aliases={"lsa": "ls -a"}),
]
