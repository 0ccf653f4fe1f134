"""What a line of shell would do: program by program, with options and what it changes; nothing is run."""

from __future__ import annotations

import re

from ghost_kernel.knowledge import command_table, plainly, programs, shellwords, summaries
from ghost_kernel.sentence.normal import has_han
from ghost_kernel.skills import Answer, Asked, Example, Question, frame, skill
from ghost_kernel.telling import code

MOST_LINE = 2000
# Words in front of a line and behind it; what stands between is the line where it begins with a program.
_FRONT = re.compile(
    r"^(?:(?:hey|hi|ok|so|please|pls|can you|could you|would you|tell me|i wonder|just)[\s,]+)*"
    r"(?:explain(?: to me)?(?: what)?(?: (?:the|this|that))?(?: shell)?(?: (?:line|command|one[- "
    r"]?liner|pipeline))?(?: does| means)?"
    r"|what (?:does|do|would|will|is|are)(?: (?:the|this|that))?(?: (?:line|command))?(?: doing)?"
    r"|what (?:happens|would happen|will happen)(?: if| when)?(?: (?:i|you|we))?(?: (?:run|type|execute|enter|do))?"
    r"|(?:is|would) (?:it|this) (?:be )?(?:safe|dangerous|ok|okay|harmful|risky|bad)(?: (?:to|if)(?: "
    r"i)? (?:run|type|execute|do))?"
    r"|what(?= \S+ \S)|(?:is|are)|break down|walk me through|describe|decode|meaning of|what's)\s*[:：,]?\s+",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"(?:[\s,;:]*(?:(?:-+\s+)?\b(?:do|does|doing|mean|means|meaning|safe|dangerous|for|to run|harmful|explained"
    r"|explain(?: (?:it|this|that|each|every|all|the|to|me|parts?|flags?|options?|words?|please))*"
    r"|(?:would|will|might|could|may|can) (?:really |actually )?do|explanation|in plain (?:words|english)"
    r"|what (?:exactly )?(?:would|will) (?:it do|happen)|would happen|really do|actually do|exactly|precisely"
    r"|(?:it |that |this )?(?:do|does|is|mean|means) what|(?:and )?what(?:'s| is| are| does| do)?"
    r" (?:it|this|that|each|every|the|all)(?: (?:one|flags?|options?|parts?|it|this|that|do|does|for|mean|doing))*"
    r"|wtf|idk|plz|pls|please)\b|(?<!\s)[?？!.。]|(?<=\s)[?？!](?=\s*$)))+\s*$",
    re.IGNORECASE,
)
_FRONT_HAN = re.compile(
    r"^(?:(?:请|麻烦|帮我|帮忙|能不能|可以|我|只是|只|就|想|要)*(?:给我|帮我)?(?:知道|了解|问|解释|说明|讲解|讲讲|分析|看看|说说|解读)(?:一下|下)?(?:这(?:条|行|个|句)?(?:命令|代码|语句)?)?"
    r"|这(?:条|行|个|句)?(?:命令|代码|语句)?(?:是)?(?:干什么的|做什么的|什么意思|干嘛的|干啥的)?"
    r"|(?:如果|要是)?(?:我)?(?:执行|运行|输入|敲|跑)(?:了|一下)?|命令)\s*[:：,，]?\s*"
)
_BACK_HAN = re.compile(
    # A dot by itself is a folder.
    r"(?:[\s,，。?？!！]|(?<![\s.])\.)*(?:这|该)?(?:句|行|条|个)?(?:命令|代码)?(?:会|将|要|到底|是|有|究竟|能|啥|都)*(?:做(?:些)?什么的?|干什么的?|干嘛用?的?|干啥用?的?|做啥的?|什么意思|啥意思"
    r"|安全吗|危险吗|有什么(?:后果|作用|用|影响|风险|危险)|什么(?:后果|作用|用|影响|结果)|发生什么|怎么样|怎样|含义|的意思|的作用|什么)+[\s吗呢啊呀。.?？!！]*$"
)
_ASKS = re.compile(
    r"\b(?:explain|what|would|lose|harm|damage|affect|safe|dangerous|mean|does|do|describe|break "
    r"down|walk)\b|解释|说明|什么|干嘛|干啥|安全|危险|意思|讲|后果|作用|分析|解读|会怎|会如何",
    re.I,
)
# Who asks how, or for a repair, wants a line and not this one explained.
_DOES = re.compile(r"^\W*(?:how|fix|run|repair)\b|怎么(?!样)|如何|修|改成", re.I)
_QUOTED = re.compile(r"`([^`]+)`")
_ORDER = re.compile(
    r"(?:[,，;；。.]\s*|\s+)(?:but |and |please |千万|但是?|请)*(?:don'?t|do not|never|without"
    r"|别|不要|勿|先别|不用).*$",
    re.I,
)
_SENTENCES = re.compile(r"(?<=[?？!！。；])\s*|(?<=\w)[.;]\s+(?=[A-Z]|i\b|do\b|don't|just\b|please\b)")
_CLAUSES = re.compile(r"[，。；？！]\s*|[,;:]\s+|(?<=[\u3400-\u9fff])[,;:]|(?<=\w)\?\s*|\s+-+\s+")
_BEFORE_HAN = re.compile(r"^[\u3400-\u9fff，：:\s]+(?=[\w./~])")
_SHELLISH = re.compile(
    r"(?:^|\s)(?:--?\w|\+\w|[ugoa]+[-+=]\w|[~/.]\S|\.{1,2}$)|[|&;<>$*=]"
    r"|^(?:sudo )?(?:chmod \S+ \S|(?:kill|umask|sleep|exit|return|shift|trap) [\w\"'])"
)
_PROSE = frozenset(
    "a an the in of for from is are to my me you i all any lines files folder directory about with on this that what "
    "which would how".split()
)


def _line(question: Question) -> str:
    """The line of shell in the sentence; empty where there is none."""
    text = question.text.strip()
    quoted = _QUOTED.search(text)
    if quoted is not None:
        outside = text[: quoted.start()] + " " + text[quoted.end() :]
        line = quoted[1].strip()
        is_asked = (_ASKS.search(outside) or outside.rstrip().endswith(("?", "？", "吗"))) and not _DOES.search(outside)
        return line if is_asked and _is_line(question, line, True) else ""
    if not _ASKS.search(text):
        return ""
    # A line that is only asked about is not asked for: what follows about not running it says nothing more.
    without = _ORDER.sub("", text) if not _BACK_HAN.search(text) else text
    # What is said beside the question is no part of the line: `I only want to know`, `先不要执行`.
    parts = [one for one in _SENTENCES.split(text) if one.strip()]
    # `脚本开头的 set -e 是干嘛的`: what stands in another script before it is about it.
    parts += [_BEFORE_HAN.sub("", text)] if _BEFORE_HAN.match(text) else []
    parts += [one for one in _CLAUSES.split(text) if one.strip() and one not in parts]
    for candidate in dict.fromkeys((without, text, *parts)):
        for front, back in ((_FRONT, _BACK), (_FRONT_HAN, _BACK_HAN)):
            begin = front.match(candidate)
            rest = candidate[begin.end() :] if begin else candidate
            line = back.sub("", rest).strip()
            # `解释下 …`: what follows in another script needs no further sign of being a line.
            is_told_so = front is _FRONT_HAN and begin is not None and begin.end() > 0
            if (begin or line != rest.strip()) and _is_line(question, line, False, is_told_so):
                return line
    after = re.search(r"[:：]\s*(\S.*)$", text)
    if after is not None and _is_line(question, after[1].strip(), False):
        return after[1].strip()
    return ""


def _is_line(question: Question, line: str, is_quoted: bool, is_told_so: bool = False) -> bool:
    """Whether it begins with a program that is here or known, and reads as a line rather than as words."""
    if not line or len(line) > MOST_LINE or "\n" in line:
        return False
    words = line.split()
    while words and words[0] in ("sudo", "doas", "env", "time", "nohup"):
        words = words[1:]
    if not words or not re.fullmatch(r"[\w./+-]+", words[0], re.ASCII):
        return False
    name = words[0].rpartition("/")[2]
    if line.split()[0] in ("nohup", "time", "env") and words[0].startswith(("./", "/", "~")):
        name = words[0] = line.split()[0]  # what it starts is a program of the person's own
    if not (
        programs.runs(question.machine, words[0], question.dialect)
        or name in programs.WELL_KNOWN
        or command_table.package(name)
    ):
        return False
    return is_quoted or bool(
        len(words) > 1 and (is_told_so or _SHELLISH.search(line)) and _PROSE.isdisjoint(words) and not has_han(line)
    )


# `2>&1`, `$?`, `&&`: as they stand in a line, and nothing else of it.
_SIGN = re.compile(
    r"(?<![\w`'\"])(?:[12]?>&[12]|[12]?>/dev/null|/dev/null|&>|>>|<<<|<<-?\w*|<\([^)]*\)|\$[?!$@*#_0-9]|\$\(\(?[^()]*\)?\)"
    r"|\$\{[^}]*\}|!!|!\$|&&|\|\||\|&|#!)(?![\w`'\"])"
)
_MEANS = re.compile(
    r"\b(?:mean|means|meaning|what(?:'s| is| are| does| do)|explain|stands? for|dangerous|safe)\b"
    r"|危险|安全|意思|含义|什么|是啥|解释|干嘛|干啥",
    re.I,
)
_MOST_WORDS = 14
# These ask for something of the machine as often: `what is the time`, `什么命令`.
_EVERYDAY = frozenset("time times history jobs pwd . enable help".split())
_NAMED_SIGNAL = re.compile(r"(?<!\w)SIG(?!NAL)[A-Z]{2,4}[12]?(?!\w)|\bsignal (?:number )?\d\d?\b|信号\s*\d\d?", re.I)
# A word of the shell's own is often an ordinary word as well: only where nothing else is said.
_OWN_WORD = re.compile(
    r"^\W*(?:(?:please |can you |could you )*(?:explain|tell me|describe) )?"
    r"(?:what(?:'s| is| does| do| are)?|explain|meaning of|the use of|purpose of)\s+(?:the |a )?"
    r"(?:(?:shell|bash|sh|zsh|builtin|built-in|keyword|command|option)\s+)*[`'\"]?(?P<en>[\w.\[]+)[`'\"]?"
    r"(?:\s+(?:shell|bash|builtin|built-in|keyword|command|option))*"
    r"(?:\s+(?:do|does|mean|for|good for|used for|about))?"
    r"(?:\s+in (?:a |the )?(?:shell|bash|sh|zsh|script)(?: scripts?)?)?\W*$"
    r"|^\W*(?:请|帮我)?(?:解释|说明|讲讲)?(?:一下|下)?(?:在)?(?:bash|shell|脚本)?\s*(?:里面?|中)?的?\s*"
    r"[`]?(?P<zh>[\w.\[]+?)[`]?\s*"
    r"(?:这个|这)?(?:内建|内置)?(?:命令|关键字|语句|选项)?\s*(?:在\s*(?:bash|shell|脚本)\s*(?:里面?|中))?(?:到底|究竟)?"
    r"(?:是|有)?(?:干什么|干嘛|干啥|做什么|什么意思|什么用|什么作用|什么|啥意思|啥用|啥)(?:用的|的)?\W*$",
    re.I | re.A,
)


def _sign(text: str) -> tuple[str, tuple[str, str]] | None:
    """A sign of the shell whose meaning is asked, with that; None where more is asked than that."""
    if not _MEANS.search(text) or len(text.split()) > _MOST_WORDS or _DOES.search(text):
        return None
    quoted = [one for one in _QUOTED.findall(text) if shellwords.sign(one)]
    bare = [one[0] for one in _SIGN.finditer(_QUOTED.sub(" ", text)) if shellwords.sign(one[0])]
    names = list(dict.fromkeys([*quoted, *bare]))
    if len(names) == 1 and (said := shellwords.sign(names[0])) is not None:
        return names[0], said
    if not names and (named := _NAMED_SIGNAL.search(text)):
        return shellwords.signal(re.sub(r"^(?:signal|number|信号|\s)+", "", named[0], flags=re.I))
    if not names and (own := _OWN_WORD.match(text)):
        word = own["en"] or own["zh"]
        said = shellwords.word(word) or shellwords.option(word)
        return (word, said) if said is not None and word not in _EVERYDAY else None
    return None


def whole(question: Question) -> Answer | None:
    """The answer, where a line of shell stands in the sentence."""
    line = _line(question)
    chinese = has_han(_QUOTED.sub("", question.text))
    if not line:
        said = _sign(question.text)
        if said is None:
            return None
        name, meaning = said
        return Answer(f"{code(name)}：{meaning[1]}" if chinese else f"{code(name)}: {meaning[0]}")
    return Answer(_told(question, line, chinese))


def _told(question: Question, line: str, chinese: bool) -> str:
    parts = plainly.parts(question.machine, line, question.dialect, chinese)
    if not parts:
        return "这一行读不懂：它不是完整的命令。" if chinese else "That line cannot be read: it is no whole command."
    seen = _effects(question, line, chinese)
    lines = []
    for part in parts:
        join = f"{part.join} " if part.join else ""
        about = f"：{part.about}" if chinese and part.about else f": {part.about}" if part.about else ""
        lines.append(f"- {join}{code(part.text)}{about}")
        lines += [f"  - {code(name)} {said}" for name, said in part.options]
        effects = part.effects or seen.get(part.text, [])
        lines += [f"  - **{one}**" for one in effects]
    if any(part.is_lost for part in parts):
        lines.append(
            "\n"
            + (
                "可能会永久丢失数据：先确认再运行。"
                if chinese
                else "Something may be lost for good: look twice before it runs."
            )
        )
    elif not any(part.effects for part in parts) and not any(seen):
        lines.append("\n" + ("没有发现它会修改什么。" if chinese else "Nothing in it is known to change anything."))
    return "\n".join(lines)


# What policy calls an effect, for who asked in Chinese.
_KINDS = {
    "write-new": "新建或修改 {}，容易撤销", "write-over": "覆盖或修改 {}", "process": "影响其他进程（{}）",
    "net": "联网（{}）", "privilege": "需要其他账户的权限，或者修改系统（{}）",
    "opaque": "运行这一行里看不到的代码（{}）",
    "unknown": "做什么还不清楚（{}）", "destroy": "可能永久丢失（{}）",
}  # fmt: skip


def _effects(question: Question, line: str, chinese: bool) -> dict[str, list[str]]:
    """What policy reads in each command of the line, by the command's text, where the body can be asked."""
    import json

    seen = question.machine.probe(["ghost", "look", "line", line, "--json"], "read the line")
    if seen is None or seen.exit_code != 0:
        return {}
    try:
        told = json.loads(seen.stdout)
    except ValueError:
        return {}
    rows = told.get("commands") if isinstance(told, dict) else None
    found: dict[str, list[str]] = {}
    place = ""
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict):
            continue
        place = str(row.get("text") or "").strip() or place  # what a command runs inside has no place of its own
        effects = row.get("effects")
        for one in effects if isinstance(effects, list) else []:
            said = _effect(one, chinese) if isinstance(one, dict) else ""
            if said and said not in found.setdefault(place, []):
                found[place].append(said)
    return found


def _effect(told: dict[str, object], chinese: bool) -> str:
    target = str(told.get("target") or "?")
    if chinese and told.get("kind") in _KINDS:
        return _KINDS[str(told["kind"])].format("它找到的内容" if target == "?" else code(target))
    return str(told.get("told") or "")


@skill(
    frame(
        "WHAT|EXPLAIN",
        "OPTION|number|thing",
        "thing",
        helps="EXPLAIN USE EFFECT MEANING WHAT OPTION PROGRAM COMMAND",
        takes="thing quoted",
        never="INSTALLED RUNNING PORT PACKAGE WHERE HOW LISTENING VERSION INSTALL NEED FILE FOLDER",
    ),
    frame(
        "WHAT|EXPLAIN",
        "thing",
        "USE|EFFECT|MEANING|COMMAND|PROGRAM",
        helps="EXPLAIN MEANING WHAT PROGRAM COMMAND USE",
        takes="thing",
        never="INSTALLED RUNNING PORT PACKAGE WHERE HOW LISTENING VERSION INSTALL NEED FILE FOLDER OPTION",
        prior=-0.05,
    ),
    whole=whole,
)
def answer(asked: Asked) -> str | None:
    """What a program is for, or what one of its options means."""
    machine = asked.machine
    options = re.findall(r"(?<![\w-])(--?[A-Za-z][\w-]*)", asked.question.text)
    names = [one for one in asked.things if not one.startswith("-")]
    names += [
        one.text
        for one in asked.tokens
        if one.text.isascii() and programs.runs(machine, one.text, asked.question.dialect)
    ]
    for name in dict.fromkeys(names):
        if options:
            said = [(one, summaries.option(machine, name, one)) for one in options]
            lines = [f"- {code(f'{name} {one}')}: {text}" for one, text in said if text]
            if lines:
                return "\n".join(lines)
        own = shellwords.word(name) or shellwords.option(name)
        about = (own[1] if own and asked.is_chinese else "") or summaries.of(machine, name) or (own or ("",))[0]
        if about:
            return f"{code(name)}{asked.say(': ', '：')}{about}"
        if sent := shellwords.signal(name):
            return f"{code(sent[0])}{asked.say(': ', '：')}{asked.say(*sent[1])}"
    return None


EXAMPLES = [
    Example("explain `rm -r build | sort`", ["deletes `build`", "lost for good"], programs=["rm", "sort"]),
    Example("`cat a > b` 是做什么的", "覆盖", programs=["cat"]),
    Example(
        "what does `scp a box:` do",
        "contacts box",
        programs=["scp"],
        probes={
            "ghost look line scp a box: --json": '{"commands": [{"text": "scp a box:", "effects": '
            '[{"kind": "net", "target": "box", "told": "contacts box"}]}]}'
        },
    ),
    Example("set -eu 是干嘛的", ["立即退出", "未定义"]),
    Example("what does kill -9 77 do? I only want to know", ["SIGKILL", "pid"], offers=[], programs=["kill"]),
    Example("what does 2>&1 mean", "stderr"),
    Example("how do I remove a folder", silent=True, programs=["rm"]),
]
