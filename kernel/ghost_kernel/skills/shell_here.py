"""Which shell the person types in, and which one logs them in."""

from __future__ import annotations

from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import code

HELPS = "SHELL WHAT WHICH MY HERE USE NAME SHOW RUNNING OCCUPY VARIABLE VALUE THAT WHERE ME SET MACHINE"


@skill(
    frame(
        "SHELL",
        "WHAT|WHICH|MY|HERE|USE|NAME|SHOW",
        helps=HELPS,
        never="HOW WHY CHANGED SCRIPT INSTALL VERSION ALIAS USER LOGGED_IN HISTORY FILE KILL EXPLAIN",
    ),
)
def answer(asked: Asked) -> str | None:
    """By what the body says of the line's shell, and by the account."""
    import os
    import pwd

    try:
        login = pwd.getpwuid(os.getuid()).pw_shell
    except (KeyError, OSError):
        login = ""
    here = asked.question.dialect
    if not here and not login:
        return None
    first = asked.say(f"The shell here is **{here}**.", f"当前 shell 是 **{here}**。") if here else ""
    second = asked.say(f" Your login shell is {code(login)}.", f"登录 shell 是 {code(login)}。") if login else ""
    return (first + second).strip()


EXAMPLES = [
    Example("which shell is this", "**zsh**", dialect="zsh"),
    Example("我用的是什么 shell", "**bash**"),
    Example("how do I change my shell", silent=True),
]
