"""One answer from a server: the request sent, the words received as they come, another try where that may help.

A request is sent again after 429, 408, 5xx and a connection that broke before anything was shown, at most three times
in all, with a growing pause or the one the server asks for, never past the deadline.
"""

from __future__ import annotations

import http.client
import json
import os
import time

from ghost_kernel.errors import one_line
from ghost_kernel.llm import anthropic, gemini, ollama, openai, streams
from ghost_kernel.llm.clock import Clock, rest
from ghost_kernel.llm.said import Said, table, text
from ghost_kernel.llm.thinking import Shown
from ghost_kernel.llm.trouble import Trouble, of_answer
from ghost_kernel.llm.wire import Answer, Wire, unreachable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol

    from ghost_kernel.llm.request import Endpoint, Message, Request

    class Format(Protocol):
        """What each format's module has; `openai` says what each is for."""

        # ruff: noqa: D102, N802

        @property
        def RUNGS(self) -> tuple[str, ...]: ...
        @property
        def QUIRKS(self) -> tuple[str, ...]: ...
        @property
        def Reader(self) -> Callable[[], streams.Events | streams.Lines]: ...
        def address(self, endpoint: Endpoint) -> str: ...
        def models(self, endpoint: Endpoint) -> str: ...
        def names(self, listed: object) -> list[str]: ...
        def headers(self, endpoint: Endpoint) -> dict[str, str]: ...
        def first_quirks(self, endpoint: Endpoint) -> set[str]: ...
        def quirk(self, trouble: Trouble, quirks: set[str]) -> str | None: ...
        def body(
            self, request: Request, messages: Sequence[Message], rung: str, quirks: set[str]
        ) -> dict[str, object]: ...
        def take(self, message: object, said: Said) -> str: ...


TRIES = 3
PAUSE_S = 0.5
"""The first pause before another try; each next one is twice as long, and a random part of it is left out."""
LAST_WORDS_S = 2.0
"""Seconds that a server has for what comes after the end of the answer: usage."""
_STATUS = {
    "authentication_error": 401, "permission_error": 403, "not_found_error": 404, "request_too_large": 413,
    "invalid_request_error": 400, "rate_limit_error": 429, "rate_limit_exceeded": 429, "overloaded_error": 529,
    "exceed_context_size_error": 400,
}  # fmt: skip
"""What types of errors that come inside a stream would have been as a status."""


def format_of(kind: str) -> Format:
    """The module that speaks that format."""
    formats: dict[str, Format] = {"openai": openai, "anthropic": anthropic, "gemini": gemini, "ollama": ollama}
    return formats[kind]


class Heard:
    """An answer that has come whole."""

    __slots__ = ("text", "said", "first_ms")

    def __init__(self, words: str, said: Said, first_ms: int) -> None:
        self.text = words
        self.said = said
        self.first_ms = first_ms


class Exchange:
    """Asks one server for the answers to one request. `show` gets words as they come, where they are to be shown."""

    def __init__(self, wire: Wire, request: Request, show: Callable[[str], None] | None, quirks: set[str]) -> None:
        self.format = format_of(request.endpoint.kind)
        self.request = request
        self.clock = Clock(request.endpoint.timeout_s)
        self.quirks = quirks | self.format.first_quirks(request.endpoint)
        self._wire = wire
        self._show = show
        self._shown = False

    @property
    def host(self) -> str:
        """The server's name in messages."""
        return self._wire.place.label

    def ask(self, messages: Sequence[Message], rung: str, hopeless: Callable[[Trouble], bool]) -> Heard:
        """The answer. `hopeless`: whether a trouble stays the same however often the request is sent."""
        tries = 1
        while True:
            try:
                return self._once(messages, rung)
            except Trouble as trouble:
                if quirk := self.format.quirk(trouble, self.quirks):
                    self.quirks.add(quirk)
                    continue
                if trouble.code == "unknown_model" or (trouble.status == 404 and not hopeless(trouble)):
                    self._name_models(trouble)
                if not trouble.again or self._shown or tries >= TRIES or hopeless(trouble):
                    raise
                pause = trouble.wait
                if pause is None:
                    pause = PAUSE_S * 2 ** (tries - 1) * (0.5 + os.urandom(1)[0] / 510)
                if pause >= self.clock.left():
                    if trouble.wait is not None:
                        trouble.hint = f"it asks to wait {pause:.0f} s; try then, or use another model"
                    raise
            rest(pause, self.clock)
            tries += 1

    def _headers(self) -> dict[str, str]:
        made = {
            "Content-Type": "application/json",
            "Accept": "text/event-stream, application/x-ndjson, application/json",
        }
        return {**made, **self.format.headers(self.request.endpoint), **self.request.endpoint.headers}

    def _once(self, messages: Sequence[Message], rung: str) -> Heard:
        request = self.request
        body = self.format.body(request, messages, rung, self.quirks)
        data = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        path = self.format.address(request.endpoint)
        self.clock.silence = self.clock.left()
        begun = time.monotonic()
        answer = self._wire.send("POST", path, self._headers(), data, self.clock, request.largest)
        if answer.status != 200:
            trouble = of_answer(answer.status, answer.all(65536), self.host, request.endpoint.model, key=self._has_key)
            trouble.wait = answer.wait
            raise trouble
        if answer.kind == "text/html":
            raise Trouble("server", f"{self.host} answers with a web page", "look whether the model's url is right")
        try:
            return self._receive(answer, rung, begun)
        except Trouble:
            self._wire.close()
            raise

    @property
    def _has_key(self) -> bool:
        return bool(self.request.endpoint.secrets or self.request.endpoint.key)

    def _receive(self, answer: Answer, rung: str, begun: float) -> Heard:
        reader: streams.Events | streams.Lines | streams.Whole = self.format.Reader()
        said, shown = Said(), Shown()
        words: list[str] = []
        first_ms = 0
        more = begins = True
        while more and not said.over:
            data = self._read(answer, said)
            more = bool(data)
            if begins and data and answer.kind == "application/json" and data.lstrip()[:1] in (b"{", b"["):
                reader = streams.Whole()  # and not a stream under a wrong name, as some gateways send it
            begins = begins and not data.strip()
            came = "".join(
                self._take(one, said, last=not more) for one in (reader.feed(data) if more else reader.rest())
            )
            piece = shown.feed(came) + ("" if more and not said.over else shown.rest())
            if not first_ms and (piece or said.arguments):
                first_ms = max(int((time.monotonic() - begun) * 1000), 1)
            if piece:
                words.append(piece)
                self._tell(piece)
            if said.stop:
                self.clock.silence = LAST_WORDS_S
        if not said.stop:
            raise self._broken()
        if said.refusal:
            said.stop = "refusal"
        text_of_it = said.arguments if rung == "tool" and said.arguments else "".join(words)
        return Heard(text_of_it, said, first_ms)

    def _tell(self, piece: str) -> None:
        if self._show is not None:
            self._shown = True
            self._show(piece)

    def _read(self, answer: Answer, said: Said) -> bytes:
        """What comes next; nothing at the end, also where the connection breaks after the answer is whole."""
        try:
            return answer.read()
        except (OSError, http.client.HTTPException) as error:
            if said.stop:
                return b""
            trouble = unreachable(error, self.host, self.clock)
            raise trouble if trouble.code == "timeout" else self._broken() from None

    def _broken(self) -> Trouble:
        trouble = Trouble("truncated", f"the answer of {self.host} broke off", "ask again")
        trouble.again = True
        return trouble

    def _take(self, message: str, said: Said, *, last: bool) -> str:
        if message.strip() == "[DONE]":
            said.over, said.stop = True, said.stop or "stop"
            return ""
        try:
            found = json.loads(message)
        except (ValueError, RecursionError):
            if last:
                raise self._broken() from None
            raise Trouble(
                "server", f"{self.host} sends something that is not JSON", "look whether its url is right"
            ) from None
        if error := _error(found):
            raise of_answer(
                _status(error), message.encode("utf-8", "replace"), self.host, self.request.endpoint.model, key=True
            )
        return self.format.take(found, said)

    def _name_models(self, trouble: Trouble) -> None:
        """Let the hint say which models there are, if the server tells in a moment; the ones with a like name first."""
        path = self.format.models(self.request.endpoint)
        try:
            answer = self._wire.send("GET", path, self._headers(), b"", Clock(min(self.clock.left(), 3.0)), 1 << 20)
            found = self.format.names(json.loads(answer.all(1 << 20))) if answer.status == 200 else []
        except (Trouble, ValueError, RecursionError):
            found = []
        finally:
            self._wire.close()
        wanted = self.request.endpoint.model.lower()
        found = sorted(filter(None, found), key=lambda name: -_alike(name.lower(), wanted))
        if found:
            more = f" and {len(found) - 6} more" if len(found) > 6 else ""
            trouble.hint = f"it has: {', '.join(one_line(name, 60) for name in found[:6])}{more}"
        elif trouble.code == "unknown_model":
            trouble.hint = "look at the model's name with `ghost model list`"


def _alike(one: str, other: str) -> int:
    """How many signs at their beginning two names have in common."""
    pairs = enumerate(zip(one, other))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _error(found: object) -> object:
    """The error that a message is, if it is one."""
    if isinstance(found, list):
        return next(filter(None, map(_error, found)), None)
    return table(found).get("error") or (table(found) if table(found).get("type") == "error" else None)


def _status(error: object) -> int:
    """What HTTP status an error inside a stream would have had."""
    code = table(error).get("code") or table(error).get("status_code")
    if isinstance(code, int) and 400 <= code < 600:
        return code
    return _STATUS.get(text(table(error).get("type")), _STATUS.get(text(code), 500))
