"""The values that a help text, a manual page or a message lists for an option."""

from __future__ import annotations

from ghost_kernel.knowledge.completion import LETTERS, is_plain

MOST_LINES = 16
MOST_TEXT = 2000
# What is said before a list of values.
MARKS = (
    "possible values:", "possible values are", "valid values:", "valid values are", "allowed values:", "choices:",
    "choose from", "one of", "can be", "may be", "values are", "values:", "either", "allowed:", "valid options are",
    "valid choices", "supported:", "options:", "accepts",
)  # fmt: skip
BRACKETS = (("{", "}"), ("<", ">"), ("[", "]"), ("(", ")"))
_LONE = frozenset("y n on off yes no true false".split())
_NAME = LETTERS | frozenset("-_")


def values(said: str, option: str) -> list[str]:
    """The values listed where the text explains the option; each once, in the text's order."""
    for text in _entries(said, option):
        found = _in_head(text) or _behind_marks(text) or _bare_list(text)
        if found:
            return found
    return []


def _entries(said: str, option: str) -> list[str]:
    """What stands behind each mention of the option, up to the next entry; entries that define it go first."""
    defining: list[str] = []
    others: list[str] = []
    at = said.find(option)
    while at >= 0 and len(defining) + len(others) < 12:
        end = at + len(option)
        after = said[end : end + 1]
        before = said[at - 1 : at]
        if after not in _NAME and before not in _NAME:
            start = said.rfind("\n", 0, at) + 1
            head = said[start:at].strip(" \t│┃")
            (defining if not head or head[0] == "-" else others).append(_entry(said, end))
        at = said.find(option, end)
    return defining + others


def _entry(said: str, at: int) -> str:
    from ghost_kernel.knowledge.helptext.optionlist import is_next

    lines = said[at : at + MOST_TEXT].splitlines()[:MOST_LINES]
    end = 1
    while end < len(lines) and not is_next(lines, end):
        end += 1
    return "\n".join(line.strip("│┃ ") for line in lines[:end])


def _in_head(text: str) -> list[str]:
    """`--x {a,b}`, `--x=a|b`, `--x <a|b>`, `--x[=(a|b)]`: in the option's own head."""
    head = text.split("\n")[0].split("  ")[0] if not text.startswith("  ") else ""
    while head.lstrip(", ")[:1] == "-" and head.lstrip(", ")[1:2] not in ("", " "):
        # Another spelling of the same option comes first: `-k, --kind <a|b>`.
        head = head.lstrip(", ").lstrip("-").lstrip("".join(_NAME))
    for open_, shut in BRACKETS:
        inner = head.partition(open_)[2].partition(shut)[0]
        if "|" in inner or (open_ == "{" and "," in inner) or (open_ == "(" and "|" in inner):
            found = _items(inner.lstrip("=(").replace("|", ","))
            if len(found) > 1:
                return found
    bare = head.lstrip("= []").split(" ")[0]
    if "|" in bare:
        found = _items(bare.strip("[]{}()<>").split(":")[0].replace("|", ","))
        return found if len(found) > 1 else []
    if " | " in head:
        found = _items(head.lstrip("= ").replace("|", ","))
        return found if len(found) > 1 else []
    return []


def _behind_marks(text: str) -> list[str]:
    low = text.lower()
    for mark in MARKS:
        at = low.find(mark)
        while at >= 0:
            end = at + len(mark)
            fits = (at == 0 or low[at - 1] not in _NAME) and low[end : end + 1] not in _NAME
            if fits:
                rest = text[end:].lstrip(" :(")
                lines = rest.split("\n")
                if lines[0].strip() in ("", ":") or lines[0].lstrip()[:2] == "- ":
                    found = _lined([line for line in lines if line.strip()])
                else:
                    found = _items(" ".join(lines).replace("|", ","))
                if len(found) > 1:
                    return found
            at = low.find(mark, end)
    return []


def _lined(lines: list[str]) -> list[str]:
    """`- a: what it is`, one on a line."""
    found: list[str] = []
    for line in lines:
        bare = line.strip()
        if bare[:2] not in ("- ", "* ", "• "):
            if found and line.strip()[:1] in ("[", "("):
                break
            continue
        name = bare[2:].split(" ")[0].rstrip(":,")
        if not is_plain(name):
            break
        found.append(name)
    return found


def _bare_list(text: str) -> list[str]:
    """Three or more words with commas between: behind a colon, in brackets, or as a whole text of their own."""
    joined = " ".join(text.split("\n"))
    places = [place + 1 for place, char in enumerate(joined) if char in ":([" and place + 1 < len(joined)][:8]
    for place in places:
        if joined[place - 1] == ":" and joined[place] == " ":
            found = _items(joined[place:].replace("|", ","), 2, True)
            if len(found) > 1:
                return found
    gap = joined.find("  ")
    if gap >= 0:
        places.append(gap)
    words = joined.find(" ")
    if words >= 0 and "," in joined:
        places += [place for place in (joined.find(" ", words + 1), words) if place >= 0]
    for place in places:
        found = _items(joined[place:].replace("|", ","), 3, True)
        if len(found) >= 3:
            return found
    inner = joined.partition("[")[2].partition("]")[0]
    if "|" in inner:
        found = _items(inner.replace("|", ","))
        return found if len(found) > 1 else []
    return []


def _items(text: str, least: int = 2, strict: bool = False) -> list[str]:
    """The words of a list with commas, `or` and `and`; empty where the text turns out to be a sentence."""
    found: list[str] = []
    text = text.strip().lstrip(":=({[ ")
    ended = False
    for part in text.replace(" or ", ", ").replace(" and ", ", ").split(","):
        bare = part.strip()
        if not bare:
            continue
        word, ended = _item(bare, strict)
        if not word:
            if strict and not (found and ended):
                return []
            break
        if word not in found and word != "...":
            found.append(word)
        if ended:
            break
    return found if len(found) >= least or (found and set(found) <= _LONE) else []


def _item(part: str, strict: bool) -> tuple[str, bool]:
    """One word of a list, and whether the list ends with it."""
    quote = part[0]
    if quote in "'\"`‘“":
        shut = {"‘": "’", "“": "”"}.get(quote, quote)
        end = part.find(shut, 1)
        if end < 0 and quote == "`":
            end = part.find("'", 1)
        word, rest = (part[1:end], part[end + 1 :]) if end > 0 else (part[1:], "")
    else:
        end = next((place for place, char in enumerate(part) if char in " ()[]{};"), len(part))
        word, rest = part[:end], part[end:]
    rest = rest.strip()
    dotted = word.endswith(".") and quote not in "'\""
    word = word.rstrip(".:")
    if not is_plain(word) or word[0] in "-=":
        return "", True
    if rest[:1] == "(":  # a remark: (default)
        rest = rest.partition(")")[2].strip()
        return word, rest[:1] in (".", ")", "]", ";")
    if not rest:
        return word, dotted
    if rest[0] in ")]};." or rest[:1] == "|":
        return word, True
    return ("", False) if strict else (word, True)
