"""What can be asked here: a few examples, in the language of the question."""

from __future__ import annotations

import re

from ghost_kernel.sentence.normal import has_han
from ghost_kernel.skills import Answer, Asked, Example, Question, frame, skill

MOST = 60  # characters; who says more asks about something
_ASKED = re.compile(
    r"^\W*(?:(?:hi|hey|hello|ok|so|and|please|ghost)\W+)*"
    r"(?:what (?:else )?(?:can|could|do) (?:you|ghost)(?: (?:actually|all))? (?:do|help(?: me)? with|answer|offer)"
    r"(?: for me)?|what (?:can|could|may|should) i ask(?: (?:you|ghost|here))?|how can you help(?: me)?"
    r"|what (?:kind of |sort of )?questions (?:can i ask|do you answer|can you answer)(?: you)?"
    r"|what are you (?:good|able) (?:for|at|to do)|help(?: me)?|what do you know)\W*$"
    r"|^\W*(?:请问|那|你好\W*)?(?:你|ghost)?\s*(?:都|到底)?(?:能|会|可以|能够)(?:帮我)?(?:做|干|回答|帮我)?(?:些|点)?"
    r"(?:什么|啥|哪些事|哪些问题)(?:事|问题|忙)?(?:呢|啊|呀)?\W*$"
    r"|^\W*我?(?:能|可以)问(?:你)?(?:些)?(?:什么|啥|哪些问题)\W*$|^\W*(?:你有(?:什么|哪些)(?:用|功能|本事)|帮助)\W*$",
    re.I,
)
_ENGLISH = """\
I look at this machine and answer. For example:

- is nginx running?
- what is using port 8080?
- how full is the disk?
- which folder takes the most room?
- what changed here in the last hour?
- where is python3?
- why did that fail?
- what does `tar xzf a.tgz` do?
- how do I unpack a.tar.gz?

What would change something I only offer. `ghost ask --help` shows more."""
_CHINESE = """\
我看看这台机器，然后回答。比如：

- nginx 在运行吗
- 8080 端口被谁占了
- 磁盘满了吗
- 哪个目录占空间最多
- 今天改了哪些文件
- python3 装在哪里
- 刚才为什么报错
- `tar xzf a.tgz` 是什么意思
- 怎么解压 a.tar.gz

会改动东西的，我只给出命令，不会自己运行。`ghost ask --help` 里还有更多。"""


def whole(question: Question) -> Answer | None:
    """The examples, where nothing else is asked."""
    text = question.text
    if len(text) > MOST or _ASKED.match(text) is None:
        return None
    return Answer(_CHINESE if has_han(text) else _ENGLISH)


@skill(frame("WHAT", "MEANING", "EFFECT", "EXPLAIN", "USE", prior=-1.0), whole=whole)
def answer(asked: Asked) -> str | None:
    """Nothing: only a whole sentence asks for it."""
    return None


EXAMPLES = [
    Example("what can you do?", ["is nginx running?", "how full is the disk?"]),
    Example("hi ghost, what can I ask?", "For example"),
    Example("你能做什么", "磁盘满了吗"),
    Example("你会些什么呢？", "比如"),
    Example("what can you do about a full disk", silent=True),
    Example("what does tar do?", silent=True),
]
