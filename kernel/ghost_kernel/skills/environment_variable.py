"""Whether an environment variable is set, which begin alike, and what the search path and the home folder are.

Of all others the names are known here, never the values: any of them may be a secret. LANG alone is told, as the brain
has to know in which language programs speak.
"""

from __future__ import annotations

import re

from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import bullets, code, listed

HELPS = "VARIABLE SET EXIST MY MACHINE HERE ALL SHELL NAME CONTENT HOW_MANY VALUE THAT HOME SEARCHED"
# What a name is to begin with.
_BEGINS = re.compile(
    r"\b(?:begin|start)(?:s|ning|ing)?\s+(?:with|by|in)\s+(?:the\s+)?(?:letters?\s+|prefix\s+)?['\"`$]?([A-Za-z_]\w*)"
    r"|\bprefix(?:ed)?\s+(?:with\s+|by\s+)?['\"`$]?([A-Za-z_]\w*)|以\s*['\"`$]?([A-Za-z_]\w*)['\"`]?\s*(?:开头|打头|为前缀)"
    r"|([A-Za-z_]\w*)\s*开头",
    re.I,
)
NEVER = "HOW WHY CHANGED EDIT CREATE DELETE REMOVE INSTALL RUNNING PORT FILE WHERE CONFIG ENABLED ORDER"


@skill(
    frame("thing", "VARIABLE", helps=HELPS, takes="thing", never=NEVER),
    frame(
        "thing", "SET", helps="VARIABLE EXIST SHELL MY HERE", takes="thing", never=NEVER + " TIMER SERVICE", prior=0.03
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
    # `variables that begin with GIT`, `以 GIT 开头的环境变量`: the beginning may be a word of any meaning.
    frame(
        "VARIABLE",
        "START|FIRST|NAME",
        helps=HELPS + " START FIRST WITH GIT WHICH",
        takes="thing quoted",
        never=NEVER + " STOP RESTART",
    ),
    # `print PATH`, `what is $HOME`: names of variables in capitals.
    frame("thing", "SHOW|WHAT|VALUE|FOLDER", helps=HELPS + " FOLDER LINES COMMAND", never=NEVER, prior=-0.03),
    frame("thing", prior=-0.12),  # `LANG?`
)
def answer(asked: Asked) -> str | None:
    """Set or not, by name; those that begin so; or all names."""
    say = asked.say
    known = asked.question.variables
    begins = _BEGINS.search(asked.question.text) if asked.has("VARIABLE") else None
    if begins is not None:
        return _beginning(asked, next(one for one in begins.groups() if one))
    if not asked.frame.helps and len([one for one in asked.tokens if one.weight > 0]) != 1:
        return None
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
        if found and _locale(asked, found):
            told = code(_locale(asked, found))
            texts.append(say(f"{code(found)} is {told}.", f"{code(found)} 是 {told}。"))
        elif found:
            line = f"$env.{found}" if asked.question.dialect == "nu" else f"printenv {found}"
            texts.append(
                say(
                    f"{code(found)} **is set**. Values are not looked at here; {code(line)} shows it.",
                    f"{code(found)} **已设置**。这里不查看变量的值；用 {code(line)} 查看。",
                )
            )
        else:
            texts.append(say(f"{code(name)} is **not set**.", f"{code(name)} **没有**设置。"))
    return "\n\n".join(texts)


def _locale(asked: Asked, name: str) -> str:
    """The value of LANG, which is known where nothing that goes before it says the language of messages."""
    known = asked.question.variables
    return asked.machine.locale if name == "LANG" and not {"LC_ALL", "LC_MESSAGES"}.intersection(known) else ""


def _beginning(asked: Asked, begin: str) -> str:
    """The variables whose names begin so; in capitals or not."""
    found = sorted(one for one in asked.question.variables if one.upper().startswith(begin.upper()))
    name = code(begin)
    if not found:
        return asked.say(f"No variable is set whose name begins with {name}.", f"没有名字以 {name} 开头的变量。")
    told = listed([code(one) for one in found], 80, asked.is_chinese)
    plural = "s are" if len(found) > 1 else " is"
    return asked.say(
        f"**{len(found)}** variable{plural} set whose name begins with {name}: {told}. Values are not looked at here.",
        f"名字以 {name} 开头的变量有 **{len(found)}** 个：{told}。这里不查看变量的值。",
    )


def _is_variable(asked: Asked, name: str) -> bool:
    """Whether the word can be a variable's name, and looks like one where nobody says so."""
    plain = name.replace("_", "a").isalnum() and not name[:1].isdigit()
    return plain and (asked.has("VARIABLE") or name.isupper() or name in asked.question.variables)


EXAMPLES = [
    Example("is EDITOR set?", "**is set**", variables=["EDITOR"]),
    Example("有没有设置环境变量 GOPATH", "**没有**设置", variables=["EDITOR"]),
    Example("what is $HOME?", "Your home folder", variables=["HOME"]),
    Example("PATH 里有哪些目录", "目录里找命令", variables=["PATH"]),
    Example("what is $EDITOR set to", ["**is set**", "`printenv EDITOR`"], variables=["EDITOR"]),
    Example("is JAVA_HOME set", "**not set**", variables=["LANG"]),
    Example(
        "print all variables that begin with GIT",
        ["**2**", "`GIT_DIR`, `GIT_EDITOR`"],
        lacks="LANG",
        variables=["GIT_EDITOR", "LANG", "GIT_DIR"],
    ),
    Example("以 LC_ 开头的环境变量有哪些", "`LC_ALL`", lacks="LANG", variables=["LANG", "LC_ALL"]),
    Example("which environment variables start with Q", "No variable", variables=["LANG"]),
    Example("how do I set EDITOR", silent=True, variables=["EDITOR"]),
]
