"""What a person asked in a sentence, and what is answered: the words that skills and agents share.

Values only; who answers is conversation.py's business.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.machine import Machine
    from ghost_kernel.protocol.types import LastFailure, Name


class Question:
    """A sentence, where it was asked, and what it forbids."""

    __slots__ = ("text", "machine", "constraints", "dialect", "last_failure", "names", "variables")

    def __init__(
        self,
        text: str,
        machine: Machine,
        constraints: Sequence[str] = (),
        dialect: str = "bash",
        last_failure: LastFailure | None = None,
        names: Sequence[Name] = (),
        variables: Sequence[str] = (),
    ) -> None:
        self.text = text
        self.machine = machine
        self.constraints = frozenset(constraints)  # words of the protocol's Constraint; the body keeps them as well
        self.dialect = dialect
        self.last_failure = last_failure
        self.names = names
        self.variables = variables

    def say(self, english: str, chinese: str) -> str:
        """The one in the language that was asked in: what is quoted is somebody else's."""
        own = "".join(self.text.replace('"', "`").split("`")[::2])
        return chinese if any("\u3400" <= char <= "\u9fff" for char in own) else english


class Offer:
    """A line that would do what was wished for; it is put at the person's next prompt and never run from here."""

    __slots__ = ("command", "why")

    def __init__(self, command: str, why: str = "") -> None:
        self.command = command
        self.why = why


class Answer:
    """Markdown for the person, and lines that could come next."""

    __slots__ = ("text", "offers")

    def __init__(self, text: str, offers: Sequence[Offer] = ()) -> None:
        self.text = text
        self.offers = list(offers)
