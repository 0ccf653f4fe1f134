"""How often a text stands in a file, or in the files below a folder."""

from __future__ import annotations

from ghost_kernel.knowledge import filesearch
from ghost_kernel.machine import holds_secrets, ordinary
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.skills import _files as files
from ghost_kernel.telling import code

MOST_BYTES = 64_000_000
PIECE = 1 << 20
MOST_FILES = 4000
_HELPS = (
    "HOW_MANY TIMES CONTENT FILE FOLDER HERE EXIST YES EFFECT LINES WORDS CHECK SHOW ALL TOTAL SCRIPT CODE USE THAT"
)
_TAKES = "path quoted thing extension"
_NEVER = "PROCESS PORT PACKAGE USER WHICH COMMITS DELETE INSTALLED RUNNING LOGGED_IN"


@skill(
    frame(
        "TIMES", "CONTENT|HERE|path|FILE|EXIST|CODE", "thing|quoted|ERROR|WARNINGS", helps=_HELPS, takes=_TAKES,
        never=_NEVER,
    ),
    frame("HOW_MANY", "LINES", "CONTENT|WITH", "path", "thing|quoted|ERROR|WARNINGS", helps=_HELPS, takes=_TAKES,
          never=_NEVER),
)  # fmt: skip
def answer(asked: Asked) -> str | None:
    """The number of times, and in how many lines."""
    wanted = _wanted(asked)
    if not wanted:
        return None
    place = next((one for one in files.there(asked) if one != wanted), "")
    if not place:
        missing = [one.text for one in asked.all("path") if one.text != wanted]
        if missing:
            return asked.say(f"There is no {code(missing[0])} here.", f"这里没有 {code(missing[0])}。")
        place = "."
    times, lines = _count(asked, wanted, place)
    if times < 0:
        return asked.say(f"{code(place)} cannot be read.", f"{code(place)} 读不了。")
    deep = "-r " if asked.machine.is_folder(place) else ""
    shown = code(f"grep {deep}-oF -- {files.line([wanted, place])} | wc -l")
    return asked.say(
        f"{code(wanted)} stands **{times}** times in {code(place)}, in {lines} lines ({shown}).",
        f"{code(wanted)} 在 {code(place)} 中出现了 **{times}** 次，共 {lines} 行（{shown}）。",
    )


def _wanted(asked: Asked) -> str:
    """The text: quoted, or the word that says nothing else, as it was typed."""
    quoted = [one.text for one in asked.all("quoted")]
    if quoted:
        return quoted[0]
    unknown = [one.text for one in asked.tokens if one.kind == "unknown" and one.argument is None]
    said = [
        one.text for one in asked.tokens if one.text.isascii() and not one.concepts.isdisjoint(("ERROR", "WARNINGS"))
    ]
    return next(iter([*unknown, *said]), "")


def _count(asked: Asked, wanted: str, place: str) -> tuple[int, int]:
    """How many times and in how many lines; below zero where nothing could be read."""
    machine = asked.machine
    paths = [place]
    if machine.is_folder(place):
        every = filesearch.Wanted(place)
        every.kind, every.without = "f", list(filesearch.TOOLS)
        paths = [one.path for one in filesearch.walk(every, machine)[0][:MOST_FILES]]
    text, times, lines, was_read = wanted.encode(), 0, 0, False
    for path in paths:
        resolved = machine.resolve(path)
        if holds_secrets(resolved):
            continue
        read = 0
        try:
            with ordinary(resolved) as file:
                while line := file.readline(PIECE):
                    read += len(line)
                    here = line.count(text)
                    times, lines = times + here, lines + (here > 0)
                    if read > MOST_BYTES:
                        break
        except OSError:
            continue
        was_read = True
    return (times, lines) if was_read else (-1, -1)


EXAMPLES = [
    Example(
        "how many times does plum appear in list.txt", "**3** times", files={"list.txt": "plum plum\npear\nplum\n"}
    ),
    Example("list.txt 里 plum 出现了几次", ["**3** 次", "2 行"], files={"list.txt": "plum plum\npear\nplum\n"}),
    Example("how many lines has list.txt", silent=True, files={"list.txt": "plum\n"}),
]
