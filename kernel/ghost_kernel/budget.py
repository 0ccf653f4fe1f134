"""How much text fits: an estimate of tokens, and ways to shorten what is too long without losing both its ends.

The estimate is four characters a token, and one for each sign of Chinese, Japanese and Korean; it is kept on the safe
side by SPARE, since code has more tokens than prose. Models of every kind are asked, so no tokenizer would be right.
"""

from __future__ import annotations

from ghost_kernel.protocol.types import Message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

SPARE = 0.9  # part of the room that is used
PER_MESSAGE = 6  # tokens a message costs beside its text
LEAST_CUT = 40  # tokens below which no message is shortened
CUT = "\n[… {} left out …]\n"


def is_wide(char: str) -> bool:
    """Whether the sign is about one token of its own: CJK, kana, hangul, full-width forms."""
    return (
        "\u2e80" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" or "\uf900" <= char <= "\uffef" or char > "\uffff"
    )


def tokens(text: str) -> int:
    """About how many tokens a text has."""
    if text.isascii():
        return (len(text) + 3) // 4
    wide = sum(map(is_wide, text))
    return wide + (len(text) - wide + 3) // 4


def ends(text: str, most: int) -> str:
    """The text in at most so many tokens: its head and its tail, with a word on what is missing between them."""
    if tokens(text) <= most:
        return text
    left = max(most - 8, 0)
    head = _part(text, left * 2 // 3)
    tail = _part(text[::-1], left - left * 2 // 3)[::-1]
    # Lines are kept whole where that costs little.
    cut = head.rfind("\n")
    head = head[:cut] if cut > len(head) // 2 else head
    cut = tail.find("\n")
    tail = tail[cut + 1 :] if 0 <= cut < len(tail) // 2 else tail
    missing = text[len(head) : len(text) - len(tail)]
    lines = missing.count("\n")
    return head + CUT.format(f"{lines} lines" if lines > 1 else f"{len(missing)} characters") + tail


def head(text: str, most: int) -> str:
    """The beginning of a text, whole lines where there are any, in at most so many tokens."""
    if tokens(text) <= most:
        return text
    part = _part(text, most)
    cut = part.rfind("\n")
    return part[:cut] if cut > 0 else part


def _part(text: str, most: int) -> str:
    """The first characters that make no more than so many tokens."""
    if text.isascii():
        return text[: most * 4]
    spent = 0.0
    for at, char in enumerate(text):
        spent += 1 if is_wide(char) else 0.25
        if spent > most:
            return text[:at]
    return text


def size(messages: Sequence[Message]) -> int:
    """About how many tokens a conversation has."""
    return sum(tokens(one.text) + PER_MESSAGE for one in messages)


def fit(messages: Sequence[Message], room: int) -> list[Message]:
    """The conversation in at most `room` tokens: the middle goes first, then the longest message loses its middle.

    What says how to behave (system), the first question and the last message stay; they are cut only where nothing
    else is left.
    """
    room = int(room * SPARE)
    kept = list(messages)
    while size(kept) > room:
        first = next((at for at, one in enumerate(kept) if one.role == "user"), 0)
        if first + 2 >= len(kept):
            break
        del kept[first + 1]
    for _ in range(len(kept) * 4):
        over = size(kept) - room
        if over <= 0:
            break
        place = max(range(len(kept)), key=lambda at: tokens(kept[at].text) * (1 if kept[at].role != "system" else 0.5))
        now = tokens(kept[place].text)
        if now <= LEAST_CUT:
            break
        kept[place] = Message(kept[place].role, ends(kept[place].text, max(now - over - 8, LEAST_CUT)))
    return kept
