"""Finds the line of shell, or the sign of it, that a sentence asks about: what stands between the words around it.

Loaded where a sentence may hold one: its patterns weigh more than most skills.
"""

from __future__ import annotations

import re

from ghost_kernel.knowledge import command_table, programs, shellwords
from ghost_kernel.sentence.normal import has_han

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.question import Question

ASKS = re.compile(
    r"\b(?:explain|what|would|lose|harm|damage|affect|safe|dangerous|mean|means|meaning|explained|does|do|describe"
    r"|break down|walk|what's|whats|wtf|summari[sz]e)\b"
    r"|解释|说明|什么|干嘛|干啥|安全|危险|意思|讲|后果|作用|分析|解读|会怎|会如何",
    re.I,
)
MOST_LINE = 2000
MOST_TEXT = 4000
MOST_PIECES = 12  # of what stands behind a line
MOST_PARTS = 24  # of a text that may be one
TAIL = 200  # characters in which they stand
# Words in front of a line and behind it; what stands between is the line where it begins with a program.
_FRONT = re.compile(
    r"^(?:(?:hey|hi|ok|so|please|pls|can you|could you|would you|tell me|i wonder|just"
    r"|i(?: would|'d)? (?:like|want|need) to"
    r" (?:know|understand|see)|let me know|for me"
    r"|(?:summari[sz]e|list|show|describe)(?: (?:for )?me)?(?= what))[\s,]+)*"
    r"(?:explain(?: (?:to|me|what|each|every|all|the|of|flags?|options?|parts?|words?|in|this|that|here|line|command))+"
    r"|explain(?: to me)?(?: what)?(?: (?:the|this|that))?(?: shell)?(?: (?:line|command|one[- "
    r"]?liner|pipeline))?(?: does| means)?"
    r"|what(?: is|'s) the (?:meaning|purpose|effect|point|use) of"
    r"|what (?:does|do|would|will|is|are)(?: (?:the|this|that))?(?: (?:line|command))?(?: doing)?"
    r"|what (?:happens|would happen|will happen)(?: if| when)?(?: (?:i|you|we))?(?: (?:run|type|execute|enter|do))?"
    r"|(?:is|would) (?:it|this) (?:be )?(?:safe|dangerous|ok|okay|harmful|risky|bad)(?: (?:to|if)(?: "
    r"i)? (?:run|type|execute|do))?"
    r"|what(?= \S+ \S)|(?:is|are)|break down|walk me through|describe|decode|meaning of|what's)\s*[:：,]?\s+",
    re.IGNORECASE,
)
# One piece of what stands behind; pieces are taken off one after the other, so that no text takes long.
_BACK = re.compile(
    r"(?:(?:^|[\s,;:]+|(?<=[^\s.])[?.!]+\s+)(?:-+\s+)?(?:(?:to|for) (?:me|us|a beginner)"
    r"|do|does|doing|mean|means|meaning|safe"
    r"|dangerous|for|to run|harmful|explained"
    r"|explain(?: (?:it|this|that|each|every|all|the|to|me|parts?|flags?|options?|words?|please))*"
    r"|(?:would|will|might|could|may|can) (?:really |actually )?(?:do|change|affect|delete|remove|touch|break)"
    r"|(?:before|when|if|once) (?:i|we|you) (?:run|execute|type|do|use) (?:it|this|that)|explanation"
    r"|in plain (?:words|english)"
    r"|what (?:exactly )?(?:would|will) (?:it do|happen)|would happen|really do|actually do|exactly|precisely"
    r"|(?:it |that |this )?(?:do|does|is|mean|means) what|(?:and )?what(?:'s| is| are| does| do)?"
    r" (?:it|this|that|each|every|the|all)(?: (?:one|flags?|options?|parts?|it|this|that|do|does|for|mean|doing))*"
    r"|wtf (?:does|is|do) (?:it|this|that)(?: do| mean)?|wtf|idk|plz|pls|please)"
    r"|(?<!\s)[?？!.。]+|\s[?？!]+|[\s,;:]+)$",
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
    r"|安全吗|危险吗|有什么(?:后果|作用|用|影响|风险|危险)|什么(?:后果|作用|用|影响|结果)"
    r"|(?:里|中)?(?:的)?(?:每|各)?(?:一)?个?(?:选项|参数|部分)(?:分别)?(?:都)?(?:是|代表|表示)?(?:什么|啥)(?:意思)?|发生什么|怎么样|怎样|含义|的意思|的作用|什么|[逐分]?[段个条行]?\s*(?:解释|说明|讲解|讲讲)(?:一下|下)?)+[\s吗呢啊呀。.?？!！]*$"
)
# Who asks how, or for a repair, wants a line and not this one explained.
_DOES = re.compile(r"^\W*(?:how|fix|run|repair)\b|怎么(?!样)|如何|修|改成", re.I)
QUOTED = re.compile(r"`([^`]+)`")
_ORDER = re.compile(
    r"(?:[,，;；。.]\s*|\s+)(?:but |and |please |千万|但是?|请)*(?:don'?t|do not|never|without"
    r"|别|不要|勿|先别|不用).*$",
    re.I,
)
_SENTENCES = re.compile(r"(?<=[?？!！。；])\s*|(?<=[\w'\")}])[.;]\s+(?=[A-Z]|i\b|do\b|don't|just\b|please\b)")
_CLAUSES = re.compile(
    r"[，。；？！]\s*|[,;:]\s+|(?<=[\u3400-\u9fff])[,;:]|[,;](?=[\u3400-\u9fff])|(?<=\w)\?\s*|\s+-+\s+"
)
_BEFORE_HAN = re.compile(r"^[\u3400-\u9fff，：:\s]+(?=[\w./~])")
_SHELLISH = re.compile(
    r"(?:^|\s)(?:--?\w|\+\w|[ugoa]+[-+=]\w|[~/.]\S|\.{1,2}$)|[|&;<>$*=]"
    r"|^(?:sudo )?(?:chmod \S+ \S|(?:kill|umask|sleep|exit|return|shift|trap) [\w\"'])"
)
_PROSE = frozenset(
    "a an the in of for from is are to my me you i all any lines files folder directory about with on this that what "
    "which would how".split()
)


def _bare(text: str, back: re.Pattern[str]) -> str:
    """The text without what asks behind it."""
    text = text.strip()
    for _ in range(MOST_PIECES):
        found = back.search(text, max(0, len(text) - TAIL))
        if found is None or found.end() == found.start():
            break
        text = text[: found.start()].rstrip()
    return text


def line(question: Question) -> str:
    """The line of shell in the sentence; empty where there is none."""
    text = question.text.strip()
    if len(text) > MOST_TEXT:
        return ""
    quoted = QUOTED.search(text)
    if quoted is not None:
        outside = text[: quoted.start()] + " " + text[quoted.end() :]
        line = quoted[1].strip()
        is_asked = (ASKS.search(outside) or outside.rstrip().endswith(("?", "？", "吗"))) and not _DOES.search(outside)
        return line if is_asked and _is_line(question, line, True) else ""
    if not ASKS.search(text):
        return ""
    # A line that is only asked about is not asked for: what follows about not running it says nothing more.
    without = _ORDER.sub("", text) if not _BACK_HAN.search(text, max(0, len(text) - TAIL)) else text
    # What is said beside the question is no part of the line: `I only want to know`, `先不要执行`.
    parts = [one for one in _SENTENCES.split(text) if one.strip()]
    # `脚本开头的 set -e 是干嘛的`: what stands in another script before it is about it.
    parts += [_BEFORE_HAN.sub("", text)] if _BEFORE_HAN.match(text) else []
    parts += [one for part in list(parts) for one in _CLAUSES.split(part) if one.strip() and one not in parts]
    for candidate in dict.fromkeys((without, text, *parts[:MOST_PARTS])):
        for front, back in ((_FRONT, _BACK), (_FRONT_HAN, _BACK_HAN)):
            begin = front.match(candidate)
            rest = candidate[begin.end() :] if begin else candidate
            line = _bare(rest, back)
            # `解释下 …`: what follows in another script needs no further sign of being a line.
            is_told_so = front is _FRONT_HAN and begin is not None and begin.end() > 0
            if (begin or line != rest.strip()) and _is_line(question, line, False, is_told_so):
                return line
    of = _OPTION_OF.search(text)
    if of is not None:
        option, name = (of[1], of[2]) if of[1] else (of[4], of[3])
        if _is_line(question, f"{name} {option}", False):
            return f"{name} {option}"
    # What is told before it ends in a colon or in another script, what is asked stands in a sentence behind it.
    for part in (*parts[:MOST_PARTS], text):
        for lead in (_AFTER_COLON, _AFTER_HAN):
            after = lead.search(part)
            if after is None:
                continue
            line = re.sub(r"(?<![\s.])[.。]$", "", after[1].strip())
            # `what does this do: tar czf x.tgz src` says itself that a line follows.
            is_told_so = lead is _AFTER_COLON and _BEFORE_COLON.search(part[: after.start()]) is not None
            if line and _is_line(question, line, False, is_told_so):
                return line
    return ""


_AFTER_COLON = re.compile(r"[:：]\s*(\S.*)$")
_AFTER_HAN = re.compile(r"^[\u3400-\u9fff，、：:\s]*[\u3400-\u9fff：:]\s*([\w./~][^\u3400-\u9fff]*)$", re.A)
_BEFORE_COLON = re.compile(
    r"\b(?:this|that|following|it|line|command)\b(?: (?:do|does|mean|line|command|for me|please))*\W*$"
    r"|(?:这|下面|以下)(?:是|会|能)?(?:行|条|个|句)?(?:命令)?(?:是)?(?:什么意思|做什么|干什么|干嘛)?的?\s*$", re.I
)  # fmt: skip
# `-print0 in find`, `find 的 -print0`: the option of a program, whichever is named first.
_OPTION_OF = re.compile(
    r"(?<!\S)(--?[A-Za-z0-9][\w-]*) (?:option |flag |switch )?(?:in|of|for|with|from|to) (?:the )?(\w[\w.-]*)"
    r"|([A-Za-z][\w.-]*)\s*(?:里面?的?|的|中的?)\s*(--?[A-Za-z0-9][\w-]*)", re.A
)  # fmt: skip
_TEXTS = re.compile(r"'[^']*'|\"[^\"]*\"")
_PROSE_SIGN = re.compile(r"\w[,?？，。]\s")


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
    if not is_quoted and _PROSE_SIGN.search(_TEXTS.sub("''", line)):
        return False  # what follows such a comma are words
    if words[0] in ("exit", "return") and words[1:2] in (["code"], ["codes"], ["status"], ["value"]):
        return False  # it speaks of a status, and `exit` takes a number
    return is_quoted or bool(
        len(words) > 1 and (is_told_so or _SHELLISH.search(line)) and _PROSE.isdisjoint(words) and not has_han(line)
    )


# `2>&1`, `$?`, `&&`: as they stand in a line, and nothing else of it.
_SIGN = re.compile(
    r"(?<![\w`'\"])(?:[12]?>&[12]|[12]?>/dev/null|/dev/null|&>|>>|<<<|<<-?\w*|<\([^)]*\)|\$[?!$@*#_0-9]|\$\(\(?[^()]*\)?\)"
    r"|\$\{[^}]*\}|!!|!\$|&&|\|\||\|&|#!)(?![\w`'\"])"
)
_MEANS = re.compile(
    r"\b(?:mean|means|meaning|what(?:'s| is| are| does| do)|why|y|explain|stands? for|dangerous|safe)\b"
    r"|危险|安全|意思|含义|什么|为啥|是啥|解释|干嘛|干啥",
    re.I,
)
_MORE_THAN_IT = re.compile(r"[|;'\"<>$=]|\s--?\w")
_MOST_WORDS = 14
_MOST_LETTERS = 200  # of the same
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


_ENDED = re.compile(
    r"\b(?:exit|exited|status|returned|return)(?: (?:code|status|value|with|of))* (\d{1,3})\b"
    r"|(?:退出码|返回码|状态码|返回值)\s*(?:是|为)?\s*(\d{1,3})(?!\d)", re.I
)  # fmt: skip


def _status(number: str) -> tuple[str, tuple[str, str]]:
    return f"exit {number}", shellwords.status(int(number))


def sign(text: str) -> tuple[str, tuple[str, str]] | None:
    """A sign of the shell whose meaning is asked, with that; None where more is asked than that."""
    if len(text) > _MOST_LETTERS or len(text.split()) > _MOST_WORDS:
        return None
    if not _MEANS.search(text) or _DOES.search(text):
        return None
    quoted = [one for one in QUOTED.findall(text) if shellwords.sign(one)]
    bare = [one[0] for one in _SIGN.finditer(QUOTED.sub(" ", text)) if shellwords.sign(one[0])]
    names = list(dict.fromkeys([*quoted, *bare]))
    rest = QUOTED.sub(" ", text)
    for one in names:
        rest = rest.replace(one, " ")
    if _MORE_THAN_IT.search(rest):
        return None  # a whole line stands there
    if len(names) == 1 and (said := shellwords.sign(names[0])) is not None:
        return names[0], said
    if not names and (named := _NAMED_SIGNAL.search(text)):
        return shellwords.signal(re.sub(r"^(?:signal|number|信号|\s)+", "", named[0], flags=re.I))
    if not names and (ended := _ENDED.search(text)):
        return _status(ended[1] or ended[2])
    if not names and (own := _OWN_WORD.match(text)):
        word = own["en"] or own["zh"]
        said = shellwords.word(word) or shellwords.option(word)
        return (word, said) if said is not None and word not in _EVERYDAY else None
    return None
