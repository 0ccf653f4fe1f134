"""Whether an environment variable is set, and what the search path and the home folder are.

Of all others the names are known here, never the values.
"""

from __future__ import annotations

from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import bullets, code, listed

HELPS = "VARIABLE SET EXIST MY MACHINE HERE ALL SHELL NAME CONTENT HOW_MANY VALUE THAT HOME SEARCHED"
NEVER = "HOW WHY CHANGED EDIT CREATE DELETE REMOVE INSTALL RUNNING PORT FILE WHERE CONFIG ENABLED ORDER"


@skill(
    frame("thing", "VARIABLE", helps=HELPS, takes="thing", never=NEVER),
    frame(
        "thing", "SET", helps="VARIABLE EXIST SHELL MY HERE", takes="thing", never=NEVER + " TIMER SERVICE", prior=-0.04
    ),
    frame("VARIABLE", helps=HELPS, never=NEVER),
    frame(
        "SEARCHED", helps=HELPS + " FOLDER LINES COMMAND PROGRAM FIND WHERE", never="HOW WHY CHANGED INSTALL ADD EDIT"
    ),
    frame(
        "HOME",
        "WHAT|WHERE|FOLDER|SHOW|WHICH|NAME|VALUE",
        helps=HELPS + " FOLDER WHERE USER",
        never=NEVER.replace("WHERE ", "") + " SIZE SPACE BIG DISK FILE OPEN",
    ),
    # `print PATH`, `what is $HOME`: names of variables in capitals.
    frame("thing", "SHOW|WHAT|VALUE|FOLDER", helps=HELPS + " FOLDER LINES COMMAND", never=NEVER, prior=-0.03),
)
def answer(asked: Asked) -> str | None:
    """Set or not, by name; or all names."""
    say = asked.say
    known = asked.question.variables
    names = [one.lstrip("$").strip("{}") for one in asked.things]
    names = [one for one in names if _is_variable(asked, one)] or names
    if asked.has("SEARCHED") or "PATH" in names:
        rows = [code(one) for one in asked.machine.path]
        head = say(
            f"Commands are looked for in {len(rows)} folders, in this order:", f"按顺序在 {len(rows)} 个目录里找命令："
        )
        return head + "\n\n" + bullets(rows) if rows else None
    if (asked.has("HOME") and not names) or "HOME" in names:
        home = code(asked.machine.home)
        return say(f"Your home folder is {home}.", f"你的主目录是 {home}。") if asked.machine.home else None
    if "VARIABLE" not in asked.frame.words() and not all(one.isupper() and one in known for one in names):
        return None
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
                say(f"{code(found)} **is set**; {show} {code(line)}", f"{code(found)} **已设置**；{show} {code(line)}")
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
    Example("what is $HOME?", "Your home folder", variables=["HOME"]),
    Example("PATH 里有哪些目录", "目录里找命令", variables=["PATH"]),
    Example("how do I set EDITOR", silent=True, variables=["EDITOR"]),
]
