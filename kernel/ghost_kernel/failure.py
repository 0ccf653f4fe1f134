"""A failed line as rules see it: the stage at fault, what was printed, and the machine to look things up on.

A value with conveniences; it proposes nothing itself.
"""

from __future__ import annotations

from ghost_kernel import lexer, messages, shells
from ghost_kernel.line import Stage, Word
from ghost_kernel.machine import Machine
from ghost_kernel.rule import USUAL, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from ghost_kernel.messages.complaint import Complaint
    from ghost_kernel.messages.nushell import Report
    from ghost_kernel.protocol import types
    from ghost_kernel.spelling import Near

_NOTHING = Stage([], 0, 0)


class Failure:
    """What is known of one failed line. `output` is None when it was not seen, which is not the same as empty."""

    def __init__(
        self,
        line: str,
        exit_code: int,
        output: str | None,
        stages: list[Stage],
        machine: Machine,
        dialect: str = "bash",
        variables: list[str] | None = None,
        aliases: dict[str, str] | None = None,
        tried: list[str] | None = None,
        signal: int | None = None,
    ) -> None:
        self.line = line
        self.exit_code = exit_code
        self.signal = signal
        self.output = None if output is None else messages.strip_controls(output)
        self.low = "" if self.output is None else self.output.lower()
        self.printed: dict[str, bool] = {}  # texts that gates have looked for in `low`
        grouped = dialect != "nu" and ("(" in line or "{ " in line)
        self.stages = lexer.opened(line, stages) if grouped else stages
        self.machine = machine
        self.dialect = dialect
        self.variables = [] if variables is None else variables
        self.aliases = {} if aliases is None else aliases  # name → what it stands for; '' for a function
        self.tried = [] if tried is None else tried
        self.stage = self.stages[0] if self.stages else _NOTHING
        self.proven = len(self.stages) == 1  # whether `stage` is certain to be the one that failed
        self._complaints: list[Complaint] | None = None
        self._reports: list[Report] | None = None
        self.by_nu = dialect == "nu" and shells.is_of_nu(self)  # Nushell itself or a command of its own complains

    @classmethod
    def of(cls, event: types.FailedEvent, machine: Machine) -> Failure:
        """From a message."""
        return cls(
            event.line,
            event.exit_code,
            event.output,
            [Stage.of(stage) for stage in event.stages],
            machine,
            event.dialect,
            event.variables,
            {name.name: name.text for name in event.names},
            [tried.line for tried in event.tried],
            event.signal,
        )

    def of_line(self, line: str, exit_code: int, output: str | None) -> Failure:
        """Another line of the same repair, an earlier strike, taken apart here."""
        return Failure(
            line, exit_code, output, shells.split(line, self.dialect), self.machine, self.dialect, self.variables,
            self.aliases, self.tried,
        )  # fmt: skip

    def at(self, stage: Stage, proven: bool) -> Failure:
        """The same failure with another stage held to be at fault."""
        machine = self.where(stage)
        if stage is self.stage and proven == self.proven and machine is self.machine:
            return self
        other = Failure.__new__(Failure)
        other.__dict__.update(self.__dict__)
        other.stage = stage
        other.proven = proven
        other.by_nu = self.dialect == "nu" and shells.is_of_nu(other)
        other.machine = machine
        return other

    def where(self, stage: Stage) -> Machine:
        """The machine as the stage sees it: in the folder that a `cd` before it has gone to."""
        line, machine = self.line, self.machine
        for one in self.stages:
            if one is stage or one.start >= stage.start:
                break
            if one.program != "cd" or len(one.args) != 1 or ")" in line[one.end : stage.start]:
                continue
            path = self.path_of(one.args[0])
            # In the person's own shell the `cd` has been done already; then the folder is not below this one.
            if path and path != "-" and machine.is_folder(path):
                machine = machine.moved(path)
        return machine

    # what was typed

    @property
    def program(self) -> str:
        """The name of the program at fault, its folder taken away."""
        return self.stage.program

    @property
    def words(self) -> list[Word]:
        """The program and its arguments, wrappers left out."""
        return self.stage.words

    @property
    def args(self) -> list[Word]:
        """The arguments."""
        return self.stage.args

    def preceding(self, word: Word) -> str:
        """The argument right before a word, such as the option whose value it is; empty where none is."""
        return next((one.plain for one, other in zip(self.args, self.args[1:]) if other is word), "")

    def path_of(self, word: Word) -> str | None:
        """The word as a path: `~`, $HOME and $PWD replaced; None where it is not known before the line runs."""
        if word.value is not None and word.text[:1] != "~":
            return None if word.is_glob else word.value
        text = word.text.strip('"')
        if text == "~" or text[:2] == "~/":
            return text
        for name, folder in (("$HOME", self.machine.home), ("${HOME}", self.machine.home), ("$PWD", self.machine.cwd)):
            if text.startswith(name + "/") and folder:
                rest = text[len(name) :]
                return folder + rest if "$" not in rest else None
        return None

    # what was printed

    def has(self, *texts: str) -> bool:
        """Whether one of the texts was printed, in any case of letters."""
        return any(text.lower() in self.low for text in texts)

    def search(self, pattern: str) -> re.Match[str] | None:
        """The first match of a regular expression in what was printed, line by line."""
        import re

        return re.search(pattern, self.output or "", re.MULTILINE)

    def names(self, word: Word) -> list[str]:
        """The printed lines that name the word."""
        return messages.lines_naming(self.output or "", word.plain)

    def reads(self, output: str) -> None:
        """Takes the output to say this, before any rule has seen it."""
        if output != self.output:
            self.output = output
            self.low = output.lower()
            self._complaints = None
            self._reports = None

    @property
    def complaints(self) -> list[Complaint]:
        """What the output complains of, whichever tool printed it; read once."""
        if self._complaints is None:
            self._complaints = messages.read(self.output or "")
        return self._complaints

    @property
    def reports(self) -> list[Report]:
        """What Nushell itself complains of, each with the places in the line that it points at; read once."""
        if self._reports is None:
            from ghost_kernel.messages import nushell

            self._reports = nushell.read(self.output or "", self.line) if self.dialect == "nu" else []
        return self._reports

    def complained(self, word: Word, *kinds: str) -> Complaint | None:
        """The first complaint of these kinds (of any, when none is given) that is of this word."""
        for one in self.complaints:
            if (not kinds or one.kind in kinds) and one.names(word.plain):
                return one
        return None

    def blamed(self, *problems: str) -> list[Word]:
        """The words of the stage that the output blames for a problem such as `No such file or directory`."""
        found: list[str] = []
        for problem in problems:
            found += messages.blamed(self.output or "", problem)
        return [word for word in self.stage.files if self._is_named(word, found)]

    def _is_named(self, word: Word, said: list[str]) -> bool:
        meant = {word.plain, word.plain.rstrip("/"), self.path_of(word) or ""}
        if self.machine.home and word.text[:2] == "~/":
            meant.add(self.machine.home + word.text[1:])
        meant.discard("")
        return any(one in meant or one.rstrip("/") in meant for one in said)

    # fixes

    def replace(self, word: Word, *new: str) -> list[Word | str]:
        """The words of the stage with one of them replaced."""
        return [item for one in self.words for item in (new if one is word else (one,))]

    def command(self, *words: str | Word) -> list[str | Word]:
        """A command of these words, for a fix."""
        return list(words)

    def swap(
        self, word: Word, new: str, why: str = "", confidence: float = USUAL, origin: str = "rule", only: bool = False
    ) -> Fix:
        """A fix that replaces one word, in the quotes it was typed with; redirection targets may be given too."""
        return Fix(swaps=[(word, new)], why=why, confidence=confidence, origin=origin, only=only)

    def spell(self, word: Word, near: Near, why: str, new: str | None = None) -> Fix:
        """A fix that spells a word as a name of this machine, or as `new` made of it; as sure as the name is near."""
        from ghost_kernel import spelling

        return self.swap(word, new or near.name, why, spelling.confidence(near), "local", near.only)
