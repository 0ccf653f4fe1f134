"""A scripted server of models on the loopback, and the talker in front of it: what tests of the talker stand on.

Each script answers one request; what it was asked is kept. Servers wait on events, never for a time.
What the four formats look like is written from the providers' references, which `FORMATS` names.
"""

from __future__ import annotations

import http.server
import json
import os
import threading
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ghost_kernel.llm import talk
from setting import PROJECT  # noqa: F401 -- puts the kernel on the path

KEY = "sk-test-0123456789abcdef"


class Asked(NamedTuple):
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any
    peer: tuple[str, int]


class Handler(http.server.BaseHTTPRequestHandler):
    """Hands each request to the next script."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        data = self.rfile.read(length)
        headers = {name.lower(): one for name, one in self.headers.items()}
        body = json.loads(data) if data else None
        self.server.asked.append(Asked(self.command, self.path, headers, body, self.client_address))
        try:
            self.server.next()(self)
        except OSError:
            self.close_connection = True  # the talker has hung up; some scripts are about that
            self.server.hung_up.set()

    def do_GET(self) -> None:
        self.do_POST()

    def do_CONNECT(self) -> None:
        self.server.asked.append(Asked("CONNECT", self.path, {}, None, self.client_address))
        self.server.next()(self)

    def log_message(self, *_: object) -> None:
        pass

    def answer(self, status: int, body: str | bytes, kind: str = "application/json", **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, one in headers.items():
            self.send_header(name.replace("_", "-"), one)
        self.end_headers()
        self.wfile.write(data)

    def begin(self, kind: str = "text/event-stream") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def end(self) -> None:
        self.wfile.write(b"0\r\n\r\n")


Script = Callable[[Handler], None]


class Server(http.server.ThreadingHTTPServer):
    """Answers by scripts, in order; the last one answers all that follow."""

    daemon_threads = True

    def __init__(self, *scripts: Script) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.scripts = list(scripts)
        self.asked: list[Asked] = []
        self.go_on = threading.Event()
        self.hung_up = threading.Event()
        self._served = 0
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def next(self) -> Script:
        self._served += 1
        return self.scripts[min(self._served, len(self.scripts)) - 1]

    def handle_error(self, *_: object) -> None:
        pass

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def __exit__(self, *_: object) -> None:
        self.go_on.set()
        self.shutdown()
        self._thread.join()
        self.server_close()


class Format(NamedTuple):
    """How one format says things: words as they stream, a refusal, an error, JSON through a tool."""

    kind: str
    reference: str
    base: str
    path: str
    stream_kind: str
    begin: Callable[[], list[bytes]]
    word: Callable[[str], bytes]
    finish: Callable[[str], list[bytes]]
    refusal: Callable[[], list[bytes]]
    error: Callable[[str, str], str]
    tool: Callable[[str], list[bytes]] | None


def sse(value: object, event: str = "") -> bytes:
    named = f"event: {event}\n" if event else ""
    return f"{named}data: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}\n\n".encode()


def _openai(delta: dict[str, object], reason: str | None = None, **more: object) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return sse({"id": "c1", "object": "chat.completion.chunk", "model": "m", "choices": [choice], **more})


def _openai_end(stop: str) -> list[bytes]:
    usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    return [_openai({}, stop), sse({"object": "chat.completion.chunk", "choices": [], "usage": usage}), sse("[DONE]")]


def _openai_tool(text: str) -> list[bytes]:
    half = len(text) // 2
    made = []
    for place, part in enumerate((text[:half], text[half:])):
        call: dict[str, object] = {"index": 0, "function": {"arguments": part}}
        if place == 0:
            call.update(id="t1", type="function", function={"name": "answer", "arguments": part})
        made.append(_openai({"tool_calls": [call]}))
    return [*made, *_openai_end("tool_calls")]


def _anthropic_delta(delta: dict[str, object]) -> bytes:
    return sse({"type": "content_block_delta", "index": 0, "delta": delta}, "content_block_delta")


def _anthropic_end(stop: str) -> list[bytes]:
    delta = {"stop_reason": stop, "stop_sequence": None}
    return [
        sse({"type": "content_block_stop", "index": 0}, "content_block_stop"),
        sse({"type": "message_delta", "delta": delta, "usage": {"output_tokens": 7}}, "message_delta"),
        sse({"type": "message_stop"}, "message_stop"),
    ]


def _anthropic_begin() -> list[bytes]:
    message = {"id": "m1", "type": "message", "role": "assistant", "content": [], "stop_reason": None}
    usage = {"input_tokens": 8, "cache_read_input_tokens": 3, "output_tokens": 1}
    block = {"type": "text", "text": ""}
    return [
        sse({"type": "message_start", "message": {**message, "usage": usage}}, "message_start"),
        sse({"type": "content_block_start", "index": 0, "content_block": block}, "content_block_start"),
        sse({"type": "ping"}, "ping"),
    ]


def _anthropic_tool(text: str) -> list[bytes]:
    half = len(text) // 2
    block = {"type": "tool_use", "id": "t1", "name": "answer", "input": {}}
    parts = [{"type": "input_json_delta", "partial_json": part} for part in ("", text[:half], text[half:])]
    start = sse({"type": "content_block_start", "index": 1, "content_block": block}, "content_block_start")
    return [start, *map(_anthropic_delta, parts), *_anthropic_end("tool_use")]


def _gemini(parts: Sequence[dict[str, object]], reason: str | None = None) -> bytes:
    candidate: dict[str, object] = {"content": {"parts": list(parts), "role": "model"}, "index": 0}
    if reason:
        candidate["finishReason"] = reason
    usage = {"promptTokenCount": 11, "candidatesTokenCount": 5, "thoughtsTokenCount": 2, "totalTokenCount": 18}
    return sse({"candidates": [candidate], "usageMetadata": usage, "modelVersion": "m"})


def _ollama(content: str, **more: object) -> bytes:
    line = {"model": "m", "created_at": "2025-01-01T00:00:00Z", "message": {"role": "assistant", "content": content}}
    return json.dumps({**line, "done": False, **more}, ensure_ascii=False).encode() + b"\n"


def _ollama_end(stop: str) -> list[bytes]:
    return [_ollama("", done=True, done_reason=stop, prompt_eval_count=11, eval_count=7, total_duration=5)]


FORMATS = (
    Format(
        "openai",
        "OpenAI API reference, Chat Completions: The chat completion chunk object; Error codes",
        "/v1",
        "/v1/chat/completions",
        "text/event-stream",
        lambda: [_openai({"role": "assistant", "content": ""}), _openai({"reasoning_content": "hidden thought"})],
        lambda text: _openai({"content": text}),
        lambda stop: _openai_end(stop),
        lambda: [_openai({"refusal": "I cannot "}), _openai({"refusal": "do that."}), *_openai_end("stop")],
        lambda kind, text: json.dumps({"error": {"message": text, "type": kind, "param": None, "code": kind}}),
        _openai_tool,
    ),
    Format(
        "anthropic",
        "Claude API: Streaming messages; Errors; Handling stop reasons; Tool use",
        "",
        "/v1/messages",
        "text/event-stream",
        lambda: [*_anthropic_begin(), _anthropic_delta({"type": "thinking_delta", "thinking": "hidden thought"})],
        lambda text: _anthropic_delta({"type": "text_delta", "text": text}),
        lambda stop: _anthropic_end({"stop": "end_turn", "length": "max_tokens"}[stop]),
        lambda: [_anthropic_delta({"type": "text_delta", "text": "I cannot do that."}), *_anthropic_end("refusal")],
        lambda kind, text: json.dumps({"type": "error", "error": {"type": kind, "message": text}, "request_id": "r"}),
        _anthropic_tool,
    ),
    Format(
        "gemini",
        "Gemini API: models.streamGenerateContent, GenerateContentResponse, FinishReason; Troubleshooting",
        "/v1beta",
        "/v1beta/models/m:streamGenerateContent?alt=sse",
        "text/event-stream",
        lambda: [_gemini([{"text": "hidden thought", "thought": True}])],
        lambda text: _gemini([{"text": text}]),
        lambda stop: [_gemini([], {"stop": "STOP", "length": "MAX_TOKENS"}[stop])],
        lambda: [sse({"promptFeedback": {"blockReason": "SAFETY"}, "usageMetadata": {"promptTokenCount": 11}})],
        lambda kind, text: json.dumps({"error": {"code": 400, "message": text, "status": kind.upper()}}),
        lambda text: [_gemini([{"functionCall": {"name": "answer", "args": json.loads(text)}}], "STOP")],
    ),
    Format(
        "ollama",
        "ollama docs/api.md: Generate a chat completion, Structured outputs; docs/errors",
        "",
        "/api/chat",
        "application/x-ndjson",
        lambda: [json.dumps({"message": {"role": "assistant", "content": "", "thinking": "hidden"}}).encode() + b"\n"],
        _ollama,
        _ollama_end,
        list,
        lambda kind, text: json.dumps({"error": text}),
        None,
    ),
)


def wire(form: Format, words: Sequence[str], stop: str = "stop") -> list[bytes]:
    """A whole answer as the messages of its format."""
    return [*form.begin(), *map(form.word, words), *form.finish(stop)]


def saying(form: Format, words: Sequence[str], stop: str = "stop") -> Script:
    """A script that streams an answer, a chunk a message."""
    return sending(form, wire(form, words, stop))


def sending(form: Format, messages: Sequence[bytes]) -> Script:
    """A script that streams these messages."""

    def script(to: Handler) -> None:
        to.begin(form.stream_kind)
        for message in messages:
            to.chunk(message)
        to.end()

    return script


def refusing(status: int, body: str = "", **headers: str) -> Script:
    """A script that answers with an error."""
    return lambda to: to.answer(status, body, **headers)


class Told(NamedTuple):
    """What the talker wrote for one request."""

    pieces: list[str]
    done: dict[str, Any] | None
    failed: dict[str, str] | None


def request(form: Format, port: int, text: str = "Say hello.", **more: Any) -> dict[str, Any]:
    """A request of one message; `endpoint` in `more` adds to the endpoint."""
    endpoint = {"kind": form.kind, "url": f"http://127.0.0.1:{port}{form.base}", "model": "m", "key": KEY}
    endpoint.update({"headers": {}, "timeout_ms": 20000, "options": {}}, **more.pop("endpoint", {}))
    messages = [{"role": "system", "text": "Be brief."}, {"role": "user", "text": text}]
    made = {"endpoint": endpoint, "messages": messages, "schema": None, "max_tokens": 64, "rung": ""}
    if isinstance(more.get("schema"), dict):
        more["schema"] = json.dumps(more["schema"])
    return {**made, **more}


class InProcess:
    """The talker in this process, its answers read from a pipe."""

    def __init__(self) -> None:
        self._read, write = os.pipe()
        self._write = write
        self.talker = talk.Talker(talk.Output(write))

    def ask(self, told: dict[str, Any] | bytes) -> Told:
        line = told if isinstance(told, bytes) else json.dumps(told).encode()
        lines: list[bytes] = []

        def read() -> None:
            data = b""
            while b'{"done"' not in data and b'{"failed"' not in data:
                data += os.read(self._read, 65536)
            while not data.endswith(b"\n"):
                data += os.read(self._read, 65536)
            lines.extend(data.splitlines())

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        self.talker.answer(line)
        reader.join(30)
        return told_by([json.loads(one) for one in lines])

    def __enter__(self) -> InProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.talker.close()
        os.close(self._read)
        os.close(self._write)


def told_by(lines: Sequence[dict[str, Any]]) -> Told:
    """The lines of one answer, taken apart; there must be exactly one end, and it is last."""
    ends = [line for line in lines if "piece" not in line]
    assert len(ends) == 1 and lines[-1] is ends[0], lines
    return Told([line["piece"] for line in lines[:-1]], ends[0].get("done"), ends[0].get("failed"))
