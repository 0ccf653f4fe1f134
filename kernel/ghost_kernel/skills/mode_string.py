"""What the letters or the number of a file's rights mean: `drwxr-xr-x`, `chmod 640`."""

from __future__ import annotations

import re

from ghost_kernel.question import Answer
from ghost_kernel.sentence.normal import has_han
from ghost_kernel.skills import Asked, Example, Question, frame, skill
from ghost_kernel.telling import code

_LETTERS = re.compile(r"(?<![\w-])([-dlbcps]?)((?:[r-][w-][xsStT-]){3})(?![\w-])")
_NUMBER = re.compile(r"(?<![\w.])0?([0-7]{3})(?![\w.])")
_ASKS = re.compile(r"\b(?:mean|means|stand|stands|letters|explain|what)\b|意思|含义|代表|什么|解释", re.I)
_RIGHTS = re.compile(r"\b(?:permissions?|mode|chmod|rights)\b|权限", re.I)
_KINDS = {"d": ("a folder (directory)", "目录"), "l": ("a link", "链接"), "-": ("a file", "文件"),
          "b": ("a block device", "块设备"),
          "c": ("a character device", "字符设备"), "p": ("a pipe", "管道"), "s": ("a socket", "套接字")}  # fmt: skip


def whole(question: Question) -> Answer | None:
    """The answer, where such letters stand in a sentence that asks for their meaning."""
    text = question.text
    if not _ASKS.search(text):
        return None
    chinese = has_han(text)
    found = _LETTERS.search(text)
    if found is not None:
        return Answer(_told(found[0], found[1], found[2], chinese))
    number = _NUMBER.search(text)
    if number is None or not _RIGHTS.search(text) or len(text.split()) > 9 or "/" in text or "." in text:
        return None
    letters = "".join(("r" if int(one) & 4 else "-") + ("w" if int(one) & 2 else "-") + ("x" if int(one) & 1 else "-")
                      for one in number[1])  # fmt: skip
    return Answer(_told(f"{number[1]} ({letters})", "", letters, chinese))


def _told(shown: str, kind: str, letters: str, chinese: bool) -> str:
    rows = []
    if kind:
        english, han = _KINDS[kind]
        rows.append(f"- {code(kind)}：{han}" if chinese else f"- {code(kind)}: {english}")
    for who, three in zip((("its owner", "所有者"), ("its group", "同组用户"), ("everybody else", "其他人")),
                          (letters[:3], letters[3:6], letters[6:])):  # fmt: skip
        may = _may(three, kind == "d", chinese)
        rows.append(f"- {code(three)}：{who[1]}{may}" if chinese else f"- {code(three)}: {who[0]} {may}")
    head = f"{code(shown)}：" if chinese else f"{code(shown)}:"
    return f"{head}\n\n" + "\n".join(rows)


def _may(three: str, is_folder: bool, chinese: bool) -> str:
    words = [
        ("list it", "可以列出内容") if is_folder else ("read it", "可以读"),
        ("write: make and delete what is in it", "可以写（新建、删除其中的文件）")
        if is_folder
        else ("write it", "可以写"),
        ("enter it (the right to execute)", "可以进入（执行权限）") if is_folder else ("execute it", "可以执行"),
    ]
    can = [word[chinese] for word, letter in zip(words, three) if letter not in "-ST"]
    more = []
    if three[2] in "sS":
        more.append("以所有者或组的身份运行" if chinese else "it runs with its owner's or group's rights")
    if three[2] in "tT":
        more.append("只有文件的所有者能删除" if chinese else "only owners may delete what is in it")
    if not can:
        return "什么都不能做" if chinese else "may do nothing"
    joined = "、".join([*can, *more]) if chinese else ", ".join([*can, *more])
    return joined if chinese else f"may {joined}"


@skill(frame("PERMISSION", "EXPLAIN", "quoted", prior=-0.3), whole=whole)
def answer(asked: Asked) -> str | None:
    """Nothing: the letters are found in the sentence itself."""
    return None


EXAMPLES = [
    Example("what do the letters drwxr-x--- mean", ["a folder", "everybody else may do nothing"]),
    Example("-rw-r--r-- 是什么意思", ["文件", "可以读"]),
    Example("what does chmod 640 mean", ["rw-r-----", "its group may read it"]),
    Example("which files have the permissions of a.txt", silent=True, files=["a.txt"]),
]
