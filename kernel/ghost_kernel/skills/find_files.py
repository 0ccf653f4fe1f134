"""Finds files by what is said of them: name, ending, size, age, owner, content; as a find or grep line that is shown.

What would delete is only shown and offered.
"""

from __future__ import annotations

import os

from ghost_kernel.knowledge import filesearch
from ghost_kernel.skills import Answer, Asked, Example, frame, skill
from ghost_kernel.skills import _describing as describing
from ghost_kernel.skills import _files as files
from ghost_kernel.telling import code

_BESIDE = (
    "EXPLAIN EFFECT THAT FIND SHOW WHICH WHAT EXIST ALL FILE FOLDER HERE CHECK HOW_MANY PROGRAM NEWER "
    "OLDER OLD BIG SMALL NOT EXCEPT ENDING NAME"
    " CONTENT CHANGED RECENT SIZE WHERE NEW MY LOG LINK BROKEN HIDDEN EMPTY TESTS WITH YES EXECUTABLE "
    "OWNER USER IMAGES VIDEOS SOUNDS WORDS"
    " PAPERS SCRIPT CODE DELETE REMOVE USE RUN ARCHIVE CLEAN DEFINED SET SORT FILETYPE BLANKS PERMISSION"
)
_TAKES = "path quoted extension size age thing count user"
_HAVE = frozenset(["YES", "extension"])  # `python files that have a FIXME`: about a text in them
MOST_OF_LINE = 400  # characters of a line that is shown
_PACKED = frozenset("pdf doc docx odt xls xlsx ppt pptx zip gz epub".split())
_ACTS = "MOVE RENAME COPY COMPRESS EXTRACT REPLACE "


@skill(
    frame(
        "FIND|SHOW|WHICH|WHAT|EXIST|ALL|FILE|FOLDER",
        "extension",
        helps=_BESIDE,
        takes=_TAKES,
        never=_ACTS + "WHY HOW INSTALLED",
        prior=-0.02,
    ),
    frame(
        "FILE|FOLDER|SCRIPT|LOG|extension",
        "size|age|NEWER|OLDER|OLD",
        helps=_BESIDE,
        takes=_TAKES,
        never=_ACTS + "WHY HOW WRONG",
        prior=-0.01,
    ),
    frame(
        "SCRIPT|FILE",
        "RUN|EXECUTABLE",
        helps=_BESIDE,
        takes=_TAKES,
        never=_ACTS + "WHY HOW FAILED LAST THAT PROCESS",
        prior=-0.05,
    ),
    frame(
        "FILE|FOLDER|extension",
        "BEGINS",
        helps=_BESIDE + " BEGINS START CONTENT",
        takes=_TAKES + " number",
        never=_ACTS + "WHY HOW SERVICE PROCESS LINES WORDS PACKAGE VARIABLE",
        prior=0.02,
    ),
    frame("FILE", "WITH", "thing|quoted", helps=_BESIDE, takes=_TAKES, never=_ACTS + "WHY HOW NAME", prior=-0.05),
    frame("EMPTY|HIDDEN|EXECUTABLE", "FILE|FOLDER|SCRIPT", helps=_BESIDE, takes=_TAKES, never=_ACTS + "WHY HOW"),
    frame("BLANKS", helps=_BESIDE, takes=_TAKES, never=_ACTS + "WHY HOW DISK", prior=-0.02),
    frame("POINT", "path", helps=_BESIDE, takes=_TAKES, never=_ACTS + "WHY HOW"),
    frame("LINK", "BROKEN", helps=_BESIDE, takes=_TAKES, never=_ACTS + "WHY HOW"),
    frame(
        "IMAGES|VIDEOS|SOUNDS|PAPERS", "CHECK|WHERE", helps=_BESIDE, takes=_TAKES, never=_ACTS + "WHY HOW", prior=-0.1
    ),
    frame(
        "IMAGES|VIDEOS|SOUNDS|PAPERS|SCRIPT|CODE|LOG|ARCHIVE",
        "FIND|SHOW|WHICH|WHAT|EXIST|ALL|HERE|EXCEPT|HIDDEN|path",
        helps=_BESIDE,
        takes=_TAKES,
        never=_ACTS + "WHY HOW WRONG ERROR",
        prior=-0.1,
    ),
    frame(
        "FILE|WHICH|WHERE",
        "CONTENT|DEFINED",
        "quoted|thing",
        helps=_BESIDE,
        takes=_TAKES,
        never=_ACTS + "WHY HOW PACKAGE LOG",
    ),
    frame(
        "HOW_MANY",
        "FILE|extension|SCRIPT|CODE|LOG",
        "CONTENT|WITH|DEFINED",
        "thing|quoted",
        helps=_BESIDE + " CODE",
        takes=_TAKES,
        never=_ACTS + "WHY HOW PACKAGE LINES",
        prior=0.01,
    ),
    frame(
        "FILE|FOLDER|extension", "NAME|FIND", "quoted|thing|path", helps=_BESIDE, takes=_TAKES, never=_ACTS + "WHY HOW"
    ),
    frame(
        "FILE|CODE|SCRIPT|extension",
        "YES|extension",  # _HAVE
        "thing|quoted",
        helps=_BESIDE,
        takes=_TAKES,
        never=_ACTS + "WHY HOW INSTALLED",
        prior=-0.12,
    ),
    frame("size", helps=_BESIDE, takes=_TAKES, never=_ACTS + "WHY HOW DISK MEMORY FREE SPACE PROCESS", prior=-0.05),
    frame(
        "age",
        helps=_BESIDE,
        takes=_TAKES,
        never=_ACTS + "WHY HOW COMMITS PACKAGE INSTALL FAILED UPTIME BOOT PROCESS LOGGED_IN",
        prior=-0.1,
    ),
    frame("WHERE|FIND", "path", helps=_BESIDE, takes=_TAKES, never=_ACTS + "WHY HOW LOG CONFIG", prior=-0.03),
    frame("FILE", "OWNER", "thing|user|USER|ROOT", helps=_BESIDE + " ROOT", takes=_TAKES, never=_ACTS + "WHY HOW WHO"),
)
def answer(asked: Asked) -> Answer | None:
    """A list of what fits, with the line."""
    if asked.has("MEANING") and not asked.has("FIND", "FILE", "FOLDER", "WHERE"):
        return None
    ages = asked.all("age")
    if asked.frame.needs == [frozenset(["age"])] and len(ages) < 2 and not any(one.sign == "+" for one in ages):
        return None
    if _asks_target(asked) and not asked.has("BROKEN"):
        return _target(asked)
    wanted = describing.wanted(asked)
    if wanted is not None and "HOW_MANY" in asked.frame.needs[0] and not wanted.holds:
        return None
    if wanted is None or (asked.frame.needs[1:2] == [_HAVE] and not wanted.holds):
        return None
    pointing = _pointing(asked, wanted)
    found, whole = _found(asked, wanted)
    shown = code(files.line(filesearch.line(wanted)), MOST_OF_LINE)
    packed = [one for one in wanted.names if wanted.holds and one.rpartition(".")[2] in _PACKED]
    if asked.has("HOW_MANY") and not asked.has("DELETE", "REMOVE"):
        more = "" if whole else asked.say(" at least", "至少 ")
        text = asked.say(f"There are{more} {len(found)}: {shown}", f"{more}有 {len(found)} 个：{shown}")
        return Answer(text + _packed(asked, packed, wanted.holds))
    if pointing and not asked.has("DELETE", "REMOVE", "CLEAN"):
        broken = files.listed(asked, found) if found else asked.say("No link here is broken.", "这里没有失效的链接。")
        return Answer(f"{pointing}\n\n{broken}\n\n{shown}")
    if not found:
        names = "、".join(map(code, wanted.names)) if asked.is_chinese else ", ".join(map(code, wanted.names))
        root = code(wanted.root)
        # Where names alone were looked for, what is not there can be told.
        missing = len(wanted.names) > 0 and not wanted.holds and max(wanted.more, wanted.less) < 0
        missing = missing and max(wanted.newer, wanted.older) < 0 and not (wanted.is_empty or wanted.owner)
        nothing = asked.say(
            f"Nothing here fits that{f': there is no {names} below {root}' if missing else ''}.\n\n{shown}",
            f"没有符合的文件{f'：{root} 下没有 {names}' if missing else ''}。\n\n{shown}",
        )
        return Answer(nothing + _packed(asked, packed, wanted.holds))
    by = "time" if max(wanted.newer, wanted.older) >= 0 else ""
    ordered = files.newest(found) if by else files.largest(found) if max(wanted.more, wanted.less) >= 0 else found
    head = asked.say(
        f"{len(found)} found{'' if whole else ' (there may be more)'}:",
        f"找到 {len(found)} 个{'' if whole else '（可能还有）'}：",
    )
    text = f"{head}\n\n{files.listed(asked, ordered, by=by)}\n\n{shown}"
    if not asked.has("DELETE", "REMOVE", "CLEAN") or not asked.allows("no_delete"):
        return Answer(text)
    removing = _removing(wanted)
    text += asked.say(
        f"\n\nNothing was deleted. This deletes them for good: {code(removing, MOST_OF_LINE)}",
        f"\n\n什么都没有删。下面这行会永久删除它们：{code(removing, MOST_OF_LINE)}",
    )
    return Answer(text, asked.offer(removing, asked.say("deletes what was found", "删除找到的文件"), "no_delete"))


def _asks_target(asked: Asked) -> bool:
    """`where does current point to`; the point of a thing is another."""
    is_verb = any(one.low in ("point", "points", "pointing") for one in asked.tokens)
    return bool(asked.all("path")) and (asked.has("POINT") or (is_verb and asked.has("WHERE")))


def _target(asked: Asked) -> Answer | None:
    """Where a link leads, and whether something is there."""
    told = []
    for one in asked.all("path")[:3]:
        path = asked.machine.resolve(one.text)
        if not os.path.lexists(path):
            told.append(asked.say(f"There is no {code(one.text)} here.", f"这里没有 {code(one.text)}。"))
            continue
        if not os.path.islink(path):
            told.append(asked.say(f"{code(one.text)} is no link.", f"{code(one.text)} 不是链接。"))
            continue
        target = os.readlink(path)
        text = asked.say(f"{code(one.text)} points to {code(target)}", f"{code(one.text)} 指向 {code(target)}")
        is_there = os.path.exists(path)
        text += asked.say(".", "。") if is_there else asked.say(", which is not there.", "，而那里什么也没有。")
        told.append(text)
    return Answer("\n\n".join(told)) if told else None


def _pointing(asked: Asked, wanted: filesearch.Wanted) -> str:
    """Where a link points that is named beside the broken ones; those need not be called like it."""
    if not wanted.is_dangling or not _asks_target(asked):
        return ""
    for one in asked.all("path"):
        try:
            target = os.readlink(asked.machine.resolve(one.text))
        except OSError:
            continue
        wanted.names = [name for name in wanted.names if name != one.text.rpartition("/")[2]]
        return asked.say(f"{code(one.text)} points to {code(target)}.", f"{code(one.text)} 指向 {code(target)}。")
    return ""


def _packed(asked: Asked, names: list[str], text: str) -> str:
    """That the words of such a document cannot be seen from outside, and what sees them."""
    if not names:
        return ""
    is_pdf = all(one.endswith("pdf") for one in names)
    line = files.line(["pdfgrep", "-rl", text, "."] if is_pdf else ["rga", "-l", text, "."])
    return asked.say(
        f"\n\nTheir text is packed: `grep` does not see it. {code(line)} would, where that program is installed.",
        f"\n\n这类文件的文字是压缩的，`grep` 看不到；装了相应程序后可以用 {code(line)}。",
    )


def _removing(wanted: filesearch.Wanted) -> str:
    words = filesearch.line(wanted)
    if words[0] == "grep":
        return files.line([words[0], "-rlIFZ", *words[2:]]) + " | xargs -0 rm --"
    return files.line([one for one in words if one != "-print"] + ["-delete"])


def _found(asked: Asked, wanted: filesearch.Wanted) -> tuple[list[filesearch.Entry], bool]:
    """By a probe where it sees the place, else by a walk of the brain's own."""
    if files.is_below(asked, wanted.root):
        seen = asked.machine.probe(filesearch.line(wanted), asked.say("look for files", "查找文件"))
        # 1: grep found nothing, find could not read everything.
        if seen is not None and (seen.exit_code == 0 or (seen.exit_code == 1 and (seen.stdout or not seen.stderr))):
            paths = filesearch.whole(seen.stdout, wanted.root)
            return filesearch.shown(paths[: filesearch.MOST_FOUND], asked.machine), True
    return filesearch.walk(wanted, asked.machine)


EXAMPLES = [
    Example(
        "list all csv files below here",
        ["`a.csv`", "find . -type f -iname '*.csv'"],
        lacks="c.txt",
        files=["a.csv", "c.txt"],
    ),
    Example("大于2K的文件", "`big.bin`", lacks="small", files={"big.bin": "x" * 3000, "small.bin": "x"}),
    Example(
        "delete every empty file",
        ["`none.txt`", "Nothing was deleted"],
        files={"none.txt": "", "some.txt": "x"},
        offers=["find . -type f -empty -delete"],
    ),
    Example(
        "find pdf files named draft",
        "`draft.pdf`",
        lacks=["final.pdf", "draft.txt"],
        files=["draft.pdf", "final.pdf", "draft.txt"],
    ),
    Example("which text files have a FIXME", "`a.txt`", lacks="b.txt", files={"a.txt": "FIXME\n", "b.txt": "done\n"}),
    Example("move all csv files into a folder called old", silent=True, files=["a.csv"]),
    Example("find empty files, but delete nothing", "`none.txt`", files={"none.txt": ""}),
    Example("where does plain.txt point to", "`plain.txt` is no link", files=["plain.txt"]),
    Example("what are the files starting with a dash", "`-rf`", lacks="n.md", files={"-rf": "", "n.md": "dash"}),
    Example("which files begin with a dot", ["`.cfg`"], lacks="n.md", files={".cfg": "", "n.md": "dot"}),
    Example("以横线开头的文件有哪些", "`--help`", lacks="n.md", files={"--help": "", "n.md": ""}),
    Example("list python files that start with test", "`test_a.py`", lacks=["b.py"], files=["test_a.py", "b.py"]),
    Example("are there pdf files in ~", ["`~/a.pdf`", "find ~ -type f"], files=["a.pdf", "src/"], cwd="src"),
    Example(
        "are there pdf files in my home folder", ["`~/a.pdf`", "find ~ -type f"], files=["a.pdf", "src/"], cwd="src"
    ),
    Example("delete all log files", "there is no `*.log` below `.`", files=["a.txt"]),
    Example("删除所有日志文件", "`.` 下没有 `*.log`", files=["a.txt"]),
    Example("find files starting with a capital letter", silent=True, files=["Letter", "capital"]),
    Example("which program listens on port 80", silent=True),
]
