"""What a sentence is after, by its own words: an answer, or a line that changes something.

It decides what may come of an answer at all: offers are made only where the person wished for something to be done, or
asked how to do it. No text that was read on the way can change that.
"""

from __future__ import annotations

VERBS = frozenset(
    "add append archive apply backup build bring change checkout clean clear clone combine commit compress convert "
    "copy create cut delete disable download drop duplicate empty enable erase execute export extract fetch fix "
    "format free generate get give import init initialise initialize install insert join kill launch link load lock "
    "make merge migrate modify mount move mv open pack patch pull purge push put reboot rebuild redo reload remove "
    "rename repair replace reset resize restart restore resume reverse revert rm rotate run save schedule send set "
    "shrink shut split squash start stash stop strip swap switch symlink sync tag tar terminate toggle truncate "
    "turn undo uninstall unmount unpack untar unzip update upgrade upload wipe write zip".split()
)
# What stands in front of a wish and says nothing of it.
POLITE = (
    "please", "kindly", "just", "now", "then", "first", "also", "and", "can you", "could you", "would you", "will you",
    "can we", "i want to", "i want you to", "i need to", "i need you to", "i would like to", "i'd like to",
    "i'd like you to", "help me", "help me to", "let's", "let us", "let me", "go ahead and", "how do i", "how do you",
    "how do we", "how can i", "how can we", "how could i", "how should i", "how would i", "how to", "show me how to",
    "tell me how to", "what is the command to", "what's the command to", "which command would", "the command to",
    "a command to", "give me a command to", "give me the command to", "quickly",
)  # fmt: skip
CHINESE = (
    "删除", "删掉", "移除", "安装", "卸载", "创建", "新建", "建立", "移动", "复制", "重命名", "改名", "修改", "更改",
    "替换", "停止", "启动", "重启", "关闭", "打开", "压缩", "解压", "清理", "清空", "修复", "更新", "升级", "合并",
    "提交", "撤销", "恢复", "下载", "上传", "设置", "转换", "运行", "执行", "杀掉", "杀死", "备份",
)  # fmt: skip
CHINESE_BEFORE = (
    "请", "帮我", "帮忙", "把", "将", "给我", "怎么", "怎样", "如何", "我想", "我要", "能不能", "可以", "所有",
)  # fmt: skip
NOT = ("不要", "别", "勿", "不能", "不许", "禁止", "是否", "有没有", "什么时候", "为什么", "谁")


def is_wish(text: str) -> bool:
    """Whether the sentence wishes for a change, or asks for the line that makes one."""
    low = " ".join(text.lower().replace("’", "'").split())
    if any(_begins_with_verb(clause) for clause in _clauses(low)):
        return True
    return any(_chinese(clause) for clause in _clauses(low.replace(" ", "")))


def _clauses(low: str) -> list[str]:
    """The parts of a sentence that may begin with a verb of their own."""
    for mark in ("?", "!", ";", ",", ":", "。", "，", "！", "？", "；", "：", "、"):
        low = low.replace(mark, "\n")
    low = low.replace(". ", "\n").replace(" and then ", "\n").replace(" and ", "\n").replace(" then ", "\n")
    return [clause.strip() for clause in low.splitlines() if clause.strip()]


def _begins_with_verb(clause: str) -> bool:
    changed = True
    while changed:
        changed = False
        for before in POLITE:
            if clause.startswith(before + " "):
                clause, changed = clause[len(before) + 1 :].lstrip(), True
    first, _, rest = clause.partition(" ")
    return first in VERBS and bool(rest)


def _chinese(clause: str) -> bool:
    if any(word in clause for word in NOT):
        return False
    at = min((clause.find(verb) for verb in CHINESE if verb in clause), default=-1)
    return at == 0 or (at > 0 and any(before in clause[:at] for before in CHINESE_BEFORE))
