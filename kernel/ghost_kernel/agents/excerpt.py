"""The part of a file that a question is about: its head, and the lines around the question's words, numbered."""

from __future__ import annotations

from ghost_kernel import budget

AROUND_BEFORE = 3
AROUND_AFTER = 12
HEAD_LINES = 8
# Words of a question that say nothing of what a file holds.
PLAIN = frozenset(
    "about analyse analyze and are code does explain file find for from has have how implement implemented into its "
    "line lines look please read rust python source tell that the there these this what when where which why with work "
    "works show describe summarize summarise function functions main test program script".split()
)


def of(text: str, question: str, most: int, numbered: bool = True, is_table: bool = False) -> str:
    """The text in at most so many tokens, what the question speaks of before the rest.

    Lines around the telling ones are kept with them; in a table each line stands alone, and the head is its title.
    """
    before, after, at_head = (0, 1, 2) if is_table else (AROUND_BEFORE, AROUND_AFTER, HEAD_LINES)
    lines = text.splitlines()
    if budget.tokens(_shown(lines, range(len(lines)), numbered)) <= most:
        return _shown(lines, range(len(lines)), numbered)
    words = stems(question)
    scores = [sum(word in line for word in words) for line in (line.lower() for line in lines)]
    chosen = set(range(min(at_head, len(lines))))
    spent = budget.tokens(_shown(lines, sorted(chosen), numbered))
    for place in sorted((at for at, score in enumerate(scores) if score), key=lambda at: (-scores[at], at)):
        window = set(range(max(0, place - before), min(len(lines), place + after))) - chosen
        cost = budget.tokens(_shown(lines, sorted(window), numbered)) + 4
        if spent + cost > most:
            continue
        chosen |= window
        spent += cost
    if len(chosen) <= at_head:  # nothing of the question stands in it
        return budget.ends(_shown(lines, range(len(lines)), numbered), most)
    return _shown(lines, sorted(chosen), numbered)


def stems(question: str) -> list[str]:
    """The telling words of a question, without the endings that English puts to them."""
    import re

    found: list[str] = []
    for word in re.findall(r"[a-z_]{3,}", question.lower()):
        if word in PLAIN:
            continue
        for end in ("ing", "ed", "es", "s"):
            if word.endswith(end) and len(word) - len(end) >= 3:
                word = word[: -len(end)]
                break
        found.append(word)
    return found


def _shown(lines: list[str], places: range | list[int], numbered: bool) -> str:
    made: list[str] = []
    last = -1
    for place in places:
        if place != last + 1:
            made.append("…")
        made.append(f"{place + 1}| {lines[place]}" if numbered else lines[place])
        last = place
    if places and last < len(lines) - 1:
        made.append("…")
    return "\n".join(made)
