"""A wish, and behind it the question which command does that: read as one question how it is done."""

from __future__ import annotations

import re

# `I want to watch a log grow. Which command do I use for that?`, `我想…，该用什么命令？`: the same in two sentences.
_COMMAND_BEHIND = re.compile(
    r"\s*[.;,!-]+\s*(?:so\s+|and\s+)?(?:(?:what|which)\s+(?:command|cmd|program|tool|one-?liner)s?\s+"
    r"(?:(?:do|should|can|would|could|must|shall)\s+(?:i|we|you|one)\s+(?:use|run|type|need|enter|take|call|recommend|suggest)"
    r"|does|is)(?:\s+(?:for|to\s+do|it|the\s+one\s+for))?(?:\s+(?:that|this|it|so|here))?"
    r"|how\s+(?:do|can|would|could|should)\s+(?:i|we|you|one)\s+(?:do|manage|achieve|accomplish|go\s+about)\s+(?:that|this|it|so)"
    r"|how\s+is\s+(?:that|this|it)\s+done"
    r"|what(?:\s+is|'?s)\s+the\s+(?:command|cmd|line|one-?liner)(?:\s+(?:for|to\s+do)\s+(?:that|this|it))?)\s*[?.]*$",
    re.I,
)
_COMMAND_BEHIND_HAN = re.compile(
    r"\s*[,.;]\s*(?:请问|那|我|该|应该|要|得|可以|能)*(?:(?:用|使用|敲|输入|执行|打)(?:什么|哪个|哪条|啥|哪一条)(?:样的)?(?:命令|指令|工具)"
    r"|(?:有)?(?:什么|哪条|哪个|啥)(?:命令|指令)(?:可以|能|好用)?(?:做到|实现|办到|完成)?|(?:命令|指令)(?:是什么|是啥|怎么写|咋写|怎么敲)"
    r"|(?:怎么|咋|如何)(?:做|办|弄|搞|操作|实现)(?:到)?)(?:比较好|合适|好|呢|才行|啊|呀)?\s*[?.]*$"
)
_WANTED = re.compile(
    r"^(?:(?:so|ok|hi|hey|hello|well)[,\s]+)*(?:i|we)(?:'d|\s+would|\s+should)?\s+(?:want|need|have|like|wish|plan|am\s+trying|try|love|must)"
    r"(?:\s+to)?\s+(?=[a-z])|^(?:我|我们|咱们?)?(?:现在)?(?:想要?|要|需要|打算|得)(?=[^知了问])", re.I
)  # fmt: skip


def joined(text: str, is_chinese: bool) -> str:
    """What is wanted as a question how it is done, where the command for it is asked for behind it."""
    pattern, how = (_COMMAND_BEHIND_HAN, "怎么") if is_chinese else (_COMMAND_BEHIND, "how to ")
    found = pattern.search(text)
    wanted = _WANTED.match(text) if found is not None else None
    if found is None or wanted is None or "?" in text[: found.start()]:
        return text
    return how + text[wanted.end() : found.start()]
