"""How many lines, words or files there are."""

from __future__ import annotations

import time

from ghost_kernel.knowledge import filesearch
from ghost_kernel.machine import holds_secrets, ordinary
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.skills import _describing as describing
from ghost_kernel.skills import _files as files
from ghost_kernel.telling import code

MOST_BYTES = 64_000_000
PIECE = 1 << 20
MOST_ENDINGS = 6
_HELPS = (
    "EXPLAIN EFFECT THAT HOW_MANY LINES WORDS FILE FOLDER HERE CHECK SHOW EXIST ALL TOTAL CODE IMAGES "
    "VIDEOS SOUNDS PAPERS SCRIPT LOG HOW_MUCH HOW CONTENT HOW_LONG  "
)
_TAKES = "path quoted extension thing"
_NEVER = (
    "PROCESS PORT USER PACKAGE INSTALLED CPU MEMORY ERROR WARNINGS WRONG DELETE COMMITS BRANCH LAST FIRST "
    "COMMAND age size"
)


@skill(
    frame("HOW_MANY|HOW_MUCH", "LINES|WORDS", "path|quoted|thing", helps=_HELPS, takes=_TAKES, never=_NEVER),
    frame("HOW_MANY", "path", helps=_HELPS, takes=_TAKES, never=_NEVER + " SHOW FILE FOLDER CONTENT", prior=0.01),
    frame(
        "LINES|HOW_LONG", "path", helps=_HELPS, takes=_TAKES, never=_NEVER + " SHOW count number CHANGED", prior=-0.02
    ),
    frame(
        "HOW_MANY|HOW_MUCH|TOTAL", "LINES", "CODE|SCRIPT|extension", helps=_HELPS + " PROJECT MY", never=_NEVER + " NOT"
    ),
    frame("TOTAL|HOW_MANY", "LINES", "path", helps=_HELPS, takes=_TAKES, never=_NEVER),
    frame(
        "HOW_MANY",
        "FILE|FOLDER|extension|IMAGES|VIDEOS|SCRIPT|PAPERS",
        helps=_HELPS,
        takes=_TAKES,
        never=_NEVER + " EMPTY OLD BIG",
        prior=-0.005,
    ),
)
def answer(asked: Asked) -> str | None:
    """The number."""
    name = files.file(asked)
    if name and asked.has("LINES", "WORDS", "COUNT", "HOW_LONG"):
        return _text(asked, name)
    if asked.has("LINES") and asked.has("CODE", "SCRIPT") and not asked.all("path"):
        return _code(asked)
    if asked.has("LINES") and (told := _lines_below(asked)):
        return told
    if asked.has("LINES", "WORDS"):
        wanted = [one.text for one in asked.all("path")]
        if not wanted and asked.has("LINES") and asked.all("extension"):
            return _code(asked)
        return asked.say(f"There is no {code(wanted[0])} here.", f"这里没有 {code(wanted[0])}。") if wanted else None
    wanted_files = describing.wanted(asked) or filesearch.Wanted()
    wanted_files.root = files.folder(asked)
    has_folders = asked.has("FOLDER") and not asked.has("FILE") and not wanted_files.names
    root = code(wanted_files.root)
    wanted_files.kind = "d" if has_folders and wanted_files.root == "." else "f"
    entries, whole = filesearch.walk(wanted_files, asked.machine)
    least = "" if whole else asked.say("at least ", "至少 ")
    here = sum("/" not in one.path[len(wanted_files.root) + 1 if wanted_files.root != "." else 0 :] for one in entries)
    below = asked.say(f", {here} of them right in it", f"，其中 {here} 个直接在里面") if here != len(entries) else ""
    shown = files.line(filesearch.line(wanted_files))
    what = asked.say(
        "folders" if wanted_files.kind == "d" else "files", "个目录" if wanted_files.kind == "d" else "个文件"
    )
    return asked.say(
        f"{root} holds {least}**{len(entries)}** {what}{below}.\n\n{code(shown + ' | wc -l')}",
        f"{root} 里有 {least}**{len(entries)}** {what}{below}。\n\n{code(shown + ' | wc -l')}",
    )


def _lines_below(asked: Asked) -> str:
    """How many lines all files of a kind, or of a folder, have together; empty where neither is named."""
    wanted = describing.wanted(asked) or filesearch.Wanted()
    wanted.root, wanted.kind = files.folder(asked), "f"
    if wanted.holds or (not wanted.names and (wanted.root == "." or asked.all("path")[1:])):
        return ""
    entries, whole = filesearch.walk(wanted, asked.machine)
    total = size = 0
    for one in entries:
        path = asked.machine.resolve(one.path)
        size += one.size
        if holds_secrets(path) or size > MOST_BYTES:
            whole = False
            continue
        try:
            with ordinary(path) as file:
                total += sum(piece.count(b"\n") for piece in iter(lambda: file.read(PIECE), b""))
        except OSError:
            whole = False
    least = "" if whole else asked.say("at least ", "至少 ")
    line = files.line(filesearch.line(wanted)) + " -exec cat {} + | wc -l"
    return asked.say(
        f"**{len(entries)}** files, {least}**{total}** lines in all.\n\n{code(line)}",
        f"**{len(entries)}** 个文件，{least}共 **{total}** 行。\n\n{code(line)}",
    )


# What programs are written in, by the endings of their files.
_CODE = frozenset(
    "py rs js ts jsx tsx mjs c h cc cpp hpp go java kt rb php pl sh bash zsh fish nu lua swift scala cs hs ml el clj"
    " sql vue css scss html r jl dart ex exs erl zig".split()
)
_SECONDS = 3.0


def _code(asked: Asked) -> str:
    """The lines of all files of code below the folder, by their endings; folders of tools are left out."""
    endings = {one.text for one in asked.all("extension")} or _CODE
    wanted = filesearch.Wanted(files.folder(asked))
    wanted.kind, wanted.names, wanted.without = "f", [f"*.{one}" for one in sorted(endings)], sorted(filesearch.TOOLS)
    entries, whole = filesearch.walk(wanted, asked.machine)
    lines: dict[str, int] = {}
    deadline = time.monotonic() + _SECONDS
    for entry in entries:
        if time.monotonic() > deadline:
            whole = False
            break
        ending = entry.path.rpartition(".")[2].lower()
        try:
            with ordinary(asked.machine.resolve(entry.path)) as file:
                while piece := file.read(PIECE):
                    lines[ending] = lines.get(ending, 0) + piece.count(b"\n")
        except OSError:
            whole = False
    if not lines:
        return asked.say(f"{code(wanted.root)} holds no code.", f"{code(wanted.root)} 里没有代码文件。")
    total, least = sum(lines.values()), "" if whole else asked.say("at least ", "至少 ")
    most = sorted(lines.items(), key=lambda one: (-one[1], one[0]))[:MOST_ENDINGS]
    parts = ", ".join(f"{code('*.' + one)} {count}" for one, count in most)
    return asked.say(
        f"{code(wanted.root)} holds {least}**{total}** lines of code in {len(entries)} files: {parts}.",
        f"{code(wanted.root)} 里有 {least}**{total}** 行代码，共 {len(entries)} 个文件：{parts}。",
    )


def _text(asked: Asked, name: str) -> str:
    resolved = asked.machine.resolve(name)
    if holds_secrets(resolved):
        return asked.say(f"{code(name)} may hold secrets and is not read.", f"{code(name)} 可能含有机密，不读取。")
    lines = words = size = 0
    last = b"\n"
    try:
        with ordinary(resolved) as file:
            # Not line by line: one may be as long as the file.
            while (piece := file.read(PIECE)) and size <= MOST_BYTES:
                lines, size = lines + piece.count(b"\n"), size + len(piece)
                goes_on = bool(last.strip()) and bool(piece[:1].strip())
                words, last = words + len(piece.split()) - goes_on, piece[-1:]
        lines += last != b"\n"
    except OSError as error:
        return asked.say(f"{code(name)} cannot be read: {error.strerror}.", f"{code(name)} 读不了：{error.strerror}。")
    least = asked.say("at least ", "至少 ") if size > MOST_BYTES else ""
    if asked.has("WORDS") and not asked.has("LINES"):
        return asked.say(
            f"{code(name)} has {least}{words} words ({code('wc -w ' + name)}).",
            f"{code(name)} 有 {least}{words} 个词（{code('wc -w ' + name)}）。",
        )
    return asked.say(
        f"{code(name)} has {least}{lines} lines ({code('wc -l ' + name)}).",
        f"{code(name)} 有 {least}{lines} 行（{code('wc -l ' + name)}）。",
    )


EXAMPLES = [
    Example("how many lines are in poem.txt", "3 lines", files={"poem.txt": "a\nb\nc\n"}),
    Example(
        "how many rust files are in lib, and how many lines do they have together",
        ["**2** files", "**3** lines"],
        files={"lib/a.rs": "a\nb\n", "lib/b.rs": "c\n", "c.rs": "d\n"},
    ),
    Example("有多少个 csv 文件", "**2**", files=["a.csv", "b.csv", "c.txt"]),
    Example(
        "count the lines of code here",
        ["**3** lines of code", "`*.py` 2", "`*.c` 1"],
        files={"a.py": "a\nb\n", "src/b.c": "x\n", "notes.md": "n\n", "node_modules/x.js": "y\n"},
    ),
    Example("这里有多少行代码", "**2** 行代码", files={"a.py": "a\nb\n", "notes.md": "n\n"}),
    Example("how many processes are there", silent=True),
]
