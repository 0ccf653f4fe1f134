"""Anthropic's messages.

Reference: Claude API, "Messages", "Streaming messages", "Handling stop reasons", "Structured outputs"
(`output_config.format`; no object mode) and "Tool use" for a forced tool. Thinking blocks are not shown.
"""

from __future__ import annotations

from ghost_kernel.llm import streams
from ghost_kernel.llm.said import TOOL, TOOL_SAYS, Said, items, number, table, text, turns, without

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.llm.request import Endpoint, Message, Request
    from ghost_kernel.llm.trouble import Trouble

RUNGS = ("json_schema", "tool", "prompt")
QUIRKS: tuple[str, ...] = ()
_STOPS = {"max_tokens": "length", "model_context_window_exceeded": "length", "refusal": "refusal"}
_NOT_TAKEN = frozenset({"minimum", "maximum", "minLength", "maxLength", "maxItems", "minItems"})
VERSION = "2023-06-01"
Reader = streams.Events


def address(endpoint: Endpoint) -> str:
    """Where an answer is asked for; the URL may have the `/v1` or leave it out."""
    return endpoint.place.under(_base(endpoint) + "/messages")


def models(endpoint: Endpoint) -> str:
    """Where the server lists its models."""
    return endpoint.place.under(_base(endpoint) + "/models")


def _base(endpoint: Endpoint) -> str:
    path = endpoint.place.path
    return path if path.endswith("/v1") else path + "/v1"


def names(listed: object) -> list[str]:
    """The models in such a list."""
    return [text(table(one).get("id")) for one in items(table(listed).get("data"))]


def headers(endpoint: Endpoint) -> dict[str, str]:
    """How the key is sent, and the version of the API."""
    return {"anthropic-version": VERSION, **({"x-api-key": endpoint.key} if endpoint.key else {})}


def first_quirks(endpoint: Endpoint) -> set[str]:
    """None."""
    return set()


def quirk(trouble: Trouble, quirks: set[str]) -> str | None:
    """None."""
    return None


def body(request: Request, messages: Sequence[Message], rung: str, quirks: set[str]) -> dict[str, object]:
    """The request."""
    system, conversation = turns(messages)
    made: dict[str, object] = dict(request.endpoint.options)
    made["model"] = request.endpoint.model
    made["messages"] = [{"role": role, "content": said} for role, said in conversation]
    if system and conversation != [("user", system)]:
        made["system"] = system
    made["max_tokens"] = request.max_tokens
    made["stream"] = True
    if rung == "json_schema":
        form = {"type": "json_schema", "schema": without(request.schema, _NOT_TAKEN, closed=True)}
        made["output_config"] = {**table(made.get("output_config")), "format": form}
    elif rung == "tool":
        made["tools"] = [{"name": TOOL, "description": TOOL_SAYS, "input_schema": request.schema}]
        made["tool_choice"] = {"type": "tool", "name": TOOL}
    return made


def take(message: object, said: Said) -> str:
    """The words of one event, or of a whole answer from a server that does not stream."""
    event = table(message)
    kind = text(event.get("type"))
    if kind == "message_start":
        _usage(table(event.get("message")).get("usage"), said)
    elif kind == "content_block_start":
        return text(table(event.get("content_block")).get("text"))
    elif kind == "content_block_delta":
        delta = table(event.get("delta"))
        said.arguments += text(delta.get("partial_json"))
        return text(delta.get("text")) if delta.get("type") == "text_delta" else ""
    elif kind == "message_delta":
        _usage(event.get("usage"), said)
        _stopped(table(event.get("delta")).get("stop_reason"), said)
    elif kind == "message_stop":
        said.over = True
        said.stop = said.stop or "stop"
    elif kind == "message":
        return _whole(event, said)
    return ""


def _whole(message: object, said: Said) -> str:
    import json

    found = table(message)
    _usage(found.get("usage"), said)
    _stopped(found.get("stop_reason"), said)
    words = ""
    for block in map(table, items(found.get("content"))):
        if block.get("type") == "text":
            words += text(block.get("text"))
        elif block.get("type") == "tool_use":
            said.arguments += json.dumps(block.get("input"), ensure_ascii=False)
    return words


def _usage(found: object, said: Said) -> None:
    usage = table(found)
    read = [usage.get(key) for key in ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")]
    said.input_tokens = sum(map(number, read)) or said.input_tokens
    said.output_tokens = number(usage.get("output_tokens")) or said.output_tokens


def _stopped(reason: object, said: Said) -> None:
    if text(reason):
        said.stop = _STOPS.get(text(reason), "stop")
