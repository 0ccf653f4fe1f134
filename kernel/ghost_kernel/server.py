"""Lines in, lines out: reads events, lets the handlers answer, writes actions. The only place with an error path.

Bad input is answered with an `error` and never ends the brain; only `shutdown`, the end of the input, or a pipe that
nobody reads does. stdout carries messages alone, everything else goes to the log on stderr.
"""

from __future__ import annotations

import gc
import sys

from ghost_kernel.errors import Cancelled, Closed, ProtocolError, Stopped
from ghost_kernel.handlers import Brain
from ghost_kernel.protocol import codec, types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from ghost_kernel.protocol.types import Action, Event

GC_THRESHOLD = 50_000  # objects that hold others, more than were given back, before the youngest are looked through
HINT = "see kernel/protocol/schema.json for the messages"


class Connection:
    """The body at the other end of two pipes."""

    def __init__(self, reader: BinaryIO, writer: BinaryIO) -> None:
        self.reader = reader
        self.writer = writer

    def send(self, action: Action) -> None:
        """Writes one action; raises Closed when nobody reads any more."""
        try:
            line = codec.encode(action)
            if len(line) > types.MAX_LINE_BYTES + 1:
                line = codec.encode(types.ErrorAction("too_long", "the answer does not fit in a line", id=action.id))
            self.writer.write(line)
            self.writer.flush()
        except (OSError, ValueError):  # ValueError: the file is closed
            raise Closed("nobody reads") from None

    def refuse(self, code: str, message: str, request: int | None = None) -> None:
        """Says that something could not be used."""
        self.send(types.ErrorAction(code=code, message=message[:1000], hint=HINT, id=request))

    def receive(self) -> Event:
        """The next event that can be read; what cannot is refused on the way. Raises Closed at the end."""
        while True:
            line = self._line()
            if not line.strip():
                continue
            try:
                return codec.decode_event(line)
            except ProtocolError as error:
                code = "unknown_event" if str(error).startswith("unknown event") else "bad_message"
                self.refuse(code, str(error))

    def _line(self) -> bytes:
        """One line; of one that is too long only so much as shows that it is."""
        most = types.MAX_LINE_BYTES + 3
        try:
            line = self.reader.readline(most)
            if not line:
                raise Closed("the input ended")
            if line[-1:] != b"\n":
                rest = line
                while rest and rest[-1:] != b"\n":
                    rest = self.reader.readline(65536)
        except (OSError, ValueError):
            raise Closed("the input cannot be read") from None
        return line

    def ask(
        self, action: types.ExecuteAction | types.MindAction, on_piece: Callable[[str], None] | None = None
    ) -> types.ResultEvent:
        """Sends a probe, or a question to a model, and waits for its result; what a model says on the way goes to
        `on_piece`. Raises Cancelled or Closed when the request is no longer wanted.
        """
        self.send(action)
        while True:
            event = self.receive()
            if isinstance(event, types.PieceEvent):
                if event.action_id == action.action_id and on_piece is not None:
                    on_piece(event.text)
                continue
            if isinstance(event, types.ResultEvent):
                if event.action_id == action.action_id:
                    return event
            elif isinstance(event, types.CancelEvent):
                if event.id is None or event.id == action.id:
                    raise Cancelled("cancelled")
            elif isinstance(event, types.ShutdownEvent):
                raise Closed("shutdown")
            elif isinstance(event, types.ErrorEvent):
                self.log(f"a question could not be used ({event.code}): {event.message}")
                return types.ResultEvent(action_id=action.action_id, refused=event.message)
            elif not isinstance(event, types.OutcomeEvent):
                self.refuse("busy", "one request at a time", event.id)

    def log(self, text: str) -> None:
        """One line to stderr, which the body keeps as the log; a log that is gone is no trouble."""
        try:
            sys.stderr.write(" ".join(text.splitlines()) + "\n")
            sys.stderr.flush()
        except (OSError, ValueError, AttributeError):  # AttributeError: started with stderr closed
            pass


def serve(reader: BinaryIO, writer: BinaryIO) -> None:
    """Answers events until the body is gone or says shutdown."""
    # Imports and folders of thousands of names make much that stays: looking for cycles among it costs a cold brain a
    # twentieth of its time. What one failure makes goes without that.
    gc.set_threshold(GC_THRESHOLD)
    connection = Connection(reader, writer)
    brain = Brain(connection)
    try:
        while True:
            event = connection.receive()
            if isinstance(event, types.ShutdownEvent):
                return
            _answer(connection, brain, event)
    except (Closed, KeyboardInterrupt):
        return


def _answer(connection: Connection, brain: Brain, event: Event) -> None:
    try:
        action = brain.handle(event)
    except Cancelled:
        connection.send(types.CancelledAction(id=event.id))
        return
    except Stopped:
        raise
    except Exception as error:
        import traceback

        connection.log(traceback.format_exc())
        connection.refuse("internal", f"{type(error).__name__}: {error}", event.id)
        return
    if action is not None:
        connection.send(action)
    if isinstance(event, types.FailedEvent):
        brain.rest()
