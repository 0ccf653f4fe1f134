"""Where a program is, or its configuration."""

from __future__ import annotations

import os

from ghost_kernel.knowledge import configs, inventory, programs, things
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.skills._words import install_told
from ghost_kernel.telling import bullets, code, listed

HELPS = "PROGRAM COMMAND INSTALLED FILE FOLDER MACHINE HERE MY WHICH CONFIG SERVICE NAME FIND INSTALL SHOW"
NEVER = (
    "LOG WHY HOW PACKAGE CHANGED RUNNING USER CONTENT SIZE OLD BIG RECENT EDIT WRONG KILL DIFFERENCE "
    "ERROR EXPLAIN MANUAL"
)


@skill(
    frame("thing", "WHERE", helps=HELPS, takes="thing", never=NEVER),
    frame("thing", "FOLDER", "INSTALLED|INSTALL|PROGRAM|WHICH", helps=HELPS, never=NEVER),
    frame("thing", "CONFIG", helps=HELPS + " WHERE", takes="thing", never=NEVER + " SET"),
)
def answer(asked: Asked) -> str | None:
    """The place of each thing that is named."""
    told = _config if asked.has("CONFIG") else _program
    texts = [told(asked, thing) for thing in asked.things[:3]]
    return "\n\n".join(text for text in texts if text) or None


def _config(asked: Asked, thing: str) -> str:
    say = asked.say
    found = configs.files(asked.machine, thing)
    if not found:
        return say(
            f"No configuration of {code(thing)} is in the usual places (`/etc`, `~/.config`, the home folder).",
            f"在常见位置（`/etc`、`~/.config`、主目录）没有找到 {code(thing)} 的配置文件。",
        )
    if len(found) == 1:
        return say(
            f"The configuration of {code(thing)} is {code(found[0])}.", f"{code(thing)} 的配置文件是 {code(found[0])}。"
        )
    return (
        say(f"Configuration of {code(thing)}:", f"{code(thing)} 的配置文件：")
        + "\n\n"
        + bullets([code(one) for one in found])
    )


def _program(asked: Asked, thing: str) -> str | None:
    say, machine = asked.say, asked.machine
    name = code(thing)
    for one in things.names(thing):
        every = [f"{folder}/{one}" for folder in dict.fromkeys(machine.path) if machine.may_run(f"{folder}/{one}")]
        place = every[0] if every else programs.in_system_folder(machine, one)
        if not place:
            continue
        real = os.path.realpath(machine.resolve(place))
        shown = real[len(machine.root) :] if machine.root and real.startswith(machine.root) else real
        text = say(f"{name} is {code(place)}", f"{name} 在 {code(place)}")
        if shown != place and not machine.root:
            text += say(f", a link to {code(shown)}", f"，指向 {code(shown)}")
        package = inventory.owner(machine, place)
        text += say(f" (package {package}).", f"（软件包 {package}）。") if package else say(".", "。")
        others = [one for one in every[1:] if os.path.realpath(machine.resolve(one)) != real]
        if others:
            text += (
                "\n\n"
                + say("Also, later on the PATH:", "PATH 后面还有：")
                + " "
                + ", ".join(code(one) for one in others[:4])
            )
        return text
    for alias in asked.question.names:
        if alias.name == thing:
            return say(
                f"{name} is an {alias.kind} of your shell: {code(alias.text)}.",
                f"{name} 是你 shell 里的别名：{code(alias.text)}。",
            )
    for name_of in things.names(thing):
        unit = next(
            (
                f"{folder}/{name_of}.service"
                for folder in ("/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system")
                if machine.is_file(f"{folder}/{name_of}.service")
            ),
            "",
        )
        if unit:
            return say(
                f"No program {name} is on the PATH; its unit is {code(unit)}.",
                f"PATH 上没有 {name}；它的单元文件是 {code(unit)}。",
            )
    files = configs.named(machine, thing)
    if files:
        return say(f"{name}: ", f"{name}：") + listed([code(one) for one in files], 6, asked.is_chinese)
    if not things.is_name(machine, thing) or "." in thing:
        return None
    return say(
        f"{name} is **not installed**: it is nowhere on the PATH.", f"{name} **没有安装**：PATH 里找不到。"
    ) + install_told(asked, thing)


EXAMPLES = [
    Example("where is vim?", "/vim", programs=["vim"]),
    Example("vim 在哪", "/vim", programs=["vim"]),
    Example("where is the config of tmux", "`~/.tmux.conf`", files=[".tmux.conf"], programs=["tmux"]),
    Example("where are the logs of vim", silent=True, programs=["vim"]),
]
