"""How an answer is held to a schema: the surest way the server has, and down from there.

json_schema → json_object, the schema beside it → a forced tool → "JSON only", said in words. One goes down where the
server refuses the form, or where what comes is no JSON: then it did not heed it. What comes is always checked here,
whatever the server promises; an answer that breaks the schema is sent back once, with what is wrong with it.

The way that worked is told as `json_schema` or `tool+completion_tokens`: the rung, and what the server wants otherwise.
"""

from __future__ import annotations

from ghost_kernel import schemas
from ghost_kernel.errors import one_line
from ghost_kernel.llm.exchange import Exchange, Heard, format_of
from ghost_kernel.llm.request import Message
from ghost_kernel.llm.trouble import Trouble

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ghost_kernel.llm.request import Request
    from ghost_kernel.llm.wire import Wire

_FORM = (
    "response_format", "json_schema", "json_object", "schema", "grammar", "tool_choice", "tools", "tool use",
    "function", "output_config", "responsemimetype", "structured output", "format is not", "unsupported format",
)  # fmt: skip
"""Words of a server that complains of the form that was asked for."""
_FEWEST = 4000
"""Characters of a wrong answer that are sent back with what is wrong."""


class Done:
    """An answer as it is told to the body."""

    __slots__ = ("text", "input_tokens", "output_tokens", "first_ms", "rung", "stop")

    def __init__(self, text: str, input_tokens: int, output_tokens: int, first_ms: int, rung: str, stop: str) -> None:
        self.text = text
        self.input_tokens = input_tokens
        self.output_tokens = output_tokens
        self.first_ms = first_ms
        self.rung = rung
        self.stop = stop

    def fields(self) -> dict[str, object]:
        """As the line has them."""
        return {name: getattr(self, name) for name in self.__slots__}


def answer(wire: Wire, request: Request, show: Callable[[str], None]) -> Done:
    """Ask, and hold the answer to its schema, if there is one. Words are shown as they come where there is none."""
    known = format_of(request.endpoint.kind)
    words = request.rung.split("+")
    exchange = Exchange(wire, request, show if request.schema is None else None, set(words).intersection(known.QUIRKS))
    remembered = words[0] if words[0] in known.RUNGS else ""
    if request.schema is None:
        heard = exchange.ask(request.messages, "", lambda trouble: False)
        return _done(heard.text, [heard], _name(remembered, exchange.quirks))
    rungs = known.RUNGS[known.RUNGS.index(remembered) :] if remembered else known.RUNGS
    return _climb(exchange, request, rungs)


def _climb(exchange: Exchange, request: Request, rungs: Sequence[str]) -> Done:
    messages: Sequence[Message] = request.messages
    sent_back = False
    place = 0
    heard: list[Heard] = []
    while True:
        rung, lower = rungs[place], place + 1 < len(rungs)

        def hopeless(trouble: Trouble, rung: str = rung) -> bool:
            return complains(trouble, rung)

        try:
            heard.append(exchange.ask(_told(messages, rung, request), rung, hopeless))
        except Trouble as trouble:
            if not (lower and complains(trouble, rung)):
                raise
            place += 1
            continue
        last = heard[-1]
        if last.said.stop == "refusal":
            return _done(last.text, heard, _name(rung, exchange.quirks))
        text, wrong, no_json = _check(last, request)
        if wrong is None:
            last.said.stop = "stop"  # it is whole, though it may have taken the very last token
            return _done(text, heard, _name(rung, exchange.quirks))
        if no_json and lower:
            place += 1
            continue
        if sent_back:
            model = one_line(request.endpoint.model, 60) or exchange.host
            raise Trouble(
                "invalid",
                f"{model} did not answer in the form it was asked for: {wrong}",
                "ask again, or a larger model",
            )
        sent_back = True
        messages = [*request.messages, *_sent_back(last.text, wrong, request)]


def _check(heard: Heard, request: Request) -> tuple[str, str | None, bool]:
    """The JSON in an answer, what is wrong with it, and whether the form was not heeded at all."""
    try:
        text, value = schemas.found(heard.text)
    except ValueError as error:
        begun = heard.text.lstrip("` \n\r\tjsonJSON")
        if heard.said.stop == "length" and begun.startswith(("{", "[")):
            return "", f"it was cut off after {request.max_tokens} tokens, before its end; it must be shorter", False
        return "", str(error), True
    return text, schemas.problem(value, request.schema), False


def _told(messages: Sequence[Message], rung: str, request: Request) -> Sequence[Message]:
    """The messages, with the form in words where the server is not told it, or may not heed it."""
    if rung not in ("json_object", "prompt"):
        return messages
    says = "Answer with one JSON object and nothing else: no explanation, no code fence. Its JSON Schema:\n"
    says += request.schema_text
    last = messages[-1]
    if last.role != "user":
        return [*messages, Message("user", says)]
    return [*messages[:-1], Message("user", f"{last.text}\n\n{says}")]


def _sent_back(text: str, wrong: str, request: Request) -> list[Message]:
    says = (
        f"That answer cannot be used: {wrong}. Give the whole answer again: JSON that keeps this schema, "
        f"and nothing else.\n{request.schema_text}"
    )
    return [Message("assistant", text[:_FEWEST] or "…"), Message("user", says)]


def complains(trouble: Trouble, rung: str) -> bool:
    """Whether the server refuses the form of this rung, and may take another one."""
    if rung in ("", "prompt") or trouble.status not in (400, 404, 405, 422, 500, 501):
        return False
    if trouble.code == "server" and trouble.status in (400, 422):
        return True  # it does not say of what it complains, or not in words known here; asking once more tells
    low = trouble.said.lower()
    return trouble.code in ("server", "unknown_model") and any(word in low for word in _FORM)


def _name(rung: str, quirks: set[str]) -> str:
    return "+".join(filter(None, [rung, *sorted(quirks)]))


def _done(text: str, heard: Sequence[Heard], rung: str) -> Done:
    """The last answer, and what all of them cost."""
    last = heard[-1]
    read, written = (sum(getattr(one.said, name) for one in heard) for name in ("input_tokens", "output_tokens"))
    return Done(text, read, written, last.first_ms, rung, last.said.stop)
