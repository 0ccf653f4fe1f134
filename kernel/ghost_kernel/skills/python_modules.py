"""Whether a module of Python can be imported here: of the standard library, or in the usual folders of packages."""

from __future__ import annotations

from ghost_kernel.knowledge import python
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.telling import code

HELPS = "PYTHON MODULE INSTALLED INSTALL EXIST YES CHECK HERE MACHINE USE RUN MY PACKAGE PROVIDE RUNNING THAT FREE"
NEVER = "HOW WHY VERSION WHERE REMOVE UPDATE FILE PROCESS PORT LINES ORDER DELETE SCRIPT VARIABLE"


@skill(
    frame("PYTHON", "thing", "INSTALLED|EXIST|YES|CHECK|USE|MODULE", helps=HELPS, never=NEVER, prior=0.02),
    frame("PYTHON", "MODULE", "thing", helps=HELPS, never=NEVER, prior=0.04),
    frame("MODULE", "thing", "EXIST|INSTALLED|YES|CHECK", helps=HELPS, never=NEVER + " PROVIDE PACKAGE", prior=0.01),
)
def answer(asked: Asked) -> str | None:
    """Yes with where it is from, or no with the line that would bring it."""
    say, machine = asked.say, asked.machine
    names = [one for one in asked.things if one.lower() not in ("python", "python3", "pip", "pip3")]
    if not names:
        return None
    name = names[0]
    module = name.replace("-", "_")
    called = {one.lower(): one for one in python.installed(machine)}
    found = called.get(module.lower())
    if found:
        return say(f"Yes: Python finds the module {code(found)}.", f"有：Python 能找到模块 {code(found)}。")
    if any(one.lower() == name.lower() for one in python.distributions(machine)):
        return say(f"Yes: the package {code(name)} is installed for Python.", f"有：已安装 Python 包 {code(name)}。")
    if module in python.standard():
        return say(f"Yes: {code(module)} is in Python's standard library.", f"有：{code(module)} 属于 Python 标准库。")
    return say(
        f"No: {code(name)} is **not installed** for Python, as far as the usual folders tell.\n\n"
        f"`python3 -m pip install {name}` would bring it, best inside a virtual environment.",
        f"没有：{code(name)} **没有安装**（按通常的目录判断）。\n\n可以在虚拟环境里运行 "
        f"`python3 -m pip install {name}`。",
    )


_FILES = {"/usr/lib/python3/dist-packages/tables/__init__.py": ""}
EXAMPLES = [
    Example("can python use the module tables", "Yes", files=_FILES),
    Example("python 里有 numbers 这个模块吗", "标准库", files=_FILES),
    Example("is the python package lantern installed", ["not installed", "pip install lantern"], files=_FILES),
    Example("how do I install a python module", silent=True, files=_FILES),
]
