"""Ollama's own chat, one JSON object a line.

Reference: ollama, docs/api.md, "Generate a chat completion" and "Structured outputs" (`format`). A tool cannot be
forced. `thinking` is not shown.
"""

from __future__ import annotations

from ghost_kernel.llm import streams
from ghost_kernel.llm.said import Said, items, number, table, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.llm.request import Endpoint, Message, Request
    from ghost_kernel.llm.trouble import Trouble

RUNGS = ("json_schema", "json_object", "prompt")
QUIRKS: tuple[str, ...] = ()
_BESIDE = ("think", "keep_alive")
"""Options that stand beside the model's own, not in them."""
Reader = streams.Lines


def address(endpoint: Endpoint) -> str:
    """Where an answer is asked for; the URL may be that of the server, of its API, or of its other API."""
    return endpoint.place.under(_base(endpoint) + "/api/chat")


def models(endpoint: Endpoint) -> str:
    """Where the server lists its models."""
    return endpoint.place.under(_base(endpoint) + "/api/tags")


def _base(endpoint: Endpoint) -> str:
    path = endpoint.place.path
    return next((path[: -len(end)] for end in ("/api", "/v1") if path.endswith(end)), path)


def names(listed: object) -> list[str]:
    """The models in such a list."""
    return [text(table(one).get("name")) for one in items(table(listed).get("models"))]


def headers(endpoint: Endpoint) -> dict[str, str]:
    """How a key is sent, where something in front of the server wants one."""
    return {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}


def first_quirks(endpoint: Endpoint) -> set[str]:
    """None."""
    return set()


def quirk(trouble: Trouble, quirks: set[str]) -> str | None:
    """None."""
    return None


def body(request: Request, messages: Sequence[Message], rung: str, quirks: set[str]) -> dict[str, object]:
    """The request. With a schema the answer is to be the likeliest one, where the person has not said otherwise."""
    options: dict[str, object] = {"temperature": 0} if request.schema is not None else {}
    options.update({name: one for name, one in request.endpoint.options.items() if name not in _BESIDE})
    options["num_predict"] = request.max_tokens
    made: dict[str, object] = {name: one for name, one in request.endpoint.options.items() if name in _BESIDE}
    made["model"] = request.endpoint.model
    made["messages"] = [{"role": one.role, "content": one.text} for one in messages]
    made["stream"] = True
    made["options"] = options
    if rung == "json_schema":
        made["format"] = request.schema
    elif rung == "json_object":
        made["format"] = "json"
    return made


def take(message: object, said: Said) -> str:
    """The words of one line."""
    line = table(message)
    said.input_tokens = number(line.get("prompt_eval_count")) or said.input_tokens
    said.output_tokens = number(line.get("eval_count")) or said.output_tokens
    if line.get("done") is True:
        said.over = True
        said.stop = "length" if line.get("done_reason") == "length" else "stop"
    return text(table(line.get("message")).get("content"))
