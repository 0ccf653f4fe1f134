"""Google's Gemini: `streamGenerateContent` as Server-Sent Events.

Reference: Gemini API, "models.streamGenerateContent", "GenerateContentResponse", "GenerationConfig"
(`responseJsonSchema`), "Function calling" (mode ANY). Parts marked as a thought are not shown.
"""

from __future__ import annotations

from ghost_kernel.llm import streams
from ghost_kernel.llm.said import TOOL, TOOL_SAYS, Said, items, number, table, text, turns, without

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ghost_kernel.llm.request import Endpoint, Message, Request
    from ghost_kernel.llm.trouble import Trouble

RUNGS = ("json_schema", "json_object", "tool", "prompt")
QUIRKS: tuple[str, ...] = ()
_REFUSALS = {
    "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR", "LANGUAGE", "IMAGE_SAFETY",
}  # fmt: skip
_BESIDE = ("safetySettings", "cachedContent", "labels")
"""Options that stand beside the configuration of the generation, not in it."""
Reader = streams.Events


def address(endpoint: Endpoint) -> str:
    """Where an answer is asked for."""
    from urllib.parse import quote

    model = endpoint.model if "/" in endpoint.model else f"models/{endpoint.model}"
    return endpoint.place.under(f"{_base(endpoint)}/{quote(model)}:streamGenerateContent", "alt=sse")


def models(endpoint: Endpoint) -> str:
    """Where the server lists its models."""
    return endpoint.place.under(_base(endpoint) + "/models")


def _base(endpoint: Endpoint) -> str:
    return endpoint.place.path or "/v1beta"


def names(listed: object) -> list[str]:
    """The models in such a list."""
    return [text(table(one).get("name")).replace("models/", "", 1) for one in items(table(listed).get("models"))]


def headers(endpoint: Endpoint) -> dict[str, str]:
    """How the key is sent: never in the URL, where it would end in logs."""
    return {"x-goog-api-key": endpoint.key} if endpoint.key else {}


def first_quirks(endpoint: Endpoint) -> set[str]:
    """None."""
    return set()


def quirk(trouble: Trouble, quirks: set[str]) -> str | None:
    """None."""
    return None


def body(request: Request, messages: Sequence[Message], rung: str, quirks: set[str]) -> dict[str, object]:
    """The request. Options of the person's stand in `generationConfig`, but for those that stand beside it."""
    system, conversation = turns(messages)
    options = request.endpoint.options
    config: dict[str, object] = {name: one for name, one in options.items() if name not in _BESIDE}
    made: dict[str, object] = {name: one for name, one in options.items() if name in _BESIDE}
    sides = {"user": "user", "assistant": "model"}
    made["contents"] = [{"role": sides[role], "parts": [{"text": said}]} for role, said in conversation]
    if system and conversation != [("user", system)]:
        made["systemInstruction"] = {"parts": [{"text": system}]}
    config["maxOutputTokens"] = request.max_tokens
    if rung in ("json_schema", "json_object"):
        config["responseMimeType"] = "application/json"
    if rung == "json_schema":
        config["responseJsonSchema"] = without(request.schema, frozenset())
    elif rung == "tool":
        function = {
            "name": TOOL,
            "description": TOOL_SAYS,
            "parametersJsonSchema": without(request.schema, frozenset()),
        }
        made["tools"] = [{"functionDeclarations": [function]}]
        made["toolConfig"] = {"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": [TOOL]}}
    made["generationConfig"] = config
    return made


def take(message: object, said: Said) -> str:
    """The words of one response; a server that does not stream sends a list of them, or one."""
    import json

    if isinstance(message, list):
        return "".join(take(one, said) for one in message)
    response = table(message)
    usage = table(response.get("usageMetadata"))
    said.input_tokens = number(usage.get("promptTokenCount")) or said.input_tokens
    written = number(usage.get("candidatesTokenCount")) + number(usage.get("thoughtsTokenCount"))
    said.output_tokens = written or said.output_tokens
    words = ""
    if text(table(response.get("promptFeedback")).get("blockReason")):
        said.stop, said.refusal = "refusal", True
    for candidate in map(table, items(response.get("candidates"))[:1]):
        for part in map(table, items(table(candidate.get("content")).get("parts"))):
            if part.get("thought") is True:
                continue
            words += text(part.get("text"))
            if call := table(part.get("functionCall")):
                said.arguments += json.dumps(call.get("args", {}), ensure_ascii=False)
        reason = text(candidate.get("finishReason"))
        if reason in _REFUSALS:
            said.stop, said.refusal = "refusal", True
        elif reason and reason != "FINISH_REASON_UNSPECIFIED":
            said.stop = "length" if reason == "MAX_TOKENS" else "stop"
    return words
