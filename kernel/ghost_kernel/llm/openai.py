"""OpenAI's chat completions, and the many servers that speak them.

Reference: OpenAI API, "Create chat completion" and "The chat completion chunk object"; "Structured model outputs" for
`response_format`. `json_object` with a `schema` beside it is llama.cpp's form (tools/server/README.md).
`reasoning_content` (DeepSeek, vLLM, llama.cpp) and `reasoning` (OpenRouter) are thinking, and are not shown.
"""

from __future__ import annotations

from ghost_kernel.llm import streams
from ghost_kernel.llm.said import TOOL, TOOL_SAYS, Said, items, number, strict, table, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.llm.request import Endpoint, Message, Request
    from ghost_kernel.llm.trouble import Trouble

RUNGS = ("json_schema", "json_object", "tool", "prompt")
QUIRKS = ("completion_tokens", "no_stream_options", "no_temperature")
"""What a server may want otherwise: max_completion_tokens instead of max_tokens, and no such fields."""
_STOPS = {"length": "length", "content_filter": "refusal"}
Reader = streams.Events


def address(endpoint: Endpoint) -> str:
    """Where an answer is asked for. A URL without any path means `/v1`, as it does for all servers of this kind."""
    return endpoint.place.under((endpoint.place.path or "/v1") + "/chat/completions")


def models(endpoint: Endpoint) -> str:
    """Where the server lists its models."""
    return endpoint.place.under((endpoint.place.path or "/v1") + "/models")


def names(listed: object) -> list[str]:
    """The models in such a list."""
    return [text(table(one).get("id")) for one in items(table(listed).get("data"))]


def headers(endpoint: Endpoint) -> dict[str, str]:
    """How the key is sent."""
    return {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}


def first_quirks(endpoint: Endpoint) -> set[str]:
    """What is known of a host before it is asked."""
    # OpenAI's own: max_tokens is deprecated there, and models that think refuse it.
    own = endpoint.place.host == "api.openai.com" or endpoint.place.host.endswith(".openai.azure.com")
    return {"completion_tokens", "no_temperature"} if own else set()


def quirk(trouble: Trouble, quirks: set[str]) -> str | None:
    """What a refusal says that this server wants otherwise, if that is new."""
    if trouble.status not in (400, 422):
        return None
    low = trouble.said.lower()
    named = {
        "completion_tokens": "max_tokens" in low and "completion" in low,
        "no_stream_options": "stream_options" in low or "include_usage" in low,
        "no_temperature": "temperature" in low,
    }
    return next((name for name, wanted in named.items() if wanted and name not in quirks), None)


def body(request: Request, messages: Sequence[Message], rung: str, quirks: set[str]) -> dict[str, object]:
    """The request. With a schema the answer is to be the likeliest one, where the person has not said otherwise."""
    made: dict[str, object] = {}
    if request.schema is not None and "no_temperature" not in quirks:
        made["temperature"] = 0
    made.update(request.endpoint.options)
    if "no_temperature" in quirks and "temperature" not in request.endpoint.options:
        made.pop("temperature", None)
    made["model"] = request.endpoint.model
    made["messages"] = [{"role": one.role, "content": one.text} for one in messages]
    made["stream"] = True
    if "no_stream_options" not in quirks:
        made["stream_options"] = {"include_usage": True}
    made["max_completion_tokens" if "completion_tokens" in quirks else "max_tokens"] = request.max_tokens
    if rung == "json_schema":
        form = {"name": TOOL, "schema": request.schema, "strict": strict(request.schema)}
        made["response_format"] = {"type": "json_schema", "json_schema": form}
    elif rung == "json_object":
        made["response_format"] = {"type": "json_object", "schema": request.schema}
    elif rung == "tool":
        function = {"name": TOOL, "description": TOOL_SAYS, "parameters": request.schema}
        made["tools"] = [{"type": "function", "function": function}]
        made["tool_choice"] = {"type": "function", "function": {"name": TOOL}}
    return made


def take(message: object, said: Said) -> str:
    """The words of one chunk, or of a whole answer from a server that does not stream."""
    chunk = table(message)
    if usage := table(chunk.get("usage")):
        said.input_tokens = number(usage.get("prompt_tokens")) or said.input_tokens
        said.output_tokens = number(usage.get("completion_tokens")) or said.output_tokens
    words = ""
    for choice in map(table, items(chunk.get("choices"))[:1]):
        part = table(choice.get("delta")) or table(choice.get("message"))
        words += text(part.get("content"))
        if refusal := text(part.get("refusal")):
            said.refusal = True
            words += refusal
        for call in map(table, items(part.get("tool_calls"))):
            said.arguments += text(table(call.get("function")).get("arguments"))
        if reason := text(choice.get("finish_reason")):
            said.stop = _STOPS.get(reason, "stop")
    return words
