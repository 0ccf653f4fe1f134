"""What a skill file is written with: `skill`, `frame`, `Asked` and `Example`.

A skill says which sentences it is for (frames of concepts and arguments, never wordings) and what it answers (one
function). docs/skills.md is the manual; sentence/lexicon.py has the concepts.
"""

from __future__ import annotations

from ghost_kernel.question import Answer, Offer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Union

    from ghost_kernel.machine import Machine
    from ghost_kernel.question import Question
    from ghost_kernel.sentence.arguments import Argument
    from ghost_kernel.sentence.words import Token

    Said = Union[Answer, str, None]

THING = "thing"
KINDS = frozenset("thing quoted url path port size age count extension pid number user".split())


_SETS: dict[str, frozenset[str]] = {}
_NAMES: dict[str, str] = {}


def _words(text: str) -> frozenset[str]:
    """The words as a set. Hundreds of frames name the same ones: each set, and each name, is kept once."""
    if text not in _SETS:
        # A set that is made of a set has room for itself alone; one that has grown has up to four times that.
        _SETS[text] = frozenset({_NAMES.setdefault(word, word) for word in text.split()})
    return _SETS[text]


class Frame:
    """One way in which a sentence can be for a skill: what must stand in it, what may, what must not.

    needs    each one of concepts (`PORT|LISTENING`) or kinds of arguments (`thing`, `port`, `path`, `PORT|port`)
    helps    concepts that may stand beside them and cost nothing
    takes    kinds of arguments that may
    never    concepts that say it is about something else
    prior    added to the score: below zero for a frame that should answer only where no other does
    known    gives more words that the skill understands, of a table of its own
    only     says of the tokens whether that table holds what they ask for; where it does not, the frame does not fit
    """

    __slots__ = ("needs", "helps", "takes", "never", "prior", "known", "only")

    def __init__(
        self, needs: Sequence[str], helps: str, takes: str, never: str, prior: float,
        known: Callable[[], set[str]] | None = None, only: Callable[[Sequence[Token]], bool] | None = None,
    ) -> None:  # fmt: skip
        self.known = known
        self.only = only
        self.needs = [_words(one.replace("|", " ")) for one in needs]
        self.helps = _words(helps)
        self.takes = _words(takes)
        self.never = _words(never)
        self.prior = prior

    def words(self) -> frozenset[str]:
        """All concepts and kinds it names, for a check of their spelling."""
        return self.helps.union(self.takes, self.never, *self.needs)


def frame(
    *needs: str, helps: str = "", takes: str = "", never: str = "", prior: float = 0.0,
    known: Callable[[], set[str]] | None = None, only: Callable[[Sequence[Token]], bool] | None = None,
) -> Frame:  # fmt: skip
    """A frame, see Frame."""
    return Frame(needs, helps, takes, never, prior, known, only)


class Asked:
    """One wish of a sentence, as a skill sees it."""

    __slots__ = (
        "question",
        "machine",
        "tokens",
        "is_chinese",
        "frame",
        "things",
        "inherited",
        "constraints",
        "others",
        "said",
    )

    def __init__(
        self,
        question: Question,
        tokens: Sequence[Token],
        is_chinese: bool,
        frame: Frame,
        things: Sequence[str],
        inherited: Sequence[Token] = (),
        constraints: frozenset[str] = frozenset(),
        others: Sequence[str] = (),
        said: str = "",
    ) -> None:
        self.question = question
        self.machine: Machine = question.machine
        self.tokens = list(tokens)
        self.is_chinese = is_chinese
        self.frame = frame
        self.things = list(things)  # names of programs, services and packages, as typed
        self.inherited = list(inherited)  # the tokens of the wish before, for what this one leaves out
        self.constraints = constraints  # what the sentence forbids, in the protocol's words
        self.said = said or question.text  # the sentence without what it forbids
        self.others = list(others)  # the names of the skills that answer other parts of the same sentence

    def say(self, english: str, chinese: str) -> str:
        """The one in the language that was asked in."""
        return chinese if self.is_chinese else english

    def has(self, *concepts: str) -> bool:
        """Whether one of the concepts is meant."""
        return any(not one.concepts.isdisjoint(concepts) for one in self.tokens)

    @property
    def thing(self) -> str:
        """The first name; empty when there is none."""
        return self.things[0] if self.things else ""

    def all(self, kind: str) -> list[Argument]:
        """The arguments of a kind, those of the wish before where this one has none."""
        for tokens in (self.tokens, self.inherited):
            found = [one.argument for one in tokens if one.argument is not None and kind in one.kinds]
            if found:
                return found
        return []

    def first(self, kind: str) -> Argument | None:
        """The first argument of a kind."""
        found = self.all(kind)
        return found[0] if found else None

    @property
    def port(self) -> int:
        """The port that is meant, said as one or as a bare number; 0 when there is none."""
        found = self.first("port") or self.first("number")
        return found.value if found is not None and 0 < found.value < 65536 else 0

    @property
    def path(self) -> str:
        """The first path; empty when there is none."""
        found = self.first("path")
        return found.text if found is not None else ""

    def count(self, usual: int) -> int:
        """How many are wanted."""
        found = self.first("count")
        return max(1, min(found.value, 100)) if found is not None else usual

    def allows(self, *constraints: str) -> bool:
        """Whether none of these is forbidden."""
        return self.constraints.isdisjoint([*constraints, "no_change"])

    def offer(self, command: str, why: str, *forbidden_by: str) -> list[Offer]:
        """The line as an offer; none where the sentence forbids what it does. `no_change` forbids every one."""
        return [Offer(command, why)] if command and self.allows(*forbidden_by) else []


class Example:
    """A sentence, a machine for it, and what the answer says."""

    __slots__ = ("text", "says", "lacks", "probes", "files", "programs", "offers", "silent", "variables", "constraints",
                 "dialect", "aliases", "cwd", "failed")  # fmt: skip

    def __init__(
        self,
        text: str,
        says: Sequence[str] | str = (),
        lacks: Sequence[str] | str = (),
        probes: Mapping[str, str | tuple[int, str, str]] | None = None,
        files: Mapping[str, str] | Sequence[str] = (),
        programs: Sequence[str] = (),
        offers: Sequence[str] = (),
        silent: bool = False,
        variables: Sequence[str] = (),
        constraints: Sequence[str] = (),
        dialect: str = "bash",
        aliases: Mapping[str, str] | None = None,
        cwd: str = "",
        failed: tuple[str, int, str | None] | tuple[str, int, str | None, str] | None = None,
    ) -> None:
        self.text = text
        self.says = [says] if isinstance(says, str) else list(says)  # parts of the answer
        self.lacks = [lacks] if isinstance(lacks, str) else list(lacks)  # what must not stand in it
        # 'prog words' with what it prints, or its status and both streams; all others are refused.
        self.probes = {} if probes is None else probes
        # Names with content: 'x/' is a folder, 'x*' may be started, '/x' a file of the system.
        self.files = files
        self.programs = programs  # what lies on the PATH
        self.offers = list(offers)  # the lines that are offered, all of them
        self.silent = silent  # this skill is not the one to answer
        self.variables = variables
        self.constraints = constraints
        self.dialect = dialect
        self.aliases = {} if aliases is None else aliases
        self.cwd = cwd  # below the folder of `files`, which is also the home
        self.failed = failed  # the line that failed last: line, exit code, output, and what then worked


class Skill:
    """A function with its frames; `name` is the file's. `whole`, where there is one, is asked before any frame: it
    reads the sentence itself, for what concepts cannot tell, such as a line of shell within it.
    """

    __slots__ = ("name", "frames", "function", "about", "whole")

    def __init__(
        self,
        frames: Sequence[Frame],
        function: Callable[[Asked], Said],
        whole: Callable[[Question], Answer | None] | None = None,
    ) -> None:
        self.whole = whole
        self.name = ""
        self.frames = list(frames)
        self.function = function
        self.about = ""

    def __call__(self, asked: Asked) -> Answer | None:
        """What the skill answers; whatever it raises goes up."""
        said = self.function(asked)
        if isinstance(said, str):
            return Answer(said) if said.strip() else None
        return said if isinstance(said, Answer) else None


def skill(
    *frames: Frame, whole: Callable[[Question], Answer | None] | None = None
) -> Callable[[Callable[[Asked], Said]], Skill]:
    """Makes a skill of the function below it, for the sentences that fit one of the frames."""

    def make(function: Callable[[Asked], Said]) -> Skill:
        return Skill(frames, function, whole)

    return make
