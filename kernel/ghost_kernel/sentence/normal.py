"""A sentence as it is compared: one width of letters, one kind of quote, no contractions.

Places are kept: every reader works on the text this gives, and nothing afterwards changes its length.
"""

from __future__ import annotations

import re

# Forms of characters that are written otherwise where most people write Chinese; slips of their keyboards.
_FORMS = str.maketrans({"麽": "么", "麼": "么", "檔": "档", "裡": "里", "裏": "里", "嗎": "吗", "個": "个", "這": "这"})
_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "「": '"', "」": '"', "『": '"', "』": '"', "«": '"', "»": '"', "´": "'"}
)
_STOPS = str.maketrans({"。": ". ", "；": "; ", "、": ", ", "【": "[", "】": "]", "《": '"', "》": '"', "…": " "})
# What is said in one breath, taken apart; `n't` and the like stand for every verb.
_SHORT = [
    (re.compile(r"\bcan'?t\b", re.I), "can not"),
    (re.compile(r"\bwon't\b", re.I), "will not"),
    (re.compile(r"(?<=[a-z])n't\b", re.I), " not"),
    (re.compile(r"\b(do|is|does|are|did|was|has|have|could|should|would)nt\b", re.I), r"\1 not"),
    (re.compile(r"\b(what|where|who|how|when|why|that|there|it|here)'?s(?=\s)", re.I), r"\1 is"),
    (re.compile(r"\b(what|where|who|how|they|you|we)'re\b", re.I), r"\1 are"),
    (re.compile(r"\b(i|you|we|they)'ve\b", re.I), r"\1 have"),
    (re.compile(r"\bi'm\b", re.I), "i am"),
    (re.compile(r"\b(i|you|we|they|it)'(?:d|ll)\b", re.I), r"\1"),
    (re.compile(r"\bgimme\b", re.I), "give me"),
    (re.compile(r"\bwanna\b", re.I), "want to"),
    (re.compile(r"\bu\b(?!\s*盘)"), "you"),
    (re.compile(r"\bpls\b|\bplz\b", re.I), "please"),
    (re.compile(r"(?<=[a-z0-9])'s\b(?!')", re.I), " of"),
    (re.compile(r"\bhow\s+2\s+(?=[a-z])", re.I), "how to "),
    (
        re.compile(
            r"\b(?:make|create|get|want|need|like|have|keep|put|take|give)(?:\s+me)?\s+(?:a|an|another|one|some)\s+"
            r"(?:(?:second|spare|backup|safety|quick|exact)\s+)?cop(?:y|ies)\s+of\b",
            re.I,
        ),
        "copy",
    ),
    # A word that is named as one is looked for, whatever it means.
    (
        re.compile(
            r"\b(contain(?:s|ing)?|mention(?:s|ing)?|with|has|have|hold(?:s|ing)?|says?|saying|for|find)\s+(?:the|a)\s+"
            r"(?:word|string|term|phrase)\s+([a-z0-9][\w.-]*)(?=\s*(?:$|[?!,;]|\.(?:\s|$)|\s(?:in|inside|within|below|under"
            r"|here|anywhere|somewhere)\b))",
            re.I | re.A,
        ),
        r'\1 "\2"',
    ),
    # What is looked for in one file is a text; in a folder, what is written in capitals is.
    (
        re.compile(
            r"\b((?:search|grep|look|scan)\s+for)\s+(?:the\s+)?(?!(?:files?|lines?|all|any|a|an|the)\b)([a-z_][\w-]*)"
            r"(?=\s+in\s+(?:the\s+)?(?:file\s+)?\S*\w\.[a-z]{1,5}\s*[?.!]*$)",
            re.I | re.A,
        ),
        r'\1 "\2"',
    ),
    (re.compile(r"\b((?i:search\s+for|grep\s+for|find|look\s+for))\s+([A-Z][A-Z_-]{2,})(?=\s+in\s+\S)"), r'\1 "\2"'),
    (re.compile(r"(?<=[\u3400-\u9fff])((?:搜索|查找|搜|找)(?:一下)?)\s*([A-Z][A-Z_-]{2,})(?![\w.])"), r'\1 "\2"'),
    (re.compile(r"(?<!\S)w/o\b", re.I), "without"),
    (re.compile(r"(?<!\S)w/(?=\s|[a-z])", re.I), "with "),
    (re.compile(r"(?<=[a-z]) (?:n|'n'?|&) (?=[a-z])", re.I), " and "),
    (re.compile(r"(?<=[a-z]) \+ (?=[a-z])", re.I), " and "),
]


_YES_OR_NO = re.compile(r"\s*[,;-]+\s*(?:yes or no|y/n|right or wrong|true or false)\W*$", re.I)
_COMMAND_FIRST = re.compile(
    r"^(?:(?:what|which)(?:\s+is|'s)?\s+|give\s+me\s+|tell\s+me\s+)?(?:the\s+|a\s+)?(?:shell\s+|linux\s+|bash\s+|right\s+)?"
    r"(?:commands?|cmds?|one-?liner)\s+(?:to|for|that)\s+(?:do\s+)?", re.I,
)  # fmt: skip
_COMMAND_LAST = re.compile(
    r"(?:\s*[,;:]\s*(?:(?:what|which)\s+(?:is\s+the\s+)?|the\s+)?(?:command|cmd|one-?liner)|(?<=\w)\s+cmd)\s*\?*$", re.I
)
# Without one of these nobody asks behind a wish how it is done.
_CUES = "command cmd one-liner oneliner program tool how How 命令 指令 工具 怎么 如何 咋".split()
# `忙不忙`: whether it is so. Those that stand in the lexicon as a word are left to it.
_EITHER = re.compile(r"([忙满热卡慢快多少稳重烫够急新旧])不\1(?![\u4e00-\u9fff]不)")
_HAS = re.compile(r"([死起开停坏崩满断变动成])没\1")


def is_han(char: str) -> bool:
    """Whether it is a character of Chinese."""
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff"


def has_han(text: str) -> bool:
    """Whether Chinese stands in the text."""
    return any(map(is_han, text))


def normal(text: str) -> str:
    """The text with full-width letters and signs made narrow, quotes made plain and contractions taken apart."""
    if not text.isascii():
        import unicodedata  # its tables weigh as much as half the lexicon, and plain text has nothing to be made narrow

        text = unicodedata.normalize("NFKC", text.translate(_QUOTES).translate(_STOPS))
        text = text.translate(_QUOTES).translate(_FORMS)
    text = _YES_OR_NO.sub("", text)
    text = text.replace("神么", "什么").replace("甚么", "什么")
    # `sorting by column, command?`: how it is done is asked, whatever the order of the words.
    text = (
        _COMMAND_LAST.sub("", _COMMAND_FIRST.sub("how to ", text))
        if not _COMMAND_LAST.search(text)
        else ("how to " + _COMMAND_LAST.sub("", text))
    )
    if any(one in text for one in _CUES):
        from ghost_kernel.sentence import behind  # its patterns weigh more than most sentences need

        text = behind.joined(text, has_han(text))
    text = _EITHER.sub(r"\1吗", _HAS.sub(r"\1了吗", " ".join(text.split())))
    # What is quoted stays as it was typed.
    parts = re.split(r"(`[^`]*`|\"[^\"]*\"|(?<![A-Za-z0-9])'[^']*'(?![A-Za-z0-9]))", text)
    for at in range(0, len(parts), 2):
        for pattern, plain in _SHORT:
            parts[at] = pattern.sub(plain, parts[at])
    return "".join(parts)
