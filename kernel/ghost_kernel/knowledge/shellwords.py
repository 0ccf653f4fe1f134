"""What the shell's own words, options and signs mean, and the numbers that stand in a line: shellwords.table's.

The table is read for each question and not kept: few ask.
"""

from __future__ import annotations

import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
Said = tuple[str, str]  # in English, in Chinese
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ghost_kernel.line import Stage

_SENDING = frozenset("kill pkill killall".split())
_MODE = re.compile(r"[0-7]{3,4}")
_LETTERS = re.compile(r"([ugoa]*)([-+=])([rwxX]+)")
_SECONDS = re.compile(r"(\d+(?:\.\d+)?)([smhd]?)")
_UNITS = {"": ("seconds", "秒"), "s": ("seconds", "秒"), "m": ("minutes", "分钟"), "h": ("hours", "小时"),
          "d": ("days", "天")}  # fmt: skip
_STATUS = {
    0: ("success", "成功"), 1: ("an error of any kind", "一般错误"), 2: ("it was called wrongly", "用法错误"),
    126: ("it was found but may not be run", "找到了但不能执行"), 127: ("no program of that name", "没有这个命令"),
}  # fmt: skip


def _rows(kind: str) -> Iterator[tuple[list[str], Said]]:
    """The names of each entry of a kind, with what it means."""
    with open(os.path.join(HERE, "shellwords.table"), encoding="utf-8") as file:
        for line in file:
            head, _, rest = line.partition(" ")
            if head == kind:
                # A name may be a pipe itself: the meanings are taken from the end.
                name, english, chinese = rest.rstrip("\n").rsplit(" | ", 2)
                yield name.split(" "), (english, chinese)


def word(name: str) -> Said | None:
    """What a builtin or a keyword does."""
    return next((said for names, said in _rows("word") if names[0] == name), None)


def option(name: str) -> Said | None:
    """What an option of `set` or `shopt` does, by its long name."""
    for kind in ("set", "shopt"):
        for names, said in _rows(kind):
            if names[-1] == name and len(name) > 2:
                return said
    return None


def sign(text: str) -> Said | None:
    """What a sign between words means: `2>&1`, `$?`, `${x}`."""
    plain = re.sub(r"\s+", "", text)
    plain = re.sub(r"^\$\(\(.*\)\)$", "$(())", plain)
    plain = re.sub(r"^(\$|<)\((?!\().*\)$", r"\1()", plain)
    plain = re.sub(r"^\$\{.*\}$", "${}", plain)
    plain = re.sub(r"^<<-?['\"]?[A-Z]+['\"]?$", "<<", plain)
    plain = re.sub(r"^\$[2-9]$", "$1", plain) if plain != "$1" else plain
    return next((said for names, said in _rows("sign") if names[0] == plain), None)


def signal(name: str) -> tuple[str, Said] | None:
    """A signal by its number or its name, `SIG` before it or not: how it is called, and what it does."""
    low = name.upper()
    low = low[3:] if low.startswith("SIG") else low
    return next((("SIG" + names[1], said) for names, said in _rows("signal") if low in names), None)


def options(stage: Stage) -> list[tuple[str, Said]]:
    """The options that `set` and `shopt` are given, each by what it sets."""
    if stage.program not in ("set", "shopt"):
        return []
    words = [one.plain for one in stage.args]
    rows = list(_rows(stage.program))
    found: list[tuple[str, Said]] = []
    for at, text in enumerate(words):
        if stage.program == "shopt":
            found += [(text, said) for names, said in rows if names[0] == text]
            continue
        off = text[:1] == "+"
        for letter in text[1:] if text[:1] in "-+" and text[1:2] not in ("-", "") else "":
            # `-o`, alone or at the end of `-euo`, is followed by a name.
            named = words[at + 1] if letter == "o" and at + 1 < len(words) else ""
            for names, said in rows:
                if (named and named in names) or (not named and names[0] == "-" + letter and letter != "o"):
                    shown = f"{text[0]}o {named}" if named else text[0] + letter
                    off_said = (f"turns off: {said[0]}", f"关闭：{said[1]}")
                    found.append((shown, off_said if off else said))
    return found


def figures(stage: Stage) -> list[tuple[str, Said]]:
    """What the numbers among a command's words are: a signal, a process, rights, seconds, a status."""
    program, words = stage.program, [one.plain for one in stage.args]
    found: list[tuple[str, Said]] = []
    if program in _SENDING or program == "trap":
        found += _signals(words, program)
    elif program in ("chmod", "umask", "mkdir", "install"):
        before = [*[""], *words]
        for last, text in zip(before, words):
            is_mode = program in ("chmod", "umask") or last in ("-m", "--mode")
            if program == "chmod" and (match := _LETTERS.fullmatch(text)):
                found.append((text, _changed(match)))
                break
            if is_mode and _MODE.fullmatch(text):
                found.append((text, _rights(text, program == "umask")))
                break
    elif program in ("sleep", "timeout"):
        for text in words[:1] if program == "sleep" else [one for one in words if one[:1] != "-"][:1]:
            if match := _SECONDS.fullmatch(text):
                unit = _UNITS[match[2]]
                found.append((text, (f"{match[1]} {unit[0]}", f"{match[1]} {unit[1]}")))
    elif program in ("exit", "return") and words and words[0].isdigit():
        found.append((words[0], status(int(words[0]))))
    return found


def status(number: int) -> Said:
    """What a program says with the status it ends with."""
    usual = ("a failure, as that program defines it", "失败，含义由程序自定")
    if number > 128 and (sent := signal(str(number - 128))):
        usual = (f"ended by {sent[0]}: {sent[1][0]}", f"被 {sent[0]} 结束：{sent[1][1]}")
    return _STATUS.get(number, usual)


def _signals(words: list[str], program: str) -> list[tuple[str, Said]]:
    found: list[tuple[str, Said]] = []
    said_one = False
    for at, text in enumerate(words):
        named = text[1:] if text[:1] == "-" else text if words[at - 1 : at] in (["-s"], ["-n"], ["--signal"]) else ""
        if program == "trap":
            named = text if at > 0 else ""
        sent = signal(named) if named else None
        if sent is not None:
            said_one = True
            found.append((text, (f"{sent[0]}: {sent[1][0]}", f"{sent[0]}：{sent[1][1]}")))
        elif program == "kill" and text.isdigit() and text != "0":
            found.append((text, ("the process with that number (pid)", "这个编号（PID）的进程")))
    if program == "kill" and found and not said_one and words[:1] not in (["-l"], ["-L"], ["-0"]):
        sent = signal("TERM")
        if sent is not None:
            found.append(("-TERM", (f"{sent[0]} is sent where no signal is named: {sent[1][0]}",
                                    f"没写信号时发送 {sent[0]}：{sent[1][1]}")))  # fmt: skip
    return found


def letters(mode: str) -> str:
    """The rights that three digits stand for, as `ls` writes them."""
    return "".join(
        ("r" if int(one) & 4 else "-") + ("w" if int(one) & 2 else "-") + ("x" if int(one) & 1 else "-")
        for one in mode[-3:]
    )


def _rights(mode: str, is_mask: bool) -> Said:
    if is_mask:
        left = "".join(str(7 - int(one)) for one in mode[-3:])
        return (f"these rights are taken from what is made: folders get {letters(left)}, files the same without x",
                f"新建时去掉这些权限：目录得到 {letters(left)}，文件再去掉 x")  # fmt: skip
    shown = letters(mode)
    parts = [shown[:3], shown[3:6], shown[6:]]
    return (
        f"{shown}: its owner {_may(parts[0], 0)}, its group {_may(parts[1], 0)}, everybody else {_may(parts[2], 0)}",
        f"{shown}：所有者{_may(parts[0], 1)}，同组{_may(parts[1], 1)}，其他人{_may(parts[2], 1)}",
    )


def _changed(match: re.Match[str]) -> Said:
    """`u+x`, `go-w`: whose rights change, and how."""
    who = {"u": ("its owner", "所有者"), "g": ("its group", "同组"), "o": ("everybody else", "其他人"),
           "a": ("everybody", "所有人")}  # fmt: skip
    what = {"r": ("read", "读"), "w": ("write", "写"), "x": ("execute", "执行"), "X": ("enter folders", "进入目录")}
    sign = {"+": ("may", "可以"), "-": ("may no longer", "不再可以"), "=": ("may only", "只可以")}[match[2]]
    people = [who[one] for one in match[1] or "a"]
    acts = [what[one] for one in match[3]]
    return (
        f"{' and '.join(one[0] for one in people)} {sign[0]} {' and '.join(one[0] for one in acts)}",
        f"{'、'.join(one[1] for one in people)}{sign[1]}{'、'.join(one[1] for one in acts)}",
    )


def _may(three: str, chinese: int) -> str:
    words = {"r": ("read", "可读"), "w": ("write", "可写"), "x": ("execute", "可执行")}
    can = [words[one][chinese] for one in three if one != "-"]
    if not can:
        return ("may do nothing", "无权限")[chinese]
    return "、".join(can) if chinese else "may " + " and ".join(can)
