"""Which folder this is: where am I?"""

from __future__ import annotations

import os
import re

from ghost_kernel.sentence.normal import has_han
from ghost_kernel.skills import Answer, Example, Question, skill
from ghost_kernel.telling import code

_NOW = (
    r"(?:\s+(?:right|just)?\s*(?:now|currently|at|in|at the moment|here|exactly"
    r"|on (?:the|this) (?:disk|machine|computer|system)))*"
)
_FOLDER = r"(?:folder|directory|dir|path|place)"
_ASKED = re.compile(
    r"^(?:(?:hi|hey|hello|ok|okay|so|um|and|please|sorry|now|wait)[\s,!.]+)*"
    r"(?:(?:can|could|would) you\s+)?(?:please\s+)?(?:(?:tell|show)\s+me\s+|print\s+|i\s+forgot\s+|remind\s+me\s+)?"
    r"(?:in\s+)?"
    rf"(?:where\s+(?:am\s+i|are\s+we|i\s+am|we\s+are){_NOW}"
    rf"|(?:what|which)\s+{_FOLDER}\s+(?:am\s+i|are\s+we|i\s+am|is\s+this|this\s+is|do\s+i\s+work){_NOW}"
    rf"|(?:what(?:\s+is|'?s)\s+)?(?:the|my)\s+(?:(?:current|present)\s+)?(?:current|working|present)\s+{_FOLDER}{_NOW}"
    rf"|what(?:\s+is|'?s)\s+(?:the\s+)?(?:full\s+)?(?:name|path)\s+of\s+(?:this|the\s+current)\s+{_FOLDER})"
    r"[\s?.!]*$",
    re.I | re.A,
)
_ASKED_HAN = re.compile(
    r"^(?:请问|那个?|诶|嗨)?[,，\s]*(?:告诉我)?(?:我们?)?(?:现在|当前|目前|此刻|到底|究竟)*(?:是|又)?(?:在|处于|位于|待在)(?:了)?"
    r"(?:哪个?|哪一个|什么|啥)(?:目录|文件夹|路径|位置)(?:下|里|中|下面|里面)?(?:了)?[啊呢呀吧的]*[?？。\s]*$"
    r"|^(?:当前|现在)(?:的)?(?:工作)?(?:目录|文件夹|路径)(?:是|在)(?:什么|哪个?|哪里|哪儿|啥|多少)[啊呢呀]*[?？。\s]*$"
)


def _of(question: Question) -> Answer | None:
    """The folder that the shell is in."""
    text = question.text.strip()
    if not (_ASKED_HAN if has_han(text) else _ASKED).match(text):
        return None
    place = os.path.normpath(question.machine.resolve("."))
    is_home = place == os.path.normpath(question.machine.home or "/")
    if has_han(text):
        return Answer(f"现在在 {code(place)}" + ("，也就是你的主目录。" if is_home else "。"))
    return Answer(f"You are in {code(place)}" + (", your home folder." if is_home else "."))


@skill(whole=_of)
def answer(asked: object) -> None:
    """Nothing by frames: the sentence is read as a whole."""


EXAMPLES = [
    Example("where am I?", "You are in `"),
    Example("Hello, which directory am I in right now?", "You are in `"),
    Example("what's my current directory", "You are in `"),
    Example("我现在在哪个目录", "现在在 `"),
    Example("当前目录是什么", "现在在 `"),
    Example("where am I logged in", lacks="You are in", silent=True),
    Example("which folder is the largest", lacks="You are in", silent=True, files=["a/b"]),
]
