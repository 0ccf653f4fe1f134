"""A program for awk or jq ends before its brackets are closed; one for sed is an address without a command."""

from __future__ import annotations

from ghost_kernel.quoting import Raw
from ghost_kernel.rules import Example, Failure, Fix, rule

CLOSES = {"{": "}", "(": ")", "[": "]"}


@rule(
    programs=["awk", "gawk", "mawk", "jq", "sed"],
    output_has=["missing }", "unexpected newline", "end of string", "unexpected $end", "unexpected end", "missing )",
                "missing command", "end of file"],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    word = next((one for one in failure.stage.operands if one.text[:1] == "'" and one.text[-1:] == "'"), None)
    if word is None or word.value is None:
        return None
    text = word.value
    if failure.program == "sed":
        if failure.has("missing command") and failure.stage.has("-n", "--quiet") and _is_address(text):
            return failure.swap(word, text + "p", why="p prints the lines of that address", confidence=0.86)
        return None
    missing = _missing(text)
    if not missing:
        return None
    return Fix(swaps=[(word, Raw(f"'{text}{missing}'"))], why=f"{missing} is missing at its end", confidence=0.88)


def _is_address(text: str) -> bool:
    return bool(text) and set(text) <= set("0123456789,$")


def _missing(text: str) -> str:
    """The brackets that are still to be closed, outside of strings; nothing when they do not pair."""
    open_: list[str] = []
    quoted = False
    for place, char in enumerate(text):
        if char == '"' and text[place - 1 : place] != "\\":
            quoted = not quoted
        elif not quoted and char in CLOSES:
            open_.append(CLOSES[char])
        elif not quoted and char in CLOSES.values() and (not open_ or open_.pop() != char):
            return ""
    return "" if quoted or len(open_) > 2 else "".join(reversed(open_))


EXAMPLES = [
    Example("awk -F: '{print $1' log", "awk: line 2: missing } near end of file", "awk -F: '{print $1}' log", 2),
    Example("jq '.a[0' x", "jq: error: syntax error, unexpected $end, expecting ']'", "jq '.a[0]' x", 3),
    Example("sed -n '4,$' log", "sed: -e expression #1, char 3: missing command", "sed -n '4,$p' log"),
    Example("awk '{print $1}}' log", "awk: syntax error, unexpected newline", None, 2),
    Example("sed '4' log", "sed: -e expression #1, char 1: missing command", None),
]
