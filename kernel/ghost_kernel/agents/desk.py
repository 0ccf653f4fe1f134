"""What the agents have of the body: saying something while it is being found, and telling who said what."""

from __future__ import annotations

from ghost_kernel.protocol.types import ProgressAction, ReplyAction, TraceAction

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ghost_kernel.protocol.types import Action

LONGEST_TRACE = 2000  # characters


class Desk:
    """The way to the person, for one request."""

    def __init__(self, send: Callable[[Action], None], request: int | None = None, traced: bool = False) -> None:
        self._send = send
        self._request = request
        self._traced = traced

    def say(self, text: str) -> None:
        """A part of the answer; more of it follows."""
        if text:
            self._send(ReplyAction(text=text, done=False, id=self._request))

    def progress(self, text: str) -> None:
        """What is being done, as one line that goes again."""
        self._send(ProgressAction(text=text, id=self._request))

    def trace(self, who: str, text: str) -> None:
        """Who said what; told only where it was asked for."""
        if self._traced:
            self._send(TraceAction(who=who, text=text[:LONGEST_TRACE], id=self._request))
