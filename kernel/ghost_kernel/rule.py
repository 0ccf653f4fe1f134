"""What a rule file is written with: `rule`, `Fix`, `Hint` and `Example`.

A rule says when it is worth asking (cheap gates) and what to do (one function). It never quotes and never builds a
line; splice.py does. README.md in rules/ is the manual.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Union

    from ghost_kernel.failure import Failure
    from ghost_kernel.line import Word

    Words = Sequence[Union[str, Word]]
    Answer = Union["Fix", "Hint", Iterable[Union["Fix", "Hint"]], None]

USUAL = 0.75  # confidence of a fix that follows from a clear message


class Fix:
    """A repair of the stage at fault; exactly one of the three shapes, with or without commands before it.

    words    the whole command anew: plain words, quoted at the edge, or Word and Raw objects, kept as typed
    swaps    single words of the stage, redirection targets and assignments included, each with its new value
    line     the whole line anew, for what cannot be taken apart (quoting)
    before   commands to run first, joined by &&
    after    commands to run when all went well
    """

    __slots__ = ("words", "swaps", "line", "before", "after", "why", "confidence", "origin", "only")

    def __init__(
        self,
        words: Words | None = None,
        why: str = "",
        confidence: float = USUAL,
        before: Sequence[Words] = (),
        after: Sequence[Words] = (),
        swaps: Sequence[tuple[Word, str]] = (),
        line: str | None = None,
        origin: str = "rule",
        only: bool = False,
    ) -> None:
        self.words = words
        self.swaps = swaps
        self.line = line
        self.before = before
        self.after = after
        self.why = why
        self.confidence = confidence
        self.origin = origin  # where its new words come from: 'rule', 'local' (this machine) or 'output' (untrusted)
        self.only = only  # the new word is the only near name for its place on this machine


class Hint:
    """What the person could do where nothing can be proposed; shown when there is no fix."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


class Example:
    """A failed line and what becomes of it; `becomes=None` says that the rule stays quiet."""

    __slots__ = (
        "line", "output", "becomes", "exit_code", "files", "programs", "probes", "variables", "dialect", "cwd",
        "aliases", "hint",
    )  # fmt: skip

    def __init__(
        self,
        line: str,
        output: str | None = "",
        becomes: str | None = None,
        exit_code: int = 1,
        files: Mapping[str, str] | Sequence[str] = (),
        programs: Sequence[str] = (),
        probes: Mapping[str, str] | None = None,
        variables: Sequence[str] = (),
        dialect: str = "bash",
        cwd: str = "",
        aliases: Mapping[str, str] | None = None,
        hint: str = "",
    ) -> None:
        self.line = line
        self.output = output
        self.becomes = becomes
        self.exit_code = exit_code
        # Names with content: 'x/' is a folder, 'x*' may be started, 'x!' is read-only, '/x' a file of the system.
        self.files = files
        self.programs = programs  # what lies on the PATH
        self.probes = {} if probes is None else probes  # 'prog --help' and what it prints
        self.variables = variables
        self.dialect = dialect
        self.cwd = cwd  # below the folder of `files`, which is also the home
        self.aliases = {} if aliases is None else aliases  # the shell's own; '' stands for a function
        self.hint = hint  # what a hint says in place of a fix, or a part of it


class Gates:
    """When a rule is worth importing: every gate that is set must hold; inside a gate one match is enough."""

    __slots__ = ("programs", "output_has", "line_has", "exit_codes", "unseen", "dialects")

    def __init__(
        self,
        programs: Sequence[str] = (),
        output_has: Sequence[str] = (),
        line_has: Sequence[str] = (),
        exit_codes: Sequence[int] = (),
        unseen: bool = False,
        dialects: Sequence[str] = (),
    ) -> None:
        self.programs = tuple(programs)
        self.output_has = tuple([text.lower() for text in output_has])
        self.line_has = tuple(line_has)
        self.exit_codes = tuple(exit_codes)
        self.unseen = unseen
        self.dialects = tuple(dialects)

    def open(self, failure: Failure) -> bool:
        """Whether the rule may have something to say."""
        return not self.closed(failure)

    def closed(self, failure: Failure) -> str:
        """The first gate that does not hold, by its name; empty when all do."""
        return shut_gate(
            self.programs, self.output_has, self.line_has, self.exit_codes, self.unseen, self.dialects, failure
        )

    def as_tuple(self) -> tuple[object, ...]:
        """For the committed index."""
        texts = [tuple(sorted(set(one))) for one in (self.programs, self.output_has, self.line_has)]
        return (*texts, self.exit_codes, self.unseen, self.dialects)


def shut_gate(
    programs: Sequence[str],
    output_has: Sequence[str],
    line_has: Sequence[str],
    exit_codes: Sequence[int],
    unseen: bool,
    dialects: Sequence[str],
    failure: Failure,
) -> str:
    """The first gate that does not hold, of gates as the committed index has them; empty when all are open.

    It makes nothing, being asked of each rule. Where Nushell itself complains, or a command of its own failed, only
    rules that name it are asked: the others speak of programs and of other shells.
    """
    if dialects:
        if failure.dialect not in dialects:
            return "dialects"
    elif failure.by_nu:
        return "dialects"
    if exit_codes and failure.exit_code not in exit_codes:
        return "exit_codes"
    if programs and failure.stage.names.isdisjoint(programs):
        return "programs"
    if line_has:
        line = failure.line
        for text in line_has:
            if text in line:
                break
        else:
            return "line_has"
    if failure.output is None:
        return "" if unseen or not output_has else "output_has"
    if not output_has:
        return ""
    low, printed = failure.low, failure.printed
    for text in output_has:
        is_there = printed.get(text)
        if is_there is None:  # many rules look for the same texts
            is_there = printed[text] = text in low
        if is_there:
            return ""
    return "output_has"


class Rule:
    """A function with its gates; `name` is the file's."""

    __slots__ = ("name", "gates", "function", "about")

    def __init__(self, gates: Gates, function: Callable[[Failure], Answer]) -> None:
        self.name = ""
        self.gates = gates
        self.function = function
        self.about = ""

    def __call__(self, failure: Failure) -> list[Fix | Hint]:
        """What the rule says, as a list; whatever it raises goes up."""
        said = self.function(failure)
        if said is None:
            return []
        if isinstance(said, (Fix, Hint)):
            return [said]
        return [one for one in list[object](said) if isinstance(one, (Fix, Hint))]  # a person's rule may say anything


def rule(
    programs: Sequence[str] = (),
    output_has: str | Sequence[str] = (),
    line_has: str | Sequence[str] = (),
    exit_codes: Sequence[int] = (),
    unseen: bool = False,
    dialects: Sequence[str] = (),
) -> Callable[[Callable[[Failure], Answer]], Rule]:
    """Makes a rule of the function below it.

    programs     names of the program at fault, wrappers such as sudo looked through
    output_has   one of these texts was printed, in any case of letters
    line_has     one of these texts stands in the line
    exit_codes   the line ended with one of these
    unseen       the rule may also be asked when the output is not known
    dialects     the shells it is for; where none is named all, but not where Nushell's own commands fail
    """
    gates = Gates(
        programs,
        (output_has,) if isinstance(output_has, str) else output_has,
        (line_has,) if isinstance(line_has, str) else line_has,
        exit_codes,
        unseen,
        dialects,
    )

    def make(function: Callable[[Failure], Answer]) -> Rule:
        return Rule(gates, function)

    return make
