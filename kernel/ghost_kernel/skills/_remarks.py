"""What stands beside a question and changes nothing of it, told apart from a second question and from an order."""

from __future__ import annotations

from ghost_kernel.sentence import WISH, Sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.sentence import Clause
    from ghost_kernel.sentence.words import Token

# What is left out must not be a question or an order of its own.
_ASKING = frozenset("WHAT WHICH WHO WHERE WHEN WHY HOW HOW_MUCH HOW_MANY HOW_LONG BEYOND ORDER".split())
_ACTING = frozenset("DELETE REMOVE KILL STOP RESTART INSTALL UPDATE MOVE RENAME COPY EDIT".split())


def asks(text: str) -> bool:
    """Whether a part of a sentence is a question or an order, so that it cannot be left out."""
    if "?" in text or "？" in text:
        return True
    tokens = [one for clause in Sentence(text).clauses for one in clause.tokens]
    first = next((one for one in tokens if one.weight > 0), None)
    return any(one.concepts & _ASKING and one.weight > 0.2 for one in tokens) or (
        first is not None and bool(first.concepts & _ACTING)
    )


def is_remark(tokens: Sequence[Token]) -> bool:
    """A statement about how things are, beside what is asked: `I get a 504`, `我不会看`."""
    said = [one for one in tokens if one.kind != "sign"]
    if not said or any(one.concepts & _ASKING or one.low in ("吗", "么", "呢") for one in said):
        return False
    first = next((one for one in said if one.weight > 0), said[0])
    if first.concepts & _ACTING or first.concepts & {"FIND", "SHOW", "CHECK", "EXIST"} or first.low in ("吗", "没"):
        return False
    lows = [one.low for one in said[:3]]
    return any(one in _SUBJECTS for one in lows) or any(one in _SUBJECTS_HAN for one in lows[:2])


def is_story(clauses: Sequence[Clause]) -> bool:
    """Whether a sentence of its own is told before a question or behind it: it neither asks, orders nor forbids."""
    return sum(len(one.tokens) for one in clauses) >= LEAST_TOLD and all(_is_told(one) for one in clauses)


def has_story(sentence: Sentence) -> bool:
    """Whether a question stands beside such a sentence, or behind such clauses."""
    clauses = sentence.clauses
    if not any(one.is_asked for one in clauses):
        return False
    starts = [at for at, one in enumerate(clauses) if one.hard or at == 0]
    groups = [clauses[start:end] for start, end in zip(starts, [*starts[1:], len(clauses)])]
    return any(is_story(group) or story_before(sentence, group) for group in groups)


def story_before(sentence: Sentence, clauses: Sequence[Clause]) -> int:
    """How many clauses of a Chinese sentence are told before the question: a comma divides there what elsewhere a full
    stop does. `同一个程序用 a.conf 正常，用 b.conf 就很慢，这两个文件哪里不一样？`
    """
    if not sentence.is_chinese:
        return 0
    for at in range(len(clauses) - 1, 0, -1):
        before, rest = clauses[at - 1], clauses[at:]
        between = sentence.text[before.tokens[-1].end : rest[0].tokens[0].start]
        if "," in between + before.tokens[-1].text + rest[0].tokens[0].text and is_story(clauses[:at]):
            # `是不是在这里？` says too little without what was told.
            is_whole = any(_asks_of_it(one) for one in rest[:1]) and rest[0].weight >= LEAST_ASKED
            return at if is_whole else 0
    return 0


def _asks_of_it(clause: Clause) -> bool:
    return any(one.concepts & _ASKING or one.concepts & _ASKED or one.low in ("吗", "么") for one in clause.tokens)


def points_back(sentence: Sentence) -> bool:
    """Whether a question says `it` of what was told in a sentence before it, and names nothing itself."""
    told: list[Clause] = []
    for clause in sentence.clauses:
        if told and clause.hard and any(_IT & set(one.low.split()) for one in clause.tokens) and is_story(told):
            return not any(one.argument is not None or one.kind == "unknown" for one in clause.tokens)
        told.append(clause)
    return False


def _is_told(clause: Clause) -> bool:
    said = [one for one in clause.tokens if one.kind != "sign"]
    if clause.is_asked or clause.kind != WISH or any(one.low in ("吗", "么", "呢") for one in said):
        return False
    if _is_forgotten(said):
        return True
    first = next((one for one in said if one.weight > 0), None)
    # `Nginx refused to start` tells, `show nginx` orders.
    if first is None or first.concepts & _ORDERING or said[0].low in _ASKED_OF_US:
        return False
    asking = _ASKING - {"BEYOND"} if said[-1].low == "了" else _ASKING  # what is done is not asked for
    return not any((one.concepts & asking and one.weight > 0.2) or "WORLD" in one.concepts for one in said)


def _is_forgotten(said: Sequence[Token]) -> bool:
    """`I can't remember where I put it`, `忘了放在哪`: no question, whatever it is that is not known."""
    lows = [one.low for one in said[:6]]
    return bool(set(lows) & _FORGOTTEN) and (
        not lows[0].isascii() or (lows[0] in ("i", "we") and not any("ORDER" in one.concepts for one in said))
    )


_FORGOTTEN = frozenset(
    "forget forgot forgotten remember recall 忘 忘了 忘记 忘记了 记不得 不记得 记不清 想不起来".split()
)
_ASKED = frozenset(["CHECK", "YES", "DIFFERENCE"])
_IT = frozenset("it its them their 它 它的 它们 该 这个 那个".split())
_ASKED_OF_US = frozenset(
    ["show me", "tell me", "give me", "can you", "could you", "would you", "find out", "please", "请", "帮我", "请帮我"]
)
LEAST_ASKED = 0.9  # the weight of a word that says something
LEAST_TOLD = 4  # words; fewer are a heading: `oom kills? syslog`
_ORDERING = _ACTING | frozenset(
    "FIND SHOW CHECK EXIST EXPLAIN COMPRESS EXTRACT CREATE SORT REPLACE CLEAN START".split()
)
_SUBJECTS = frozenset(
    "i my we our the it this that there he she they somebody someone people everything nothing a".split()
)
_SUBJECTS_HAN = frozenset("我 我的 我们 这 这个 那个 它 他 大家 用户 客户".split())
