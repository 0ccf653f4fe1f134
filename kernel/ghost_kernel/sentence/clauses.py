"""A sentence taken apart into clauses: questions and wishes, conditions ("if it is not installed"), and prohibitions.

Where a comma or an "and" really divides two wishes is not decided here: such places are soft, and the chooser of skills
takes what it understands best.
"""

from __future__ import annotations

from ghost_kernel.sentence import words
from ghost_kernel.sentence.normal import has_han, normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ghost_kernel.sentence.arguments import Argument
    from ghost_kernel.sentence.words import Token

WISH, CONDITION, PROHIBITION = "wish", "condition", "prohibition"
HARD = frozenset(".;?!")
SOFT = frozenset(",:")
JOINTS = frozenset(
    "and then but also plus 并 并且 然后 以及 同时 另外 顺便 再 但 但是 不过 还有 接着 和 跟 与 及".split()
)
# A condition that whoever acts has to keep, more than one that is looked at.
PROVISOS = frozenset(
    "provided that|providing that|as long as|so long as|on condition that|on the condition that|assuming that|only if"
    "|只要|前提是|条件是".split("|")
)
IFS = frozenset(["in case"]) | PROVISOS | frozenset("if unless otherwise 如果 要是 若 假如 万一 若是 假设 倘若".split())
# After these an "if" is no condition: `check if it runs`.
ASKED = frozenset("WHAT WHICH WHERE WHO WHEN WHY HOW HOW_MANY HOW_MUCH".split())
ASKING = frozenset("CHECK SHOW EXPLAIN FIND".split())
ASKING_WORDS = frozenset("know see sure wonder wondering tell me us curious ask".split())
THENS = frozenset("就 便 那么 那就 才".split())  # behind a condition: what follows is wished
FORBIDDING = frozenset(
    "not no never without dont 不要 别 不用 请勿 勿 不 不能 不准 不许 无需 不必 没必要 "
    "不得 不可 切勿 严禁 禁止 不应".split()
)
POLITE = frozenset("could would can might will please know happen find manage".split())
WISHING = frozenset("我想 想 要 我要 想要 想知道 可以 能 方便 您方便 有空 能够".split())
# These say how things are as often as how they shall be: `not online`.
DENYING = frozenset("not no never 不 不能".split())
MODAL = frozenset("must should shall may ought have need".split())
ACTS = {
    "INSTALL": "no_install", "UPDATE": "no_install", "DOWNLOAD": "no_install", "DELETE": "no_delete",
    "REMOVE": "no_delete", "KILL": "no_services", "STOP": "no_services", "RESTART": "no_services",
    "START": "no_services", "CHANGED": "no_change", "EDIT": "no_change", "CREATE": "no_change", "RUN": "no_change",
    "CLEAN": "no_delete", "ROOT": "no_privilege", "FIX": "no_change", "MOVE": "no_change", "RENAME": "no_change",
    "EXTRACT": "no_change", "COMPRESS": "no_change", "COPY": "no_change", "OVERWRITE": "no_delete",
    "REPLACE": "no_delete",
}  # fmt: skip
AUXILIARY = frozenset("have has had is are was were be been does did can could would will should".split())
DOING = frozenset("doing do touch touching act acting anything 动 动手 操作 执行 真 动它 乱动".split())
THEM = frozenset("it its they them this that 它 它们 这个 那个 他 其 该".split())


# An act that somebody orders with the first word of a sentence.
ORDERS = frozenset(
    "open close set change mount unmount add connect disconnect schedule create make configure forward block allow "
    "switch write put give".split()
)


class Clause:
    """Tokens that belong together, with what kind of clause they are."""

    __slots__ = ("kind", "tokens", "hard", "is_asked")

    def __init__(self, kind: str, tokens: Sequence[Token], hard: bool, is_asked: bool = False) -> None:
        self.kind = kind
        self.tokens = list(tokens)
        self.hard = hard  # what stands before it divides it from the clause before for certain
        self.is_asked = is_asked  # a question mark ends it

    def __repr__(self) -> str:
        return f"{self.kind}{'!' if self.hard else ''}{self.tokens}"

    @property
    def weight(self) -> float:
        """How much is said in it."""
        return sum(one.weight for one in self.tokens)

    @property
    def concepts(self) -> frozenset[str]:
        """All that is meant in it."""
        return frozenset[str]().union(*[one.concepts for one in self.tokens])

    @property
    def is_negated(self) -> bool:
        """Whether it denies."""
        return any("NOT" in one.concepts for one in self.tokens)

    @property
    def forbids(self) -> list[str]:
        """The constraints it lays down, in the protocol's words."""
        found = [ACTS[one] for one in sorted(self.concepts) if one in ACTS]
        if "STAY" in self.concepts or "KEEP" in self.concepts:
            return ["no_delete"]  # what is to stay may be read and copied
        if "ONLINE" in self.concepts:
            found.append("no_network")
        if not found and _is_banned(self.tokens) and any(one.low in HARMLESS for one in self.tokens):
            return []
        return found or ["no_change"]


class Sentence:
    """A text as it was understood word by word."""

    __slots__ = ("typed", "text", "clauses", "is_chinese")

    def __init__(self, typed: str, is_name: Callable[[str], bool] | None = None) -> None:
        self.typed = typed
        self.text = normal(typed)
        every = words.tokens(self.text, is_name or (lambda word: False))
        self.clauses = _divided(every, is_name or (lambda word: False))
        self.is_chinese = has_han("".join(one.text for one in every if one.kind not in ("quoted", "path")))

    def arguments_of(self, kinds: frozenset[str]) -> list[Argument]:
        """The arguments of these kinds."""
        return [one for one in self.arguments if one.kind in kinds]

    @property
    def wanted(self) -> str:
        """The text without what it forbids, and without conditions."""
        text = self.text
        for one in reversed(self.clauses):
            # Nor does a condition say what is to be done.
            if one.kind in (PROHIBITION, CONDITION) and one.tokens:
                text = text[: one.tokens[0].start] + text[one.tokens[-1].end :]
        return text

    @property
    def arguments(self) -> list[Argument]:
        """All arguments."""
        return [one.argument for part in self.clauses for one in part.tokens if one.argument is not None]


def _divided(tokens: list[Token], is_name: Callable[[str], bool]) -> list[Clause]:
    found: list[Clause] = []
    part: list[Token] = []
    kind, hard = WISH, True

    def close(next_hard: bool, next_kind: str = WISH, is_asked: bool = False) -> None:
        nonlocal part, kind, hard
        if any(one.kind != "sign" for one in part):
            is_later = bool(found) or kind == CONDITION
            if (kind == WISH and (_forbids(part) or (is_later and (_is_spared(part) or _is_banned(part))))) or (
                is_later and _preserves(part, kind)
            ):
                kind = PROHIBITION
            found.append(Clause(kind, part, hard, is_asked))
            hard = next_hard
        else:
            hard = hard or next_hard
        part, kind = [], next_kind

    for at, one in enumerate(tokens):
        if one.kind == "sign" and one.low in HARD:
            close(True, is_asked=one.low == "?")
        elif one.kind == "sign" and one.low in SOFT:
            close(False)
        elif one.low in IFS and _is_polite(tokens[at + 1 : at + 3]):
            part.append(one)
        elif (one.low in IFS and _begins_condition(part)) or (one.low == "provided" and not part):
            close(False, CONDITION)
        elif one.low == "的话" and part:
            kind = CONDITION
            close(False)
        elif one.low in JOINTS or (kind == CONDITION and part and one.low in THENS):
            close(False)
        elif (
            kind == WISH
            and part
            and one.low in FORBIDDING
            and _forbids(tokens[at : at + 5])
            and _said(part)
            and not _denies(part)
            and not (found and _is_bare(part))
        ):
            close(False)
            part.append(one)
        else:
            part.append(one)
    close(True)
    for clause, after in zip(found, found[1:]):
        said = [one for one in clause.tokens if one.weight > 0]
        if said and all(one.kind == "quoted" or (one.kind == "unknown" and is_name(one.text)) for one in said):
            after.hard = False  # a name alone says no more than what the next clause is about
    for clause in found:
        first = next((one for one in clause.tokens if one.kind != "sign" and one.weight > 0), None)
        if first is not None and first.low in ORDERS:
            first.concepts = first.concepts | {"ORDER"}
    return found


def _is_bare(part: list[Token]) -> bool:
    """Names of things alone: nothing is done with them and nothing asked of them."""
    speaking = ACTS.keys() | ASKED | ASKING | {"EXIST"}
    return not any(one.concepts & speaking and one.weight > 0.2 for one in part) and not any(
        one.concepts & ASKED for one in part
    )


def _is_spared(part: list[Token]) -> bool:
    """`an existing file must not be overwritten`, `原来的文件不要动`: what is forbidden stands behind its object."""
    at = next((n for n, one in enumerate(part) if one.low in FORBIDDING), -1)
    before = [one for one in part[: max(at, 0)] if one.kind != "sign"]
    if not before or not _is_bare(before):
        return False
    is_ordered = before[-1].low in MODAL or not part[at].text.isascii() or before[-1].low in ("should", "may", "shall")
    return is_ordered and _forbids(part[at:])


# What is not to be shown is left out of what is: that is no order about how it is done.
CHOOSING = frozenset("FIND SHOW WHICH CONTENT WITH EXCEPT NAME ENDING SIZE FILE STANDS_IN LISTING".split())
HARMLESS = frozenset("ask explain follow wait worry tell repeat prompt".split())
CHOSEN = frozenset("include count match start begin end belong show list print contain have be".split())


def _is_banned(part: list[Token]) -> bool:
    """`…, but do not open a pager`: behind a wish, an order not to do something is none of it, whatever the verb is."""
    rest = [one for one in part if one.kind != "sign"]
    if [one.low for one in rest[:2]] != ["do", "not"] or len(rest) < 3:
        return False
    verb = rest[2]
    return not verb.concepts & CHOOSING and verb.low not in CHOSEN and verb.text.isascii() and verb.text.isalpha()


def _preserves(part: list[Token], kind: str) -> bool:
    """`provided that the originals stay where they are`, `the rest must remain untouched`: nothing of it may go."""
    if any(one.concepts & ASKED for one in part):
        return False
    stays = any("STAY" in one.concepts for one in part)
    keeps = any("KEEP" in one.concepts for one in part)
    has_modal = any(one.low in MODAL or one.low in ("will", "要", "必须", "得") for one in part)
    return (stays and (kind == CONDITION or has_modal)) or (keeps and kind == CONDITION)


def _is_told(rest: list[Token]) -> bool:
    """`files not modified for a month`: a participle says how things are, no order has one."""
    after = [one for one in rest[1:3] if one.kind == "word"]
    if after and after[0].low == "be":
        return False  # `must not be changed`
    return (
        rest[0].low in ("not", "never")
        and bool(after)
        and after[0].low.endswith(("ed", "ten"))
        and len(after[0].low) > 4
    )


def _said(part: list[Token]) -> bool:
    return any(one.weight >= 0.5 for one in part)


def _denies(part: list[Token]) -> bool:
    """`has not been changed` says what is, `do not change` what shall be."""
    return any(one.low in AUXILIARY for one in [one for one in part if one.kind != "sign"][-2:])


def _is_polite(after: list[Token]) -> bool:
    """`if you could tell me …`, `如果我想看 …，`: a wish, dressed as a condition."""
    lows = [one.low for one in after]
    if lows[:1] == ["you"] or lows[:1] == ["you could"]:
        return lows[:1] == ["you could"] or bool(set(lows[1:2]) & POLITE)
    return (
        bool(set(lows[:1]) & WISHING)
        or any(one.startswith(("我想", "我要")) for one in lows[:1])
        or (lows[:1] == ["我"] and bool(set(lows[1:2]) & WISHING))
    )


def _begins_condition(part: list[Token]) -> bool:
    """Whether an `if` here is a condition: it stands first, or what is before it is a whole wish already."""
    if not part:
        return True
    last = next((one for one in reversed(part) if one.kind != "sign"), None)
    if last is None:
        return True
    return _said(part) and not (ASKING & last.concepts) and last.low not in ASKING_WORDS


def _forbids(part: list[Token]) -> bool:
    """`do not install it`, `without changing anything`, `先别装`: a denial of an act, said as an order."""
    rest = [one for one in part if one.kind != "sign"]
    if not rest:
        return False
    while rest and (rest[0].kind == "stop" or rest[0].low in ("do", *MODAL)) and rest[0].low not in FORBIDDING:
        rest = rest[1:]
    if not rest:
        return False
    if rest[0].concepts & ACTS.keys() and any(one.low in ("nothing", "none") for one in rest[1:3]):
        return True  # `but delete nothing`
    if rest[0].low in ("need", "necessary") or (len(rest) > 1 and rest[0].low == "no" and rest[1].low == "need"):
        rest = rest[1:]
    # `只看不动`: the act that is allowed stands before the one that is not.
    while rest and rest[0].low not in FORBIDDING and "CHECK" in rest[0].concepts:
        rest = rest[1:]
    if not rest or rest[0].low not in FORBIDDING or _is_told(rest):
        return False
    is_order = rest[0].low not in DENYING or any(one.low == "do" for one in part[: part.index(rest[0])])
    if is_order and any("ONLINE" in one.concepts for one in rest[1:3]):
        return True
    return any((ACTS.keys() & one.concepts or one.low in DOING) and one.low not in FORBIDDING for one in rest[1:5])
