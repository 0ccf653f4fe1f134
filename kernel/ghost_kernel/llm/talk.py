"""The loop: a request comes as a line on stdin, its answer goes as lines to stdout, until stdin ends.

    {"endpoint": {"kind", "url", "model", "key", "headers", "timeout_ms", "options"}, "messages": [{"role", "text"}],
     "schema": text or null, "max_tokens": 512, "rung": ""}

    {"piece": text}                  any number, as the words come
    {"done": {"text", "input_tokens", "output_tokens", "first_ms", "rung", "stop"}}
    {"failed": {"code", "message", "hint"}}                               exactly one of these two

Codes: request, unauthorized, rate_limited, unknown_model, too_long, redirected, server, unreachable, timeout,
truncated, invalid. A key, and what the person's own headers hold, is in no line that leaves here.
"""

from __future__ import annotations

import json
import os
import sys

from ghost_kernel.errors import one_line
from ghost_kernel.llm import clock, ladder
from ghost_kernel.llm.clock import Gone
from ghost_kernel.llm.request import Request
from ghost_kernel.llm.trouble import Trouble
from ghost_kernel.llm.wire import Wire

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

HIDDEN = "[key]"


class Output:
    """Writes lines to a descriptor, each whole and at once, with secrets taken out."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.secrets: Sequence[str] = ()

    def piece(self, text: str) -> None:
        """Words that have just come."""
        self._write({"piece": self._clean(text)})

    def done(self, done: ladder.Done) -> None:
        """The end of an answer."""
        done.text = self._clean(done.text)
        self._write({"done": done.fields()})

    def failed(self, trouble: Trouble) -> None:
        """Why there is no answer."""
        message, hint = one_line(self._clean(trouble.message), 400), one_line(self._clean(trouble.hint), 400)
        self._write({"failed": {"code": trouble.code, "message": message, "hint": hint}})

    def _clean(self, text: str) -> str:
        for secret in self.secrets:
            if secret in text:
                text = text.replace(secret, HIDDEN)
        return text

    def _write(self, line: dict[str, object]) -> None:
        data = json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        try:
            while data:
                data = data[os.write(self._descriptor, data) :]
        except OSError:
            raise Gone from None


class Talker:
    """Answers requests one after the other, over one connection as long as they go to one server."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._wire: Wire | None = None
        self._same: tuple[str, str, int, str | None] | None = None

    def answer(self, line: bytes) -> None:
        """Answer one line."""
        self._output.secrets = ()
        try:
            request = _read(line)
            self._output.secrets = request.endpoint.secrets
            self._output.done(ladder.answer(self._to(request), request, self._output.piece))
        except Trouble as trouble:
            self._output.failed(trouble)
        except Exception as error:
            # A mistake of ours is one line as well; what it says may hold anything.
            self.close()
            self._output.failed(Trouble("server", f"the answer could not be read ({type(error).__name__})"))

    def _to(self, request: Request) -> Wire:
        if self._wire is None or self._same != request.endpoint.same:
            self.close()
            self._wire, self._same = Wire(request.endpoint.place), request.endpoint.same
        return self._wire

    def close(self) -> None:
        """Hang up."""
        if self._wire is not None:
            self._wire.close()
        self._wire = None


def _read(line: bytes) -> Request:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        raise Trouble("request", "the request is not JSON") from None
    if not isinstance(told, dict):
        raise Trouble("request", "the request is no JSON object")
    return Request(told)


def main() -> int:
    """Serve stdin. Ends quietly when nobody reads any more."""
    if sys.stdin is None or sys.stdout is None:
        return 1
    descriptor = clock.OUT = sys.stdout.fileno()
    talker = Talker(Output(descriptor))
    try:
        for line in iter(sys.stdin.buffer.readline, b""):
            if line.strip():
                talker.answer(line)
    except Gone:
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        talker.close()
    return 0
