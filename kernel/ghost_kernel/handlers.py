"""What to answer to each event. One class holds what lasts as long as the brain: settings and loaded rules.

Knows messages; knows no pipe (see server.py) and no rule (see mind.py).
"""

from __future__ import annotations

from ghost_kernel.engine import Engine
from ghost_kernel.machine import Machine, Seen
from ghost_kernel.memory import Memory
from ghost_kernel.protocol import types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from ghost_kernel.protocol.types import Action, Event

    class Body(Protocol):
        """The other side, as far as handlers see it."""

        def ask(
            self, action: types.ExecuteAction | types.MindAction, on_piece: Callable[[str], None] | None = None
        ) -> types.ResultEvent:
            """Sends a probe, or a question to a model, and waits for its result; raises Stopped."""

        def send(self, action: Action) -> None:
            """Sends what needs no answer; raises Closed."""

        def log(self, text: str) -> None:
            """One line for the log."""


KERNEL = "0.1.0"
LONGEST_SHOWN = 60  # characters of a line that is shown again
NOT_FOUND = 127  # a shell's status for a program that is not there


def _quoted(line: str) -> str:
    """The line as one word of any shell, or what stands for it where that would be long or hard to read."""
    plain = len(line) <= LONGEST_SHOWN and not any(sign in line for sign in "'\\\n\u00ab")
    return f"'{line}'" if plain else "'…'"


class Brain:
    """Answers events, one at a time."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.settings = types.Settings()
        self.engine = Engine("", body.log)
        self.memory: Memory | None = None
        self._probes = 0
        self._greeted = False

    def handle(self, event: Event) -> Action | None:
        """The answer, or None where there is none to give."""
        if isinstance(event, types.HelloEvent):
            return self.hello(event)
        if isinstance(event, types.FailedEvent):
            return self.failed(event)
        if isinstance(event, types.AskedEvent):
            return self.asked(event)
        if isinstance(event, types.OutcomeEvent) and self.memory is not None:
            if event.typed:
                self.memory.learn_later(event, Machine(event.cwd, [], self.settings.home))
            else:
                self.memory.learn(event)
        if isinstance(event, types.CancelEvent):
            # It came too late, or while nothing was asked for on the way: what it is about has been answered.
            return types.CancelledAction(id=event.id)
        if isinstance(event, types.ErrorEvent):
            self.body.log(f"the body could not use a message ({event.code}): {event.message}")
        return None

    def rest(self) -> None:
        """Called when an answer has been sent and nothing is asked yet."""
        if self.memory is not None:
            self.memory.prepare()

    def hello(self, event: types.HelloEvent) -> Action:
        """Keeps the settings; says who we are. Another version of the protocol is answered with our own.

        A brain that has slept is greeted again, and begins anew only where the settings have changed.
        """
        settings = event.settings
        if not self._greeted or settings.to_wire() != self.settings.to_wire():
            self._greeted = True
            self.settings = settings
            self.engine = Engine(settings.rules_dir, self.body.log, settings.rule_packages, settings.state_dir)
            self.memory = None
            if settings.memory and settings.state_dir:
                self.memory = Memory(settings.state_dir, self.body.log, settings.memory_most, settings.data_dir)
        minds = ["rules"] if self.memory is None else ["rules", "memory"]
        return types.HelloAction(protocol=types.VERSION, kernel=KERNEL, minds=minds, id=event.id)

    def failed(self, event: types.FailedEvent) -> Action:
        """Candidates for a failed line, or why there is none."""
        from ghost_kernel import mind

        machine = self._machine(event)
        thought = mind.think(event, machine, self.engine, self.memory)
        if self.settings.models and thought.is_unsure():
            from ghost_kernel.models import Models

            # What is kept out of history and of memory does not leave the machine either.
            chosen = [model for model in self.settings.models if model.local or not event.private]
            models = Models(chosen, self.body.ask, self.settings.state_dir, event.id)
            thought = mind.better(thought, event, models, self._noted(event.private), self.memory)
        if thought.candidates:
            return types.ProposeAction(candidates=thought.candidates, id=event.id)
        hint = thought.hint
        if not hint and event.perhaps_sentence and event.exit_code == NOT_FOUND:
            # What does begin with a program's name was one more likely, and an error of its own says what was wrong.
            hint = f"it was read as a command; if it was a question, ask it: ghost ask {_quoted(event.line)}"
        return types.GiveUpAction(why="no rule knows better", hint=hint, id=event.id)

    def asked(self, event: types.AskedEvent) -> Action:
        """The last message of an answer to a sentence; what comes before it is sent on the way."""
        from ghost_kernel import conversation
        from ghost_kernel.question import Question

        machine = self._machine(event)
        question = Question(
            event.text,
            machine,
            constraints=event.constraints,
            dialect=event.dialect,
            last_failure=event.last_failure,
            names=event.names,
            variables=event.variables,
        )
        return conversation.answer(question, self.settings, self.body, event, self.memory)

    def _noted(self, private: bool) -> Callable[[str, str], None]:
        """Who said what on a repair goes to the log, unless nothing of it may be kept."""
        return lambda who, text: None if private else self.body.log(f"{who}: {text}")

    def _machine(self, event: types.FailedEvent | types.AskedEvent) -> Machine:
        """The machine as that event sees it."""
        return Machine(
            event.cwd,
            event.path,
            self.settings.home,
            self._look(event.id),
            state=self.settings.state_dir,
            locale=self.settings.locale,
        )

    def _look(self, request: int | None) -> Callable[[list[str], str], Seen | str | None]:
        def look(argv: list[str], why: str) -> Seen | str | None:
            self._probes += 1
            action = types.ExecuteAction(
                action_id=f"look-{self._probes}", argv=argv, purpose="probe", why=why, id=request
            )
            result = self.body.ask(action)
            if result.exit_code is None:
                return result.refused
            return Seen(result.exit_code, result.stdout, result.stderr)

        return look
