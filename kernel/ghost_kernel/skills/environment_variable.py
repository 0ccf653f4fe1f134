"""Whether an environment variable is set. Names are all that is known here, never their values."""

from __future__ import annotations

from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import code, listed

HELPS = "VARIABLE SET EXIST MY MACHINE HERE ALL SHELL NAME CONTENT HOW_MANY"
NEVER = "HOW WHY CHANGED EDIT CREATE DELETE REMOVE INSTALL RUNNING PORT FILE WHERE CONFIG ENABLED ORDER"


@skill(
    frame("thing", "VARIABLE", helps=HELPS, takes="thing", never=NEVER),
    frame(
        "thing", "SET", helps="VARIABLE EXIST SHELL MY HERE", takes="thing", never=NEVER + " TIMER SERVICE", prior=-0.04
    ),
    frame("VARIABLE", helps=HELPS, never=NEVER),
)
def answer(asked: Asked) -> str | None:
    """Set or not, by name; or all names."""
    say = asked.say
    known = asked.question.variables
    names = [one.lstrip("$").strip("{}") for one in asked.things]
    if not names:
        if not known:
            return None
        told = listed([code(one) for one in sorted(known)], 80, asked.is_chinese)
        return say(f"**{len(known)}** variables are set: {told}.", f"已设置 **{len(known)}** 个环境变量：{told}。")
    if not all(_is_variable(asked, name) for name in names):
        return None
    texts = []
    for name in names[:5]:
        found = name if name in known else next((one for one in known if one.lower() == name.lower()), "")
        if found:
            show = say("to see its value:", "查看它的值：")
            line = f"$env.{found}" if asked.question.dialect == "nu" else f"printenv {found}"
            texts.append(
                say(f"{code(found)} **is set**; {show} `{line}`", f"{code(found)} **已设置**；{show} `{line}`")
            )
        else:
            texts.append(say(f"{code(name)} is **not set**.", f"{code(name)} **没有**设置。"))
    return "\n\n".join(texts)


def _is_variable(asked: Asked, name: str) -> bool:
    """Whether the word can be a variable's name, and looks like one where nobody says so."""
    plain = name.replace("_", "a").isalnum() and not name[:1].isdigit()
    return plain and (asked.has("VARIABLE") or name.isupper() or name in asked.question.variables)


EXAMPLES = [
    Example("is EDITOR set?", "**is set**", variables=["EDITOR"]),
    Example("有没有设置环境变量 GOPATH", "**没有**设置", variables=["EDITOR"]),
    Example("how do I set EDITOR", silent=True, variables=["EDITOR"]),
]
