"""Why the last line failed: what it complained of, in plain words, and the line that ghost would put in its place."""

from __future__ import annotations

from ghost_kernel import shells
from ghost_kernel.knowledge import logtext
from ghost_kernel.protocol import types
from ghost_kernel.skills import Answer, Asked, Example, Offer, frame, skill
from ghost_kernel.telling import block, code

MOST_LINES = 12
_PEOPLE = frozenset("he she him her his they them their someone somebody everyone people".split())
_OF_A_LINE = "LAST COMMAND THAT AGAIN ERROR WRONG GO_WRONG FIX RUN USE".split()
_HELPS = (
    "EXPLAIN EFFECT THAT WHAT WHY HOW EXPLAIN CHECK SHOW LAST RECENT COMMAND FAILED WRONG ERROR "
    "GO_WRONG MEANING THAT MY RUN FIX NOT AGAIN EFFECT "
    "YES USE HERE LINES WHERE FIND EDIT NEED SET CODE PROGRAM SWITCH BRANCH GIT COMMITS ALL TIME "
    "ENDING FILETYPE MODEL PERMISSION ROOT READ"
)
_DOING = " RUNNING CREATE COPY MOVE DELETE START SWITCH COMMITS INSTALL EXTRACT FOLDER NEW UNPUSHED"
_NEVER = "LOG SERVICE FILE PACKAGE PORT"


@skill(
    frame(
        "WHY|WHAT|EXPLAIN|FIX|WHERE|THAT|AGAIN",
        "FAILED|WRONG|ERROR|GO_WRONG",
        helps=_HELPS + _DOING,
        takes="age number",
        never=_NEVER,
    ),
    # Of a name beside it a log may say more.
    frame(
        "WHY|WHAT|EXPLAIN", "FAILED|WRONG|ERROR|GO_WRONG", "thing", helps=_HELPS, takes="age", never=_NEVER, prior=-0.13
    ),
    frame("LAST|COMMAND|THAT", "FAILED|WRONG|ERROR|GO_WRONG", helps=_HELPS, takes="age number", never=_NEVER),
    # `wtf happened`, `what broke`: no more than that, and only where something has failed.
    frame("GO_WRONG", helps=_HELPS, takes="thing age", never=_NEVER + " MACHINE", prior=-0.02),
    frame("WHY", helps="THAT NOT AGAIN WHY WRONG YES", takes="age", never=_NEVER + " MACHINE", prior=-0.02),
    frame("HOW", "FIX", helps=_HELPS, takes="age number", never=_NEVER),
    frame("WHY", "NOT", "USE|RUN|COMMAND|LAST", helps=_HELPS, takes="age number", never=_NEVER),
    # `why did that not work`, `why can I not make a folder`: only where something has failed.
    frame(
        "WHY",
        "NOT",
        "THAT|CREATE|COPY|MOVE|DELETE|START|SWITCH|COMMITS|INSTALL|EXTRACT|UNPUSHED",
        helps=_HELPS + _DOING,
        takes="age thing",
        never=_NEVER,
        prior=-0.03,
    ),
)
def answer(asked: Asked) -> Answer | None:
    """What happened, what it means, what would mend it."""
    last = asked.question.last_failure
    words = last.line if last is not None else ""
    if asked.has("LOG") and any(one.kind == "unknown" for one in [*asked.tokens, *asked.inherited]):
        return None  # the log of what is named
    if asked.all("port") or any(
        one not in words for one in [*asked.things, *[each.text for each in asked.all("path")]]
    ):
        return None
    if asked.things and not any("NOT" in need for need in asked.frame.needs):
        # A name beside the question is the program's that failed, and nothing it was started for.
        programs = {stage.program for stage in shells.split(words, asked.question.dialect)}
        if not programs.issuperset(asked.things):
            return None
    # Of people, or of what nobody here knows, it is asked as well why they refuse.
    is_strange = any(one.kind == "unknown" and not one.text.isascii() for one in asked.tokens)
    if any(one.low in _PEOPLE for one in asked.tokens) or (is_strange and not asked.has("ERROR", "LAST", "COMMAND")):
        return None
    if last is None and (len(asked.frame.needs) == 1 or not (asked.has(*_OF_A_LINE) or asked.all("age"))):
        return None
    if last is None and asked.has("HOW") and not asked.has("LAST", "COMMAND", "THAT", "ERROR"):
        return None
    if asked.has("HOW") and asked.has("SHOW", "CHECK", "EXIST"):
        return None  # how a status is seen
    if last is None and any("CREATE" in need for need in asked.frame.needs):
        return None
    if last is None:
        return Answer(
            asked.say(
                "No failed command is known in this terminal: ghost sees those that run through it or its hooks.",
                "这个终端里没有记录到失败的命令：ghost 只知道经过它或它的 hook 运行的命令。",
            )
        )
    candidates, hint = ([], "") if last.repaired else _thought(asked, last)
    text = [
        asked.say(
            f"{code(last.line)} ended with status {last.exit_code}.",
            f"{code(last.line)} 以状态 {last.exit_code} 结束。",
        )
    ]
    meaning = _meaning(asked, last)
    if meaning:
        text.append(meaning)
    if last.output and last.output.strip():
        text.append(block(last.output.strip(), MOST_LINES))
    elif last.output is None:
        text.append(asked.say("What it printed was not seen.", "没有看到它的输出。"))
    if last.repaired:
        mended = code(last.repaired)
        text.append(
            asked.say(f"It was repaired: {mended} ran in its place, and worked.", f"已修复：改用 {mended} 运行成功。")
        )
    elif candidates:
        first = candidates[0]
        why = f" ({first.why})" if first.why else ""
        text.append(
            asked.say(f"What would be tried: {code(first.command)}{why}", f"可以试试：{code(first.command)}{why}")
        )
    elif hint:
        text.append(hint)
    offers = [Offer(one.command, one.why) for one in candidates[:1]] if asked.allows() else []
    return Answer("\n\n".join(text), offers)


def _thought(asked: Asked, last: types.LastFailure) -> tuple[list[types.Candidate], str]:
    """What the rules make of it."""
    from ghost_kernel import mind
    from ghost_kernel.engine import Engine

    question = asked.question
    event = types.FailedEvent(
        line=last.line,
        exit_code=last.exit_code,
        output=last.output,
        dialect=question.dialect,
        cwd=asked.machine.cwd,
        stages=_stages(last.line, question.dialect),
        names=list(question.names),
        path=list(asked.machine.path),
        variables=list(question.variables),
    )
    thought = mind.think(event, asked.machine, Engine("", lambda text: None))
    return thought.candidates, thought.hint


def _stages(line: str, dialect: str) -> list[types.Stage]:
    """The line taken apart as the body would send it."""

    def word(one: object) -> types.Word:
        return types.Word(text=one.text, value=one.value, start=one.start, end=one.end)  # type: ignore[attr-defined]

    return [
        types.Stage(
            operator=stage.operator,
            assignments=[word(one) for one in stage.assignments],
            words=[word(one) for one in [*stage.prefix, *stage.words]],
            redirects=[
                types.Redirect(
                    operator=one.operator,
                    target=None if one.target is None else word(one.target),
                    start=one.start,
                    end=one.end,
                )
                for one in stage.redirects
            ],
            start=stage.start,
            end=stage.end,
        )
        for stage in shells.split(line, dialect)
    ]


_MEANINGS = [
    # (what is printed, English, Chinese)
    (
        ("no such file or directory", "cannot find the path"),
        "A file or folder it was given is not there, or its name is written differently.",
        "它要用的文件或目录不存在，或者名字写得不一样。",
    ),
    (
        ("permission denied", "operation not permitted", "eacces"),
        "You have no permission for that: the file may lack the right to be run, read or written.",
        "没有权限：文件可能不允许执行、读取或写入。",
    ),
    (
        ("command not found", "unknown command"),
        "No program of that name is here: it is misspelt or not installed.",
        "没有找到这个命令：拼写有误，或者没有安装。",
    ),
    (
        ("is a directory", "omitting directory", "-r not specified"),
        "It was given a folder where it wants a file, or needs to be told to go into folders.",
        "给它的是目录，它要的是文件；或者需要加递归选项。",
    ),
    (
        ("directory not empty",),
        "The folder still holds something: `rmdir` takes empty ones alone. `rm -rI FOLDER` deletes one with all in it.",
        "目录非空：`rmdir` 只删空目录。`rm -rI 目录` 会连同里面的内容一起删除。",
    ),
    (("not a directory",), "A part of the path is a file, not a folder.", "路径中有一部分是文件，不是目录。"),
    (("file exists", "already exists"), "Something of that name is there already.", "同名的东西已经存在。"),
    (("no space left",), "The disk is full.", "磁盘满了。"),
    (("address already in use",), "Another program listens on that port already.", "端口已经被别的程序占用。"),
    (("connection refused",), "Nothing listens at the other end.", "对方没有程序在监听。"),
    (("timed out", "timeout"), "The other end did not answer in time.", "对方没有及时回应。"),
    (
        ("could not resolve", "name or service not known", "temporary failure in name resolution"),
        "The name of the host cannot be looked up.",
        "主机名解析不了。",
    ),
    (
        ("unrecognized option", "invalid option", "unknown option", "unknown flag", "unexpected argument"),
        "It does not know one of the options.",
        "它不认识其中一个选项。",
    ),
    (("is not a git command",), "git has no command of that name.", "git 没有这个子命令（command）。"),
    (("not a git repository",), "This folder is in no git repository.", "当前目录不在 git 仓库里。"),
    (
        ("zerodivisionerror", "division by zero"),
        "A number was divided by zero.",
        "程序里除以了零（division by zero）。",
    ),
    (
        ("modulenotfounderror", "no module named"),
        "A Python module it imports is not installed.",
        "它要导入的 Python 模块没有安装。",
    ),
    (
        ("syntaxerror", "syntax error"),
        "It cannot be read: something is missing or stands in the wrong place.",
        "语法错误：少了什么，或者位置不对。",
    ),
    (("keyerror",), "A key was looked up that is not in the dictionary.", "查找的键不在字典里。"),
    (("typeerror",), "A value is of another type than what is done with it.", "值的类型不对。"),
    (
        ("segmentation fault", "core dumped"),
        "The program crashed: it used memory that is not its own.",
        "程序崩溃：访问了不属于它的内存。",
    ),
    (
        ("killed", "out of memory"),
        "It was ended from outside, often because the memory ran out.",
        "它被外部终止，通常是内存不够。",
    ),
]
_STATUS = {
    126: ("It was found but may not be run.", "找到了，但不能执行。"),
    127: ("No program of that name is here.", "没有找到这个命令。"),
    130: ("It was interrupted with Ctrl-C.", "被 Ctrl-C 中断。"),
    137: ("It was killed, often because the memory ran out.", "它被强制终止，通常是内存不够。"),
    139: ("It crashed: it used memory that is not its own.", "它崩溃了：访问了不属于它的内存。"),
}


def _meaning(asked: Asked, last: types.LastFailure) -> str:
    low = (last.output or "").lower()
    # What an exception is stands in the last line of what Python prints, not in the lines above.
    if "traceback (most recent call last)" in low:
        ends = [one for one in low.splitlines() if one.strip()]
        low = ends[-1] if ends else low
    for signs, english, chinese in _MEANINGS:
        if any(one in low for one in signs):
            name = last.line.split()[-1]
            return asked.say(english.replace("FOLDER", name), chinese.replace("-rI 目录", f"-rI {name}"))
    if last.exit_code in _STATUS:
        return asked.say(*_STATUS[last.exit_code])
    complaints = [one for one in (last.output or "").splitlines() if logtext.level(one)]
    return asked.say(f"It complains: {code(complaints[-1])}", f"它报错：{code(complaints[-1])}") if complaints else ""


EXAMPLES = [
    Example(
        "why did my last command fail",
        ["is not there", "`cat letter.txt`"],
        files=["letter.txt"],
        programs=["cat"],
        failed=("cat leter.txt", 1, "cat: leter.txt: No such file or directory\n"),
        offers=["cat letter.txt"],
    ),
    Example("刚刚那条命令为什么出错", "没有记录到失败的命令"),
    Example(
        "why did that fail?",
        ["`cat leter.txt` ended with status 1", "is not there", "It was repaired: `cat letter.txt` ran in its place"],
        lacks="not seen",
        files=["letter.txt"],
        programs=["cat"],
        failed=("cat leter.txt", 1, "cat: leter.txt: No such file or directory\n", "cat letter.txt"),
    ),
    Example("why did nginx fail", silent=True, files={"/var/log/nginx/error.log": "[emerg] bind() failed\n"}),
]
