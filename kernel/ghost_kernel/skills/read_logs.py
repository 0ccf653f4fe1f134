"""Logs of a service or a file: the errors in it, grouped and counted with when they came last, or its last lines."""

from __future__ import annotations

import os
import re

from ghost_kernel.knowledge import logtext, things
from ghost_kernel.skills import Asked, Example, frame, skill
from ghost_kernel.skills import _files as files
from ghost_kernel.telling import block, code

_IT = frozenset("it its their 它 它的 该".split())
MOST_GROUPS = 8
_ALSO_LETTERS = frozenset("message messages record records 记录 journal".split())
_ANY_LOG = re.compile(r"\b(?:an?|any|some)\s+(?:\w+\s+)?(?:log(?:\s?file)?s?|service|daemon|unit|container)\b", re.I)
MOST_JOURNAL = "500"
_BESIDE = (
    "ORDER BEYOND EXPLAIN EFFECT THAT WHAT WHICH WHY CHECK SHOW WRONG ERROR FAILED RECENT LAST "
    "HOW_MANY HOW_MUCH MOST FOLLOW RUNNING LOG EXIST FIND LINES FILE NEW PROGRAM SERVICE MACHINE "
    "WARNINGS START SECURITY TRY LOGGED_IN NOT MY OPEN INFO CONTENT DOWN STATUS RUNNING HOW USER "
    "CONNECTION COMMON PASSWORD ADDRESS WHERE WHO READ KERNEL TIMES MEMORY FULL KILL"
)
_ACTS = "COMPRESS EXTRACT MOVE COPY RENAME REPLACE ADD "  # what is done with a file, not read in it
_TAKES = "path thing quoted count age number user"


@skill(
    frame(
        "LOG",
        "thing|path|quoted|MACHINE|SERVICE|KERNEL|count",
        helps=_BESIDE + " KERNEL",
        takes=_TAKES,
        never=_ACTS + "PACKAGE DELETE CONFIG",
    ),
    frame(
        "LOG",
        "ERROR|WRONG|WARNINGS|FAILED",
        helps=_BESIDE,
        takes=_TAKES,
        never=_ACTS + "PACKAGE DELETE CONFIG COMMAND HOW",
        prior=-0.05,
    ),
    frame("ERROR|WRONG|WARNINGS|FAILED", "path", helps=_BESIDE, takes=_TAKES, never=_ACTS + "COMMAND FIX HOW"),
    frame(
        "thing",
        "ERROR|WRONG|WARNINGS",
        helps=_BESIDE,
        takes=_TAKES,
        never=_ACTS + "COMMAND FIX HOW LAST PACKAGE FILE",
        prior=-0.12,
    ),
    # `did the system kill something for want of memory`: the log tells.
    frame(
        "LOG",
        "KILL",
        "MEMORY",
        helps=_BESIDE + " PROCESS HIGH",
        takes=_TAKES,
        never=_ACTS + "PACKAGE DELETE CONFIG COMMAND HOW",
    ),
    frame("LINES|LAST", "path", helps=_BESIDE, takes=_TAKES, never=_ACTS + "COMMAND HOW FAILED", prior=-0.2),
    frame("WHY", "FAILED|DOWN|WRONG", "thing", helps=_BESIDE, takes=_TAKES, never=_ACTS + "COMMAND LAST", prior=-0.1),
    frame(
        "TRY", "thing|LOGGED_IN|SECURITY|MACHINE", helps=_BESIDE, takes=_TAKES, never=_ACTS + "COMMAND HOW", prior=-0.1
    ),
    frame(
        "LOGGED_IN|PASSWORD", "FAILED|TRY|WRONG", helps=_BESIDE, takes=_TAKES, never=_ACTS + "COMMAND FILE", prior=-0.02
    ),
    frame(
        "LOGGED_IN|SECURITY|TRY|PASSWORD", "path|LOG", helps=_BESIDE, takes=_TAKES, never=_ACTS + "COMMAND", prior=-0.1
    ),
)
def answer(asked: Asked) -> str | None:
    """What complains in it, or its end."""
    if files.from_start(asked) or asked.has(*_ACTS.split()):
        return None
    # A folder called `logs` is no log that is named.
    given = [one for one in asked.tokens if one.argument is not None and one.argument.kind in ("path", "quoted")]
    names = {one.text for one in asked.tokens if one.kind == "unknown"}
    is_named = any("LOG" not in one.concepts for one in given) or any(
        one in names and things.is_name(asked.machine, one) for one in asked.things
    )
    if not is_named and (asked.has("HOW") or _ANY_LOG.search(asked.question.text)):
        return None  # how it is done, with no log in particular
    is_log = any("LOG" in one.concepts and one.low not in _ALSO_LETTERS for one in asked.tokens)
    if asked.things and not is_named and asked.has("LOG") and not is_log:
        return None  # `a message for Anna`: a name that nothing here has says nothing of logs
    name, lines = _lines(asked)
    if asked.has("HOW_MANY") and "access" in asked.question.text.lower() and not asked.has("ERROR", "WRONG"):
        kept = next((one for thing in asked.things for one in (f"{logtext.FOLDER}/{thing}/access.log",)
                     if asked.machine.is_file(one)), "")  # fmt: skip
        held = logtext.tail(asked.machine, kept) if kept else None
        if held is not None:
            return asked.say(f"{code(kept)} holds **{len(held)}** lines, one for each request.",
                             f"{code(kept)} 有 **{len(held)}** 行，每行一个请求。")  # fmt: skip
    if lines is None:
        # What is no name of anything is a word that was not understood, and no log.
        is_known = bool(asked.all("path") or asked.all("quoted")) or things.is_name(asked.machine, name)
        return _nothing(asked, name) if name and is_known else None
    if asked.has("KILL") and asked.has("MEMORY"):
        return _killed(asked, name, lines)
    wants_errors = asked.has("ERROR", "WRONG", "FAILED", "WARNINGS", "WHY", "DOWN", "SECURITY", "TRY", "PASSWORD")
    if not wants_errors and (asked.has("LINES", "LAST", "FOLLOW") or asked.first("count")):
        end = lines[-asked.count(10) :]
        head = asked.say(f"The last {len(end)} lines of {name}:", f"{name} 的最后 {len(end)} 行：")
        return head + "\n\n" + block("\n".join(one[: logtext.MOST_LINE] for one in end))
    return _complaints(asked, name, lines)


_OUT_OF_MEMORY = re.compile(r"out of memory|oom[-_ ]?kill|killed process \d+", re.I)


def _killed(asked: Asked, name: str, lines: list[str]) -> str:
    """What the kernel ended for want of memory."""
    found = [one for one in lines if _OUT_OF_MEMORY.search(one)][-MOST_GROUPS:]
    if not found:
        return asked.say(
            f"{name} tells of nothing that was killed for want of memory.", f"{name} 里没有因内存不足被杀掉的进程。"
        )
    return (
        asked.say(f"**{name}**:", f"**{name}**：")
        + "\n\n"
        + block("\n".join(one[: logtext.MOST_LINE] for one in found))
    )


def _complaints(asked: Asked, name: str, lines: list[str]) -> str:
    found = logtext.groups(lines)
    errors, warnings = ([one for one in found if one.level == level] for level in ("error", "warning"))
    of_errors, of_warnings = sum(one.count for one in errors), sum(one.count for one in warnings)
    if asked.has("WARNINGS") and not asked.has("ERROR", "WRONG"):
        errors = []
        found = warnings
    elif errors and not asked.has("WARNINGS"):
        found = errors
    if not found:
        end = code(lines[-1], logtext.MOST_LINE) if lines and lines[-1].strip() else ""
        head = asked.say(
            f"Nothing in {name} complains ({len(lines)} lines read).", f"{name} 里没有报错（读了 {len(lines)} 行）。"
        )
        return head + (asked.say(f" Its last line: {end}", f" 最后一行：{end}") if end else "")
    counts = asked.say(f"{of_errors} errors, {of_warnings} warnings", f"{of_errors} 条错误，{of_warnings} 条警告")
    text = [f"**{name}**: {counts} " + asked.say(f"in {len(lines)} lines", f"（共 {len(lines)} 行）") + "\n"]
    for one in found[:MOST_GROUPS]:
        when = asked.say(f", last {one.last}", f"，最近一次 {one.last}") if one.last else ""
        times = asked.say(f"{one.count}×", f"{one.count} 次")
        text.append(f"- **{times}**{when}: {code(one.example, logtext.MOST_LINE)}")
    if len(found) > MOST_GROUPS:
        more = len(found) - MOST_GROUPS
        text.append(asked.say(f"- … and {more} other kinds", f"- … 还有 {more} 种"))
    return "\n".join(text)


def _lines(asked: Asked) -> tuple[str, list[str] | None]:
    """What the log is called, and its lines; None where none can be read."""
    machine = asked.machine
    names = [*(one for one in files.named(asked)), *asked.things]
    names += [one.text for one in asked.tokens if "LOG" in one.concepts and one.text in logtext.GENERAL]
    tried = asked.has("TRY", "PASSWORD") or (asked.has("LOGGED_IN") and asked.has("FAILED", "WRONG"))
    if tried and not any(logtext.files_of(asked.machine, one) or files.place(asked, one) for one in names):
        names = list(logtext.LOGINS)
    if not names and any(_IT & set(one.low.split()) for one in asked.tokens):
        names = [one.text for one in asked.inherited
                 if one.kind == "unknown" and things.is_name(machine, one.text.lower())]  # fmt: skip
        names = [one.lower() if one.istitle() else one for one in names]
    if not names:
        names = list(logtext.GENERAL)
    first = ""
    # `Nginx` begins a sentence, and is called nginx here.
    names = [one.lower() if one.istitle() and things.is_close(machine, one.lower()) else one for one in names]
    for name in dict.fromkeys(names):
        first = first or name
        near = files.place(asked, name)
        places = [near] if near and machine.is_file(near) else logtext.files_of(machine, name)
        for place in places:
            lines = logtext.tail(machine, place)
            if lines is not None and lines:
                return place, lines
        unit = name if "/" not in name else ""
        if not places and unit and not machine.is_folder(name):
            seen = machine.probe(
                ["journalctl", "-u", unit, "-n", MOST_JOURNAL, "--no-pager"], asked.say("read the log", "读日志")
            )
            if seen is not None and seen.exit_code == 0:
                said = [one for one in seen.stdout.splitlines() if one and not one.startswith("-- ")]
                if said:
                    return asked.say(f"the journal of {name}", f"{name} 的日志"), said
        if places and not os.access(machine.resolve(places[0]), os.R_OK):
            return name, None
    return first, None


def _nothing(asked: Asked, name: str) -> str | None:
    if asked.has("WHY", "LAST") and not asked.has("LOG"):
        return None
    for place in logtext.files_of(asked.machine, name):
        if not os.access(asked.machine.resolve(place), os.R_OK):
            return asked.say(
                f"{code(place)} is there, but you may not read it; {code('sudo less ' + place)} would.",
                f"{code(place)} 存在，但你没有读取权限；可以用 {code('sudo less ' + place)}。",
            )
    return asked.say(
        f"No log of {name} was found: not below {logtext.FOLDER}, not here, and not in the journal.",
        f"没有找到 {name} 的日志：{logtext.FOLDER}、当前目录和 journal 里都没有。",
    )


EXAMPLES = [
    Example(
        "any errors in server.log?",
        ["1 errors", "**1×**"],
        files={"server.log": "2026-01-02 10:00:00 ERROR no room\n2026-01-02 10:00:01 INFO fine\n"},
    ),
    Example("cupsd 的日志", "没有找到"),
    Example(
        "does syslog say that something was killed for lack of memory?",
        "Killed process 7 (hog)",
        lacks="disk",
        files={
            "/var/log/syslog": "Jan 2 10:00:00 box kernel: disk error\n"
            "Jan 2 10:00:01 box kernel: Out of memory: Killed process 7 (hog)\n"
        },
    ),
    Example(
        "Caddy went down in the night. What does its log complain about?",
        ["caddy.log", "no room"],
        files={"/var/log/caddy.log": "2026-01-02 10:00:00 ERROR no room\n"},
    ),
    Example("why did my last command fail", silent=True),
]
