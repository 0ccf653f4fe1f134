"""A line in plain words, without running it: what each program is for, what its options mean, what it changes.

For where the body's own reading of a line cannot be had. What is not known is said to be so.
"""

from __future__ import annotations

from ghost_kernel import shells
from ghost_kernel.knowledge import shellwords, summaries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Stage
    from ghost_kernel.machine import Machine

# What a program does to the files that its operands name, in two languages.
ACTS: dict[str, tuple[str, str]] = {
    "rm": ("deletes {them}, for good", "永久删除 {them}"),
    "rmdir": ("deletes the empty folder {them}", "删除空目录 {them}"),
    "unlink": ("deletes {them}, for good", "永久删除 {them}"),
    "shred": ("overwrites {them} so that nobody can read it again", "覆写 {them}，无法恢复"),
    "truncate": ("changes the size of {them}; what is cut off is lost", "改变 {them} 的大小，截掉的内容会丢失"),
    "mv": ("moves or renames {them}", "移动或重命名 {them}"),
    "cp": ("copies {them}", "复制 {them}"),
    "chmod": ("changes who may read, write or run {them}", "修改 {them} 的读写执行权限"),
    "chown": ("changes who owns {them}", "修改 {them} 的所有者"),
    "mkdir": ("makes the folder {them}", "新建目录 {them}"),
    "touch": ("makes {them} when it is missing, else sets its time", "{them} 不存在则新建，否则更新时间"),
    "ln": ("makes a link: {them}", "建立链接：{them}"),
    "dd": (
        "copies bytes: {them}; what is written to is overwritten without a question",
        "按字节复制：{them}；写入目标会被直接覆盖，不会询问",
    ),
    "mkfs": (
        "makes a new file system on {them}; everything on it is lost",
        "在 {them} 上新建文件系统，原有数据全部丢失",
    ),
    "kill": ("ends the process {them}", "结束进程 {them}"),
    "pkill": ("ends every process named {them}", "结束所有名为 {them} 的进程"),
    "killall": ("ends every process named {them}", "结束所有名为 {them} 的进程"),
    "curl": ("fetches {them} from the network", "从网络获取 {them}"),
    "wget": ("fetches {them} from the network", "从网络下载 {them}"),
    "reboot": ("starts the machine anew", "重启机器"),
    "shutdown": ("shuts the machine down", "关机"),
}
SHELLS = frozenset("sh bash zsh dash fish".split())
WIDE = frozenset(["/", "/*", "~", "~/", "/etc", "/usr", "/home", "/var", "/boot", "/bin", "/lib", "$HOME", "/dev"])
JOINS = {
    "pipe": ("what it prints goes to", "它的输出交给"),
    "and": ("if that worked, then", "前面成功后再"),
    "or": ("if that failed, then", "前面失败时再"),
    "then": ("then", "然后"),
    "background": ("at the same time", "同时"),
}


class Part:
    """One command of the line, in words."""

    __slots__ = ("join", "text", "about", "options", "effects", "is_lost")

    def __init__(self, join: str, text: str, about: str) -> None:
        self.join = join
        self.text = text
        self.about = about
        self.options: list[tuple[str, str]] = []
        self.effects: list[str] = []
        self.is_lost = False  # something may be lost for good


def parts(machine: Machine, line: str, dialect: str, chinese: bool) -> list[Part]:
    """The commands of a line, in order."""
    found = []
    before: Stage | None = None
    for stage in shells.split(line, dialect):
        join = "" if before is None else JOINS.get(stage.operator, ("", ""))[chinese]
        part = Part(join, line[stage.start : stage.end].strip(), "")
        found.append(part)
        if not stage.words:
            continue
        own = shellwords.word(stage.program)
        # What the shell does itself has a page only by chance, and pages are in English.
        part.about = (own[1] if own and chinese else "") or summaries.of(machine, stage.program) or (own or ("",))[0]
        part.options += [(name, said[chinese]) for name, said in shellwords.options(stage)]
        numbers = [(name, said[chinese]) for name, said in shellwords.figures(stage)]
        if not part.options:
            _options(machine, stage, part, {name for name, _ in numbers})
        part.options += numbers
        _effects(stage, part, chinese)
        after = line[stage.end :].lstrip()
        if after.startswith("&") and not after.startswith("&&"):
            part.effects.append("在后台运行，不占住终端" if chinese else "runs in the background")
        if "nohup" in (stage.program, *[one.plain for one in stage.prefix]):
            part.effects.append("关闭终端（挂断）后仍继续运行" if chinese else "goes on when the terminal is closed")
        if before is not None and stage.operator == "pipe" and stage.program in SHELLS and not stage.args:
            part.effects.append(
                "运行收到的任何内容，事先没有人看过" if chinese else "runs whatever it is given, which nobody has read"
            )
            part.is_lost = True
        before = stage
    return found


def _options(machine: Machine, stage: Stage, part: Part, known: set[str]) -> None:
    chain = [one.plain for one in stage.args[:1] if not one.is_option]
    names: list[str] = []
    for at, word in enumerate(stage.args):
        plain = word.plain
        if plain == "--":
            break
        if plain.startswith("--"):
            names.append(plain.partition("=")[0])
        elif word.is_option:
            if len(plain) > 2 and not plain[1:].isdigit() and stage.program not in ("find", "java", "dd"):
                names += ["-" + letter for letter in plain[1:] if letter.isalpha()]
            else:
                names.append(plain)
        elif at == 0 and stage.program == "tar" and plain.isalpha() and len(plain) < 6:
            names += ["-" + letter for letter in plain]
    for name in [one for one in dict.fromkeys(names) if one not in known][:8]:
        said = summaries.option(machine, stage.program, name, chain)
        if said:
            part.options.append((name, said))


def _effects(stage: Stage, part: Part, chinese: bool) -> None:
    operands = [one.plain for one in stage.args if not one.is_option]
    program = stage.program
    act = ACTS.get("mkfs" if program.startswith("mkfs") else program)
    if program in ("chmod", "chown") and operands:
        operands = operands[1:]
    if act is not None and (operands or "{them}" not in act[0]):
        them = "、".join(operands) if chinese else ", ".join(operands)
        part.effects.append(act[chinese].format(them=f"`{them}`" if them else ""))
        part.is_lost = program in ("rm", "shred", "truncate", "dd", "mkfs", "unlink") or program.startswith("mkfs")
    words = [one.plain for one in stage.args]
    if (program == "find" and "-delete" in words) or (program == "find" and "rm" in words):
        part.effects.append("把找到的全部永久删除" if chinese else "deletes everything it finds, for good")
        part.is_lost = True
    if program == "git" and (("reset" in words and "--hard" in words) or "clean" in words):
        part.effects.append("丢弃未提交的修改" if chinese else "throws away changes that are not committed")
        part.is_lost = True
    if program == "git" and "push" in words and any(one in ("-f", "--force") for one in words):
        part.effects.append("覆盖远程的历史" if chinese else "overwrites the history on the remote")
        part.is_lost = True
    if program in ("sed", "perl") and any(one.startswith("-i") for one in words):
        part.effects.append("直接修改文件" if chinese else "changes the files where they stand")
    if stage.prefix and stage.prefix[0].plain in ("sudo", "doas"):
        part.effects.append("以管理员权限运行" if chinese else "runs with the rights of root")
    tree = any(one.is_option and set("rR") & set(one.plain[1:]) and one.plain[:2] != "--" for one in stage.args)
    wide = [one for one in operands if one in WIDE or one.rstrip("/*") in WIDE]
    if wide and act is not None and (tree or program in ("rm", "dd")):
        part.effects.append(
            f"`{wide[0]}` 是系统的一部分：可能使系统无法使用" if chinese
            else f"`{wide[0]}` is part of the system: this can make the machine unusable"
        )  # fmt: skip
        part.is_lost = True
    for redirect in stage.redirects:
        if redirect.writes and redirect.target is not None and redirect.target.plain != "/dev/null":
            target = redirect.target.plain
            if redirect.operator.endswith(">>"):
                part.effects.append(
                    f"把输出追加到 `{target}`" if chinese else f"adds what is printed to the end of `{target}`"
                )
            else:
                part.effects.append(
                    f"把输出写入 `{target}`，原内容会被覆盖" if chinese
                    else f"writes what is printed to `{target}`; what was in it is overwritten"
                )  # fmt: skip
