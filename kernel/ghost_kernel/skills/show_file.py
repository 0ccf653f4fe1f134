"""The content of a small text file, or its first or last lines."""

from __future__ import annotations

import re

from ghost_kernel.knowledge import logtext
from ghost_kernel.machine import holds_secrets
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.skills import _files as files
from ghost_kernel.telling import block, code

PACKED = (".zip", ".gz", ".tgz", ".xz", ".bz2", ".zst", ".7z", ".tar", ".rar", ".jar")
_SHOWS = re.compile(
    r"\b(?:show|print|read|view|open|cat|display|see|first|last|head|tail)\b|看|显示|打开|前|后|头", re.IGNORECASE
)
USUAL = 20
MOST = 100


@skill(
    frame(
        "WHAT|SHOW|READ|CONTENT|OPEN|FIRST|LAST",
        "path",
        helps="WHAT SHOW READ CONTENT OPEN FIRST LAST FILE LINES ALL HERE MY",
        takes="path count",
        never=(
            "HOW WHY HOW_MANY HOW_MUCH SIZE BIG OWNER PERMISSION MODEL FILETYPE ENCODING ERROR WRONG "
            "CHANGED FIND DELETE LOG FOLDER"
        ),
        prior=-0.02,
    ),
    frame(
        "count|number|SHOW|FIRST|LAST",
        "LINES|FIRST|LAST",
        "path",
        helps="WHAT SHOW READ CONTENT FIRST LAST FILE LINES",
        takes="path count",
        never="HOW WHY HOW_MANY HOW_MUCH ERROR WRONG CHANGED FIND DELETE LOG",
        prior=-0.03,
    ),
    frame(
        "path",
        helps="WHAT SHOW READ CONTENT FILE LINES FIRST LAST",
        takes="path count",
        never="HOW WHY HOW_MANY WHERE WHO ERROR WRONG CHANGED FIND DELETE LOG FOLDER",
        prior=-0.06,
    ),
)
def answer(asked: Asked) -> str | None:
    """The lines, bounded."""
    if asked.frame.needs == [frozenset(["path"])] and not _SHOWS.search(asked.question.text):
        return None
    name = files.file(asked)
    if not name or len(files.there(asked)) > 1 or name.lower().endswith(PACKED):
        return None
    if holds_secrets(asked.machine.resolve(name)):
        return asked.say(f"{code(name)} may hold secrets and is not shown.", f"{code(name)} 可能含有机密，不显示。")
    count = min(asked.count(USUAL), MOST)
    is_end = files.from_end(asked) or (asked.has("LAST") and not asked.has("FIRST") and not files.from_start(asked))
    if is_end:
        lines = logtext.tail(asked.machine, name) or []
        kept = lines[-count:]
        head = asked.say(f"The last {len(kept)} lines of {code(name)}:", f"{code(name)} 的最后 {len(kept)} 行：")
    else:
        data = asked.machine.head(name, 65_536)
        if b"\0" in data[:1024]:
            return asked.say(f"{code(name)} is no text.", f"{code(name)} 不是文本文件。")
        lines = data.decode("utf-8", "replace").splitlines()
        kept = lines[:count]
        head = asked.say(f"{code(name)}:", f"{code(name)}：")
        if len(lines) > len(kept):
            head = asked.say(f"The first {len(kept)} lines of {code(name)}:", f"{code(name)} 的前 {len(kept)} 行：")
    if not kept:
        return asked.say(f"{code(name)} is empty.", f"{code(name)} 是空的。")
    return f"{head}\n\n{block(chr(10).join(one[:300] for one in kept), MOST)}"


EXAMPLES = [
    Example("show me poem.txt", "roses", files={"poem.txt": "roses\nviolets\n"}),
    Example("poem.txt 的前1行", "roses", lacks="violets", files={"poem.txt": "roses\nviolets\n"}),
    Example("the last 1 lines of poem.txt", "violets", lacks="roses", files={"poem.txt": "roses\nviolets\n"}),
    Example("how many lines has poem.txt", silent=True, files={"poem.txt": "roses\n"}),
]
