"""How well a frame fits the tokens of a wish: what it explains of them, against what it leaves unexplained."""

from __future__ import annotations

from ghost_kernel.sentence import lexicon
from ghost_kernel.skill import KINDS, THING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ghost_kernel.sentence.words import Token
    from ghost_kernel.skill import Frame, Skill

# What asks for words about something, and may yet be met by looking: `summarise the errors in app.log`.
SUMMED = frozenset(["EXPLAIN", "HOW"])
# Said beside every question without changing it.
ALWAYS = frozenset("CHECK SHOW EXIST YES WHAT WHICH HOW_MUCH THAT".split())
# A word for a kind of thing is never the name of one, whatever programs are called.
CLASSES = frozenset(
    "PROGRAM PACKAGE SERVICE PROCESS FILE FOLDER COMMAND MACHINE PORT CHECK YES SHOW NEWER OLDER HERE ALL CPU MEMORY "
    "DISK".split()
)
# What excludes a frame however loosely a sentence is read: acts, and questions of another kind.
HARD = frozenset(
    "WHY HOW DELETE REMOVE KILL STOP RESTART INSTALL UPDATE CREATE MOVE RENAME COPY COMPRESS EXTRACT "
    "REPLACE ORDER BEYOND  "
    "FIX WHEN HOW_LONG VERSION".split()
)
SLACK = 0.3  # of its weight, for what is left unexplained, where a sentence is read loosely
EXCLUDED = 0.06  # what each word costs then that speaks for another question
MOST_STRANGE = 1  # words then that nobody knows
PER_NEED = 0.04  # of two frames that explain as much, the one that asks for more is the better
UNKNOWN = 0.5  # of its weight, for a name that nothing here and no table knows
STRANGE = 0.1  # of each more of them: two strange words are seldom two names
WORD_AS_NAME = 0.1  # a word with a meaning is seldom meant as the name of a program
INHERITED = 0.9  # what a wish takes over from the one before counts a little less


class Match:
    """A skill's frame, laid over a wish."""

    __slots__ = ("skill", "frame", "score", "covered", "total", "things", "inherits")

    def __init__(
        self, skill: Skill, frame: Frame, score: float, covered: float, total: float, things: list[str], inherits: bool
    ) -> None:
        self.skill = skill
        self.frame = frame
        self.score = score
        self.covered = covered
        self.total = total
        self.things = things
        self.inherits = inherits

    def __repr__(self) -> str:
        return f"{self.skill.name} {self.score:.2f} ({self.covered:.1f} of {self.total:.1f}) {self.things}"


def match(
    skill: Skill,
    frame: Frame,
    tokens: Sequence[Token],
    is_name: Callable[[str], bool],
    before: Sequence[Token] = (),
    is_loose: bool = False,
) -> Match | None:
    """The frame over the tokens; None when something it needs is not said, or something it excludes is.

    `before` are the tokens of the wish before, from which a thing, a port or a path may be taken over. Loosely, what
    the frame has no use for counts half, and of what it excludes only acts and the great question words exclude.
    """
    said = [one for one in tokens if one.weight > 0 or one.concepts]
    # A word of several meanings speaks against a frame only where none of them is for it; a name speaks against none.
    meant = frame.helps.union(*frame.needs)
    never = frame.never - {"ORDER"}
    wanted = (frame.helps - never).union(*frame.needs)
    excluded = [one for one in said if never & one.concepts and not wanted & one.concepts and one.argument is None]
    if excluded and (not is_loose or any(one.concepts & never & HARD for one in excluded)):
        return None
    if any("WORLD" in one.concepts for one in said):
        return None
    if any("BEYOND" in one.concepts and not one.concepts & meant & SUMMED for one in said):
        return None  # to be written, judged or told of the world: no look at this machine answers it
    if "DIFFERENCE" not in meant and any("DIFFERENCE" in one.concepts for one in said):
        return None  # what tells two things apart is not told by looking at one of them
    if "ORDER" in frame.never and _orders(said):
        return None
    used = _assign(frame.needs, said, is_name, strict=True)
    inherits = False
    if used is None and before:
        lent = [one for one in before if one.argument is not None or one.kind == "unknown" or _named(one, is_name)]
        used = _assign(frame.needs, [*said, *lent], is_name, strict=True)
        inherits = used is not None
    is_bent = False
    if used is None and not is_loose:
        # A word that the frame has no use for is the likelier name.
        useless_first = sorted(said, key=lambda one: not meant.isdisjoint(one.concepts) or bool(one.concepts & ALWAYS))
        used = _assign(frame.needs, useless_first, is_name, strict=False)
        is_bent = True
    if used is None:
        return None
    if is_loose and not _is_anchored(frame, used, said, is_name):
        return None
    if frame.only is not None and not frame.only(tokens):
        return None
    total = sum(one.weight for one in said)
    helps = meant | ALWAYS
    covered = 0.0
    things: list[str] = []
    takes_thing = any(THING in need for need in frame.needs) or THING in frame.takes
    extra: list[str] = []
    for one in said:
        as_thing = takes_thing and used.get(id(one)) in (THING, None) and _is_thing(one, is_name, said)
        if id(one) in used:
            is_strange = (
                used[id(one)] == THING and one.kind == "unknown" and one.argument is None and not is_name(one.text)
            )
            covered += one.weight * (UNKNOWN if is_strange else 1.0)
            if used[id(one)] == THING:
                things.append(one.argument.text if one.argument is not None else one.text)
        elif one.concepts & helps or not frame.takes.isdisjoint(one.kinds) or _is_known(frame, one):
            covered += one.weight
        elif as_thing:
            covered += one.weight * (STRANGE if one.kind == "unknown" and not is_name(one.text) else 1.0)
            extra.append(one.argument.text if one.argument is not None else one.text)
    if is_loose:
        total = covered + (total - covered) * SLACK
    if inherits:
        for one in before:
            if used.get(id(one)) == THING:
                things.append(one.argument.text if one.argument is not None else one.text)
    things += [one for one in extra if one not in things]
    if len(things) > 1:  # beside a name that is one, a strange word is none
        quoted = {one.argument.text for one in said if one.kind == "quoted" and one.argument is not None}
        described = _described(said, is_name)
        things = [one for one in things if one in quoted or (is_name(one) and one not in described)] or things
    if total <= 0:
        return None
    share = covered / total
    # A need of one word in a sentence of one word is little to go by.
    score = share * (INHERITED if inherits else 1.0) + PER_NEED * len(frame.needs) + frame.prior
    score -= WORD_AS_NAME * is_bent + EXCLUDED * len(excluded)
    return Match(skill, frame, score, covered, total, things, inherits)


def _is_anchored(frame: Frame, used: dict[int, str], said: Sequence[Token], is_name: Callable[[str], bool]) -> bool:
    """Whether what was said holds enough to go by: two plain words of its, or a name or an argument of its."""
    weighty = [one for one in said if id(one) in used and one.weight >= 0.8]
    named = [
        one
        for one in weighty
        if (one.argument is not None and one.kind not in ("number", "count", "quoted"))
        or (one.kind == "unknown" and is_name(one.text))
    ]
    rest = [one for one in said if id(one) not in used and one.weight >= 0.8 and not one.concepts & frame.helps]
    if any(used.get(id(one)) == THING and one.kind == "unknown" and not is_name(one.text) for one in said):
        return False
    # A file, a port, an address that nobody has a use for: the question is about that.
    if any(one.argument is not None and one.kind not in ("number", "count") and one.kinds.isdisjoint(frame.takes)
           for one in rest):  # fmt: skip
        return False
    strange = sum(
        one.is_ordinary or (one.kind == "unknown" and one.argument is None and not is_name(one.text)) for one in rest
    )
    # What was taken for a slip of the fingers may be another word altogether.
    strange += sum(one.kind == "word" and one.text.isascii() and one.low != one.text.lower() for one in said)
    if len(frame.needs) == 1 and rest and not named:
        return False
    return strange <= MOST_STRANGE + bool(named) and (
        len(weighty) > 1 or (bool(named) and len(frame.needs) > 1) or len(rest) < 2
    )


def _is_known(frame: Frame, one: Token) -> bool:
    """Whether a word that nobody else explains stands in the skill's own table."""
    if frame.known is None or one.kind != "unknown" or one.argument is not None:
        return False
    known = frame.known()
    return one.low in known or (not one.text.isascii() and any(part in known for part in _parts(one.text)))


def _parts(text: str) -> list[str]:
    return [text[at : at + size] for size in (1, 2, 3, 4) for at in range(len(text) - size + 1)]


def _described(said: Sequence[Token], is_name: Callable[[str], bool]) -> set[str]:
    """Names right before a strange word, with which they describe something: the `mail` of `the mail robot`."""
    found: set[str] = set()
    for one, two in zip(said, said[1:]):
        if one.kind == two.kind == "unknown" and one.end + 1 == two.start and one.text.isascii() and two.text.isascii():
            found |= set() if is_name(two.text) else {one.text}
    return found


def _orders(said: Sequence[Token]) -> bool:
    """Whether something is to be done; to be told something is none of that."""
    return any("ORDER" in one.concepts for one in said) and not any("SHOW" in one.concepts for one in said)


def _assign(
    needs: Sequence[frozenset[str]], tokens: Sequence[Token], is_name: Callable[[str], bool], strict: bool
) -> dict[int, str] | None:
    """A token for each need, no token for two; by token what it was taken as. None when there is no such way."""
    if not all(any(_serves(one, need, strict, is_name, tokens) for one in tokens) for need in needs):
        return None  # at once: the ways to place the other needs may be many
    used: dict[int, str] = {}
    return used if _placed(needs, 0, used, tokens, is_name, strict) else None


def _placed(
    needs: Sequence[frozenset[str]], at: int, used: dict[int, str], tokens: Sequence[Token],
    is_name: Callable[[str], bool], strict: bool,
) -> bool:  # fmt: skip
    """Places the needs from `at` on. No function within another: one that calls itself is garbage of a kind that is
    seldom collected, and this is asked for each frame.
    """
    if at == len(needs):
        return True
    for one in tokens:
        if id(one) in used:
            continue
        taken = _serves(one, needs[at], strict, is_name, tokens)
        if taken:
            used[id(one)] = taken
            if _placed(needs, at + 1, used, tokens, is_name, strict):
                return True
            del used[id(one)]
    return False


def _serves(
    one: Token, need: frozenset[str], strict: bool, is_name: Callable[[str], bool], tokens: Sequence[Token]
) -> str:
    """As what the token serves the need; empty when it does not. Not strict, a word with meaning may be a name."""
    meant = one.concepts & need
    if meant:
        return min(meant)
    if taken := one.kinds & need:
        return min(taken)
    if THING in need and (_is_thing(one, is_name, tokens) if strict else _named(one, is_name)):
        return THING
    return ""


def _is_thing(one: Token, is_name: Callable[[str], bool], tokens: Sequence[Token]) -> bool:
    """Whether the token can only be a name: quoted, or of Latin letters and in no dictionary, ours included."""
    if one.kind == "quoted":
        return True
    if one.kind == "unknown":
        return one.text.isascii() and not one.is_ordinary
    return False


def _named(one: Token, is_name: Callable[[str], bool]) -> bool:
    """Whether a word that has a meaning is a name as well: `find`, `time`, `docker`; or a path's last part."""
    plain = one.kind == "word" and one.text.isascii() and " " not in one.text and len(one.text) > 1
    return plain and one.concepts.isdisjoint(CLASSES) and is_name(one.text)


def best(
    skills: Sequence[Skill],
    tokens: Sequence[Token],
    is_name: Callable[[str], bool],
    before: Sequence[Token] = (),
    is_loose: bool = False,
) -> list[Match]:
    """The best frame of each skill that fits at all, the best first."""
    found = []
    for one in skills:
        fits = [fit for each in one.frames if (fit := match(one, each, tokens, is_name, before, is_loose)) is not None]
        if fits:
            found.append(max(fits, key=lambda fit: fit.score))
    return sorted(found, key=lambda fit: -fit.score)


assert ALWAYS <= lexicon.CONCEPTS
assert THING in KINDS
