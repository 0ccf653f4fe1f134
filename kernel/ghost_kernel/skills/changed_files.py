"""Which files have changed last: below a place, or since a time."""

from __future__ import annotations

import os
import re
import time

from ghost_kernel.knowledge import filesearch
from ghost_kernel.knowledge.filesearch import Entry
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.skills import _describing as describing
from ghost_kernel.skills import _files as files
from ghost_kernel.telling import code

USUAL = 10
_BESIDE = (
    "EXPLAIN EFFECT THAT WHAT WHICH SHOW FIND FILE FOLDER HERE ALL CHECK EXIST NEW OLD CHANGED RECENT "
    "LAST WHEN CODE LOG IMAGES FILETYPE PAPERS ME MY USER CREATE TIME SORT"
)
_TAKES = "path count age quoted extension thing"
_NEVER = "FAILED PACKAGE INSTALLED INSTALL PROCESS PORT GIT COMMITS BRANCH UNSAVED HOW LOGGED_IN SERVICE REMOVE"


@skill(
    frame("CHANGED", "RECENT|age|WHAT|WHICH|FILE|LAST", helps=_BESIDE, takes=_TAKES, never=_NEVER),
    frame("RECENT|NEW|OLD", "FILE|path|FOLDER", helps=_BESIDE, takes=_TAKES, never=_NEVER),
    frame("NEW|CHANGED|CREATE", "age", helps=_BESIDE, takes=_TAKES, never=_NEVER),
    frame("WHEN", "CHANGED|LAST", "path|quoted|thing", helps=_BESIDE, takes=_TAKES, never=_NEVER),
    frame("CHANGED|NEW|RECENT", "path|thing", helps=_BESIDE, takes=_TAKES, never=_NEVER, prior=-0.1),
)
def answer(asked: Asked) -> str | None:
    """The latest first."""
    one = files.file(asked)
    if one and asked.has("WHEN"):
        moment = os.lstat(asked.machine.resolve(one)).st_mtime
        return asked.say(
            f"{code(one)} was last changed {files.ago(asked, moment)} ({files.stamp(moment)}).",
            f"{code(one)} 最后修改于 {files.stamp(moment)}（{files.ago(asked, moment)}）。",
        )
    if any(token.kind == "path" and not asked.machine.exists(token.text) for token in asked.tokens):
        return None
    if files.strange(asked):
        return None
    root = files.folder(asked)
    wanted = describing.wanted(asked) or filesearch.Wanted()
    if wanted.holds or wanted.owner or max(wanted.more, wanted.less) >= 0:
        return None
    if any(one.low.startswith(("nobody ", "no one ")) for one in asked.tokens):
        return None
    age = asked.first("age")
    if age is not None and age.sign == "+":
        return None
    since = age.value if age is not None and age.sign != "+" else 0
    span = _span(asked.question.text)
    if span is not None:
        since = int(time.time() - span[0]) + 1
    found = _latest(asked, root, since, [name for name in wanted.names if name.startswith("*.")])
    if span is not None:
        found = [entry for entry in found if span[0] <= entry.changed < span[1]]
    is_oldest = asked.has("OLD") and not asked.has("NEW", "RECENT", "CHANGED")
    if not found:
        below = code(root)
        return asked.say(f"Nothing below {below} has changed in that time.", f"这段时间里 {below} 下没有文件改动过。")
    count = asked.count(files.MOST_SHOWN if since else USUAL)
    if is_oldest:
        head, found = asked.say(f"The oldest below {code(root)}:", f"{code(root)} 下最旧的："), found[::-1]
    else:
        head = asked.say(f"Changed last below {code(root)}:", f"{code(root)} 下最近改动的：")
    if span is not None:
        first, last = (time.strftime("%Y-%m-%d", time.localtime(one)) for one in (span[0], span[1] - 1))
        days = first if first == last else asked.say(f"{first} to {last}", f"{first} 至 {last}")
        head = asked.say(f"Changed below {code(root)}, {days}:", f"{code(root)} 下 {days} 改动的：")
    return f"{head}\n\n{files.listed(asked, found, count, by='time')}"


_SINCE = re.compile(r"\bsince\b|\bafter\b|以来|以后|之后|起", re.I)


def _span(text: str) -> tuple[float, float] | None:
    """From when to when, in seconds, where a day, week or month that has gone by is meant, and not all since then."""
    low = text.lower()
    if _SINCE.search(low):
        return None
    now = time.localtime()
    year, month, day = now.tm_year, now.tm_mon, now.tm_mday

    def start(month: int, day: int) -> float:
        return time.mktime((year, month, day, 0, 0, 0, 0, 0, -1))

    if re.search(r"\bday before yesterday\b|前天", low):
        return start(month, day - 2), start(month, day - 1)
    if re.search(r"\byesterday\b|昨天|昨日", low):
        return start(month, day - 1), start(month, day)
    if re.search(r"\blast week\b|上周|上星期|上礼拜", low):
        monday = day - now.tm_wday
        return start(month, monday - 7), start(month, monday)
    if re.search(r"\blast month\b|上个?月", low):
        return start(month - 1, 1), start(month, 1)
    return None


def _latest(asked: Asked, root: str, since: int, names: list[str]) -> list[Entry]:
    """By ghost's own look where that sees enough, else by a walk."""
    import json

    if not names and not since and not asked.has("OLD"):
        seen = asked.machine.probe(
            ["ghost", "look", "changes", root, "-n", "50", "--json"],
            asked.say("look at what changed", "查看最近的改动"),
        )
        if seen is not None and seen.exit_code == 0:
            found = []
            for line in seen.stdout.splitlines():
                try:
                    told = json.loads(line)
                    found.append(Entry(str(told["path"]), int(told["bytes"]), int(told["modified_ms"]) / 1000, False))
                except (ValueError, KeyError, TypeError):
                    continue
            if found:
                return found
    wanted = filesearch.Wanted(root)
    wanted.kind, wanted.newer, wanted.names, wanted.without = "f", since or -1, names, list(filesearch.TOOLS)
    return files.newest(filesearch.walk(wanted, asked.machine)[0])


EXAMPLES = [
    Example("what changed yesterday", "Nothing below", files={"letter.txt": "dear"}),
    Example("上周改过哪些文件", "没有文件改动过", files={"letter.txt": "dear"}),
    Example("what has changed since yesterday", "`letter.txt`", files={"letter.txt": "dear"}),
    Example("what files did somebody modify lately", "`letter.txt`", files={"letter.txt": "dear"}),
    Example("letter.txt 最后一次修改是什么时候", "最后修改于", files={"letter.txt": "dear"}),
    Example("which packages did somebody upgrade lately", silent=True, files={"letter.txt": "dear"}),
]
