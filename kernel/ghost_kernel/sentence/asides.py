"""What a sentence says beside its question: greetings, reasons, purposes, remarks. Each way to leave them out.

Only for sentences that nobody understands as a whole; what is left out is looked at by the chooser, which leaves out no
second question and no order.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_WHO = r"(?:i|we|you|my|our|the|it|there|he|she|they|this|that|someone|somebody|people|a|an|some)"
# Who asked for it, and what it is for: `my boss wants to know …`, `for the inventory: …`, `老板问…`, `要填一张表：…`.
_SOMEBODY = r"(?:(?:my|our|the|some|a)\s+\w+(?:\s+\w+)?|i|we|they|he|she|somebody|someone|everybody|people|[a-z]+)"
_CUTS = [
    rf"^(?:\w+[,\s]+)?{_SOMEBODY}\s+(?:(?:just|really|now|also|always|keeps?)\s+)*(?:wants?|wanted|needs?|needed|would\s+like|likes?"
    r"|asks?|asked|asking|told|begs?|has|have|was|were|am|been)(?:\s+(?:me|us|asked|told|been))*\s+(?:to\s+(?:know|find\s+out|see|learn|hear"
    r"|be\s+told|check|tell\s+\w+|report|say))[,:]?\s+(?=\w)",
    rf"^(?:\w+[,\s]+)?{_SOMEBODY}\s+(?:just\s+|keeps\s+)?(?:asks?|asked|asking|wonders?|wondered)(?:\s+(?:me|us))?[,:]?\s+(?=(?:which|what|how"
    r"|who|where|when|whether|if)\b)",
    r"^(?:for|to)\s+[^?:]{2,60}:\s+(?=\w)",
    r"^[\u3400-\u9fff]{1,8}?(?:想知道|想了解|要知道|在问|问我们?|问|(?:让|叫|要|催)我们?(?:查|看|报|问|确认|统计|汇报)?(?:一下|下)?)[,:]?\s*(?=[\w\u3400-\u9fff])",
    r"^(?:我|我们)?(?:要|得|需要|正在|在|为了|准备)[^,?:]{2,20}[,:]\s*(?=\S)",
    r"\s*\([^()]*\)|\s*（[^（）]*）",
    r"[,;]?\s+(?:or\s+(?:what|something|so|not|no|nah|is\s+it\s+just\s+me)|what\s+now|you\s+know|right|innit|(?:i\s+)?(?:can\s*not|do\s+not)\s+(?:remember|recall|know)|i\s+(?:forgot|think|guess|believe)|not\s+sure"
    r"|iirc|kindly|pray|quick(?:ly)?"
    r"|asap|just\s+the\s+gist|thank\s?s?|thank\s+you(?:\s+\w+){0,4}|cheers|if\s+(?:possible|any|so|you\s+\w+(?:\s+\w+){0,3}))"
    r"[\s.!?]*$",
    rf"[,;]?\s+(?:because|since|so\s+that|so|in\s+order\s+to|before|after|while|when|as|whenever)\s+{_WHO}\b[^?]*",
    rf"^(?:because|since|before|after|while|when|as|whenever|now\s+that|if)\s+{_WHO}\b[^,?]*,\s*",
    r"^(?:因为|由于|自从|既然|刚才|等会儿?|待会儿?|如果|要是)[^，,?]*[，,]\s*",
    r"[，,](?:因为|我想|我要|我得|好让|以便|不然|免得|省得|谢谢|多谢|麻烦|急|在线等|我不)[^，,]*$",
    r"\s+[-–—]+\s+[^?]*$",
]
# Who asks whether there is enough says for what, and no more than that.
_ENOUGH = re.compile(r"\b(?:enough|left|free|room|space|sufficient|available|spare|memory|ram)\b", re.I | re.A)
_PURPOSE = (
    r"\s+(?:to|for|so)\s+(?:(?:a|an|the|my|our|some|new|another|more|all|this|that)\b|[a-z]+\s+(?:a|an|the|my|some|new"
    r"|another|more)\b)[^?,]*"
)


# `do not install htop, just tell me how`: how that would be done, of which nothing is to happen.
_ONLY_HOW = re.compile(
    r"^(?:please\s+)?do\s+not\s+([^,;.?]{3,80}?)\s*[,;.]\s*(?:but\s+)?(?:just|only)\s+(?:tell|show|explain)(?:\s+to)?"
    r"(?:\s+me)?\s+how(?:\s+to(?:\s+do)?(?:\s+(?:it|that|so))?|\s+it\s+is\s+done|\s+it\s+works)?\s*[.!?]*$",
    re.I | re.A,
)


def without(text: str) -> Iterator[tuple[str, str]]:
    """Each shorter text, with what was left out; the least is left out first."""
    seen = {text}
    shorter = text
    how = _ONLY_HOW.match(text)
    if how is not None:
        yield f"how to {how[1]}", ""
    for pattern in [*_CUTS, *([_PURPOSE] if _ENOUGH.search(text) else [])]:
        for from_ in dict.fromkeys((shorter, text)):
            found = re.search(pattern, from_, re.I | re.A)
            if found is None or found.group() == from_:
                continue
            rest = (from_[: found.start()] + " " + from_[found.end() :]).strip(" ,;，")
            if rest and rest not in seen:
                seen.add(rest)
                shorter = rest
                yield rest, found.group()
    joined = re.sub(r"(?<=\w)[.!?]+\s+(?=\S)", ", ", text)
    if joined != text:
        yield joined, ""
    sentences = [one for one in re.split(r"(?<=[.!?])\s+", text) if one]
    if len(sentences) > 1:
        for at in range(len(sentences) - 1, -1, -1):
            others = " ".join(sentences[:at] + sentences[at + 1 :])
            if sentences[at] not in seen:
                yield sentences[at], others
