"""Which skills answer a sentence, and the answer made of what they say.

A sentence may hold several wishes about one thing, conditions and prohibitions. What is understood best as a whole is
taken; when too much is left that no skill explains, nobody answers: a wrong answer is worse than none.
"""

from __future__ import annotations

import itertools

from ghost_kernel.knowledge import ordinary, things
from ghost_kernel.question import Answer
from ghost_kernel.sentence import CONDITION, PROHIBITION, WISH, Sentence, arguments
from ghost_kernel.sentence.arguments import Argument
from ghost_kernel.sentence.normal import has_han
from ghost_kernel.skill import Asked
from ghost_kernel.skills import _library, _matching, _remarks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from ghost_kernel.machine import Machine
    from ghost_kernel.question import Question
    from ghost_kernel.sentence import Clause
    from ghost_kernel.sentence.words import Token
    from ghost_kernel.skill import Skill
    from ghost_kernel.skills._matching import Match

FLOOR = 0.74  # of one wish: how much of it its frame explains
LEAST = 0.72  # of the whole sentence
# The same where a sentence that nobody understands well is read for its gist: see _matching.match.
LOOSE_FLOOR = 0.75
LOOSE_LEAST = 0.7
LOOSE_MARGIN = 0.05  # how much better than the next skill's the best one's frame has to fit then
NEXT = 0.12  # how much worse the next skill may fit, where the best has nothing to say
TIE = 0.004
NAMED = 0.3  # what a name behind `called` says
JOINED = 0.35  # what it costs to read one wish as two, in words unexplained
ASIDE = 0.6  # a clause that says no more than this may stay unexplained: thanks, greetings
REMARK = 0.3  # of its weight, for a statement that stands beside a question
ALONE = 0.8  # how much of a sentence has to be explained whose asides were left out
MOST_CLAUSES = 8
MOST_SAID = 1000  # letters; who says more than that tells a model
MOST_ASIDES = 24  # ways to leave something out that are tried
MOST_HOW = 120
# Who names what there is to be seen wants it seen, and no line for it.
LOOKING = frozenset(
    "ss ps df du ls less cat head wc who free find printenv lsof dmesg journalctl history lsusb lspci dpkg apt "
    "cal".split()
)
IN_PLACE = frozenset(["path"])  # or with the file named that it is to be done to


class Wish:
    """A part of a sentence that a skill answers; `condition` is what must hold for it to be said."""

    __slots__ = ("tokens", "matches", "before", "condition")

    def __init__(self, tokens: list[Token], matches: list[Match], before: list[Token]) -> None:
        self.tokens = tokens
        self.matches = matches
        self.before = before
        self.condition: Clause | None = None


class Reading:
    """How a sentence is understood: its wishes, what it forbids, and how much of it that explains."""

    __slots__ = ("sentence", "wishes", "constraints", "unexplained", "total", "left_out")

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.wishes: list[Wish] = []
        self.constraints: set[str] = set()
        self.unexplained = 0.0
        self.total = 0.0
        self.left_out: set[int] = set()  # where the words of a story begin that a comma divides from its question

    @property
    def share(self) -> float:
        """How much of what is said is explained, from 0 to 1."""
        return 1.0 - self.unexplained / self.total if self.total else 0.0


def answer(
    question: Question, folder: str = "", log: Callable[[str], None] | None = None, is_gist_enough: bool = True
) -> Answer | None:
    """See skills.answer."""
    say = log or (lambda text: None)
    return answer_with(question, _library.skills(folder, say), say, is_gist_enough)


def answer_with(
    question: Question, every: Sequence[Skill], say: Callable[[str], None], is_gist_enough: bool = True
) -> Answer | None:
    """The answer of these skills."""
    for one in every:
        if one.whole is not None:
            said = one.whole(question)
            if said is not None:
                return said
    if len(question.text) > MOST_SAID:
        return None
    if "/" in question.text:
        from ghost_kernel.skills import _slashes

        plain = _slashes.without(question.text, question.machine)
        question = question if plain == question.text else _shorter(question, plain)
    reading = read(question, every)
    ways = [reading] if reading.wishes and reading.share >= LEAST else []
    if _remarks.has_story(reading.sentence):
        told = read(question, every, is_story_left_out=True)
        # `Nginx refused to start. What is in its log?`: what `its` stands for is said in the story. Nor is a statement
        # answered where a question stands beside it.
        is_of_story = any(all(one.start in told.left_out for one in wish.tokens) for wish in reading.wishes)
        is_first = is_of_story or _remarks.points_back(told.sentence)
        if told.wishes and told.share >= ALONE:
            ways.insert(0 if is_first else len(ways), told)
    for way in ways:
        said = _told(question, way, say)
        if said is not None:
            return said
    said = _beside(question, every, reading, say) or _as_how(question, every, say)
    if said is not None or not is_gist_enough:
        return said
    loose = read(question, every, is_loose=True)
    said = _told(question, loose, say) if loose.wishes and loose.share >= LOOSE_LEAST else None
    return said or _beside(question, every, reading, say, is_loose=True)


# Of no particular thing: `keep a job alive after logout` asks how it is done, though it does not say so.
_ANY = frozenset("a an any some every multiple several two into to between".split())
_ONE = frozenset("the this that these those my our is are was were did has have".split())
_ASKING = frozenset(
    "how what which who whose where when why whether is are do does can could should would what's who's where's".split()
)
_ASKING_HAN = "? ？ 吗 呢 什么 哪 谁 几 多少 为何 为啥 怎 如何 咋 是否".split()


def _as_how(question: Question, every: Sequence[Skill], say: Callable[[str], None]) -> Answer | None:
    """The answer of who tells how something is done, to an act that is named with nothing to do it to."""
    text = question.text.strip()
    said = {one.strip(",.;:!") for one in text.lower().split()}
    if len(text) > MOST_HOW or said & _ASKING or any(one in text for one in _ASKING_HAN):
        return None
    is_any = bool(said & _ANY) and not said & _ONE
    if not (has_han(text) or is_any or Sentence(text).arguments_of(IN_PLACE)):
        return None
    asking = _shorter(question, ("怎么" if has_han(text) else "how to ") + text)
    reading = read(asking, [one for one in every if one.name == "howto"])
    if len(reading.wishes) != 1 or reading.share < ALONE:
        return None
    told = _told(asking, reading, say)
    line = told.text.removeprefix("```\n").split() if told is not None else []
    return None if not line or line[0] in LOOKING else told


def _shorter(question: Question, text: str, constraints: Collection[str] = ()) -> Question:
    """The question in other words; what is forbidden stays forbidden."""
    from ghost_kernel.question import Question as Asking

    return Asking(
        text, question.machine, sorted({*question.constraints, *constraints}), question.dialect,
        question.last_failure, question.names, question.variables,
    )  # fmt: skip


def _beside(
    question: Question, every: Sequence[Skill], whole: Reading, say: Callable[[str], None], is_loose: bool = False
) -> Answer | None:
    """The answer to a sentence without what it says beside its question; what it forbids stays forbidden."""
    from ghost_kernel.sentence import asides

    for text, left_out in itertools.islice(asides.without(whole.sentence.text), MOST_ASIDES):
        if _remarks.asks(left_out):
            continue
        shorter = _shorter(question, text, whole.constraints)
        reading = read(shorter, every, is_loose)
        if reading.wishes and reading.share >= ALONE:
            said = _told(shorter, reading, say)
            if said is not None:
                return said
    return None


def read(
    question: Question, every: Sequence[Skill], is_loose: bool = False, is_story_left_out: bool = False
) -> Reading:
    """How the sentence is understood with these skills; loosely, what is unexplained counts less.

    A story around a question may be left out: the question takes names and files from it, and it wants no answer.
    """
    machine = question.machine

    own = {one.name for one in question.names}

    def is_name(word: str) -> bool:
        if word in own or word.lstrip("$") in question.variables:
            return True
        return machine.keep(("is name", word), lambda: things.is_name(machine, word))

    reading = Reading(Sentence(question.text, is_name))
    _places(reading.sentence, machine)
    _variables(reading.sentence, question)
    _strangers(reading.sentence, machine)
    pending: Clause | None = None
    group: list[Clause] = []
    before: list[Token] = []

    def take() -> None:
        nonlocal group, before, pending
        if is_story_left_out and _remarks.is_story(group):
            told = [token for clause in group for token in clause.tokens]
            before = [*[one for one in told if one.argument is not None or is_name(one.text)], *before]
            group = []
            return
        if is_story_left_out and (length := _remarks.story_before(reading.sentence, group)):
            told = [token for clause in group[:length] for token in clause.tokens]
            reading.left_out.update(one.start for one in told)
            before = [*[one for one in told if one.argument is not None or is_name(one.text)], *before]
            group = group[length:]
        for wish, lost, weight in _split(group, every, is_name, before, is_loose):
            reading.total += weight
            reading.unexplained += lost
            if wish is not None:
                wish.condition, pending = pending, None
                reading.wishes.append(wish)
                before = [*wish.tokens, *[one for one in before if one.argument is not None or one.kind == "unknown"]]
        group = []

    for at, clause in enumerate(reading.sentence.clauses):
        if clause.kind == PROHIBITION:  # wherever it stands
            reading.constraints.update(clause.forbids)
            continue
        if at >= MOST_CLAUSES:
            continue
        if clause.kind == CONDITION:
            take()
            pending = clause
            before = [*clause.tokens, *before]
            if not _is_condition_known(clause):
                reading.total += clause.weight
                reading.unexplained += clause.weight / 2
            continue
        if clause.hard and group:
            take()
        group.append(clause)
    take()
    if pending is not None and reading.wishes and reading.wishes[-1].condition is None and len(reading.wishes) > 1:
        reading.wishes[-1].condition = pending
    return reading


# What stands right behind these is a text or a part of a name, whatever else the word may mean.
LITERAL = frozenset(
    "named called containing contains contain mentioning mentions mention saying says 叫 名为 叫做 "
    "名叫 带 包含 含有 含 提到 "
    "写着 写了 写有 写到 名字带 带有 提及 出现 出现了".split()
)


ARTICLES = frozenset(["a", "an"])
NAMING = frozenset("named called 叫 名为 叫做 名叫".split())


def _places(sentence: Sentence, machine: Machine) -> None:
    """Words that name a file or folder here, or a kind of file by its ending, are that as well as what they mean."""
    for clause in sentence.clauses:
        is_swap = "REPLACE" in clause.concepts and any(
            "FILE" in one.concepts or one.kind in ("path", "extension") for one in clause.tokens
        )
        for before, one in zip(clause.tokens, clause.tokens[1:]):
            if before.low in LITERAL and one.kind == "word" and one.text.isascii() and " " not in one.text:
                one.kind, one.concepts, one.weight = "unknown", frozenset(), 1.0
            if before.low in NAMING and one.kind == "unknown" and one.text.isascii():
                one.weight = NAMED  # a name that is said to be one is no strange word
            if is_swap and one.kind == "unknown" and one.text.isascii() and one.argument is None:
                one.weight = NAMED  # `replace foo with bar in a.txt`: texts, whatever they say
            if before.low in ARTICLES and one.kind == "unknown" and one.text.islower() and one.text.isalpha():
                # Names have no article: `stop a nosebleed` speaks of no service.
                one.is_ordinary = not things.is_name(machine, one.text)
    for one in [token for clause in sentence.clauses for token in clause.tokens]:
        lead = sentence.text[max(0, one.start - 2) : one.start]
        if one.kind == "word" and lead in ("--", " -") and len(one.text) > 2:
            # An option's name is no word of the sentence: nothing is deleted by `--delete` in it.
            one.kind, one.concepts, one.weight = "sign", frozenset(), 0.0
        if one.kind == "quoted" and " " in one.text and machine.is_file(one.text):
            one.argument = Argument("path", one.start, one.end, one.text)  # no text that is looked for is called so
        if one.argument is not None or one.kind not in ("word", "unknown") or len(one.text) < 2 or " " in one.text:
            continue
        if machine.exists(one.text):
            one.argument = Argument("path", one.start, one.end, one.text)
        elif one.kind == "unknown" and (ending := arguments.ending(one.low)):
            one.argument = Argument("extension", one.start, one.end, ending)


def _variables(sentence: Sentence, question: Question) -> None:
    """A word in capitals that is a variable's name is nothing else: `PATH`, `HOME`."""
    for one in [token for clause in sentence.clauses for token in clause.tokens]:
        if one.kind == "word" and one.text.isupper() and len(one.text) > 2 and one.text in question.variables:
            one.kind, one.concepts, one.weight, one.argument = "unknown", frozenset(), 1.0, None


# Where one of these is said, a word of everyday English may be the name of what is not here, or a text that is looked
# for: `which package has dot`, `search for needle in hay`.
OF_ANYTHING = frozenset("PACKAGE INSTALL INSTALLED PROGRAM COMMAND PROVIDE MODULE GIT FIND CONTENT TIMES".split())
# Right behind one of these it is a name, whoever gave it: `the service invoices`.
OF_NAMES = frozenset("BEGINS SERVICE PROCESS USER GROUP FILE FOLDER NAME VARIABLE".split())
STRANGER = 1.2  # how much of a sentence a word is that nobody here understands


def _strangers(sentence: Sentence, machine: Machine) -> None:
    """Marks words of everyday English that nobody understands and that name nothing here: `customs`, `relationship`."""
    every = [token for clause in sentence.clauses for token in clause.tokens if token.kind != "stop"]
    if any(one.concepts & OF_ANYTHING for one in every):
        return
    asked = [
        one
        for before, one in zip([None, *every], every)
        if one.kind == "unknown" and one.argument is None and one.text.isascii() and one.text.islower()
        and one.weight > NAMED
        and not (before is not None and (before.low in LITERAL or before.concepts & OF_NAMES))
    ]  # fmt: skip
    known = ordinary.among(one.text for one in asked)
    for one in asked:
        if one.text in known and not things.is_close(machine, one.text):
            one.is_ordinary, one.weight = True, STRANGER


def _split(
    clauses: Sequence[Clause],
    every: Sequence[Skill],
    is_name: Callable[[str], bool],
    before: list[Token],
    is_loose: bool = False,
) -> list[tuple[Wish | None, float, float]]:
    """The clauses as wishes, joined or apart as they are explained best: wish, weight unexplained, weight."""
    size = len(clauses)
    best: list[tuple[float, list[tuple[Wish | None, float, float]]]] = [(0.0, [])]
    for end in range(1, size + 1):
        found: list[tuple[float, list[tuple[Wish | None, float, float]]]] = []
        for start in range(end):
            tokens = [one for clause in clauses[start:end] for one in clause.tokens]
            cost, parts = best[start]
            lent = [one for clause in clauses[:start] for one in clause.tokens] + before
            part = _wish(tokens, every, is_name, lent, is_loose)
            found.append((cost + part[1] + JOINED, [*parts, part]))
        best.append(min(found, key=lambda one: (round(one[0], 3), len(one[1]))))
    return best[size][1]


def _wish(
    tokens: list[Token],
    every: Sequence[Skill],
    is_name: Callable[[str], bool],
    before: list[Token],
    is_loose: bool = False,
) -> tuple[Wish | None, float, float]:
    weight = sum(one.weight for one in tokens)
    floor = LOOSE_FLOOR if is_loose else FLOOR
    matches = [one for one in _matching.best(every, tokens, is_name, before, is_loose) if one.score >= floor]
    if is_loose and len(matches) > 1 and matches[0].score - matches[1].score < LOOSE_MARGIN:
        matches = []
    if is_loose:
        matches = matches[:1]
    if len(matches) > 1 and matches[0].score - matches[1].score < TIE:
        # Of two that fit alike neither is known to be meant; the person's own goes first.
        own = [one for one in matches[:2] if one.skill in every[: len(every) - len(_library.builtin(_quiet))]]
        matches = own[:1] if len(own) == 1 else []
    if not matches and before and {one for token in tokens for one in token.concepts} == {"WHY"}:
        return None, 0.0, 0.0  # `if not, why?`: whoever tells what is not so tells why as well
    if not matches:
        counted = 0.0 if weight <= ASIDE else weight * (REMARK if _remarks.is_remark(tokens) else 1.0)
        return None, counted, counted
    return Wish(tokens, matches, before), matches[0].total - matches[0].covered, matches[0].total


def _quiet(text: str) -> None:
    """For where it was said before."""


def _is_condition_known(clause: Clause) -> bool:
    return bool(
        clause.concepts
        & {"INSTALLED", "INSTALL", "RUNNING", "FAILED", "NOT", "LISTENING", "EXIST", "DOWN", "WRONG", "YES", "MISSING"}
    )


def _told(question: Question, reading: Reading, log: Callable[[str], None]) -> Answer | None:
    """The answers of all wishes, in their order; what was said once is not said again."""
    paragraphs: list[str] = []
    found = Answer("")
    names = [wish.matches[0].skill.name for wish in reading.wishes]
    constraints = question.constraints | reading.constraints
    for at, wish in enumerate(reading.wishes):
        if wish.condition is not None and found.text and not _holds(question, wish):
            continue
        said = _asked(question, reading, wish, constraints, names[:at] + names[at + 1 :], log)
        if said is None:
            # `why does it not bind, who has the port`: who tells the one has told the other.
            is_why = any("WHY" in one.concepts for one in wish.tokens)
            if at == 0 and (len(reading.wishes) == 1 or not (is_why or _remarks.is_remark(wish.tokens))):
                return None
            continue
        _add(paragraphs, said.text.strip().split("\n\n"))
        found.text = "\n\n".join(paragraphs)
        known = [one.command for one in found.offers]
        found.offers += [one for one in said.offers if one.command not in known]
    return found if found.text else None


def _add(paragraphs: list[str], parts: list[str]) -> None:
    """Adds what is new; a line that was shown already goes with the words that lead to it."""
    for part, after in zip(parts, [*parts[1:], ""]):
        leads_to_known = part.endswith((":", "：")) and after.startswith("    ") and after in paragraphs
        if part not in paragraphs and not leads_to_known:
            paragraphs.append(part)


def _asked(
    question: Question,
    reading: Reading,
    wish: Wish,
    constraints: frozenset[str],
    others: list[str],
    log: Callable[[str], None],
) -> Answer | None:
    """What the best skill that has an answer says."""
    for match in wish.matches:
        if match.score < wish.matches[0].score - NEXT:
            break
        asked = Asked(
            question, wish.tokens, reading.sentence.is_chinese, match.frame, match.things, wish.before,
            frozenset(constraints), others, reading.sentence.wanted,
        )  # fmt: skip
        try:
            said = match.skill(asked)
        except Exception as error:  # a skill of the person's may raise anything
            from ghost_kernel.errors import Stopped

            if isinstance(error, Stopped):
                raise
            log(f"skill {match.skill.name} raised {type(error).__name__}: {error}")
            continue
        if said is not None:
            return said
    return None


def _holds(question: Question, wish: Wish) -> bool:
    """Whether the condition before a wish holds; where that cannot be told it is taken to."""
    assert wish.condition is not None
    thing = wish.matches[0].things[:1]
    if not thing:
        return True
    from ghost_kernel.knowledge import services

    concepts, negated = wish.condition.concepts, wish.condition.is_negated
    seen = services.seen(question.machine, thing[0])
    if concepts & {"INSTALLED", "INSTALL", "EXIST"}:
        return seen.is_installed != negated
    if "MISSING" in concepts:
        return seen.is_installed == negated
    if concepts & {"RUNNING", "LISTENING"}:
        return seen.is_running != negated
    if concepts & {"DOWN", "FAILED"}:
        return not seen.is_running
    return True


assert WISH
