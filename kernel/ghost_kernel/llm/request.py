"""What is asked for, as the body's line says it: where, with which key, which messages, in which form."""

from __future__ import annotations

from ghost_kernel import schemas
from ghost_kernel.llm import place
from ghost_kernel.llm.trouble import KEY_HINT, Trouble

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.llm.place import Place

KINDS = ("openai", "anthropic", "gemini", "ollama")
ROLES = ("system", "user", "assistant")


class Endpoint:
    """A model behind a URL, with the key for it."""

    __slots__ = ("kind", "place", "model", "key", "headers", "timeout_s", "options")

    def __init__(self, told: dict[str, object]) -> None:
        self.kind = _text(told, "kind")
        if self.kind not in KINDS:
            raise _wrong(f"endpoint.kind must be one of {', '.join(KINDS)}")
        self.place: Place = place.parse(_text(told, "url"))
        self.model = _text(told, "model", "")
        self.key = _header(_text(told, "key", "").strip(), "the key")
        headers = told.get("headers") or {}
        options = told.get("options") or {}
        timeout = told.get("timeout_ms", 60000)
        if not isinstance(headers, dict) or not isinstance(options, dict):
            raise _wrong("endpoint.headers and endpoint.options must be objects")
        if isinstance(timeout, bool) or not isinstance(timeout, (int, float)) or timeout <= 0:
            raise _wrong("endpoint.timeout_ms must be a number above 0")
        self.headers = {_header(str(name), "a header"): _header(str(one), "a header") for name, one in headers.items()}
        self.options: dict[str, object] = options
        self.timeout_s = timeout / 1000

    @property
    def same(self) -> tuple[str, str, int, str | None]:
        """What two endpoints have in common that may use one connection."""
        return (self.place.scheme, self.place.host, self.place.port, self.place.login)

    @property
    def secrets(self) -> list[str]:
        """What must not be repeated to anybody: the key, a password in the URL, what headers of the person's hold."""
        found = [self.key, (self.place.login or "").partition(":")[2], *self.headers.values()]
        return sorted((one for one in found if len(one) >= 4), key=len, reverse=True)


class Message:
    """One turn of the conversation."""

    __slots__ = ("role", "text")

    def __init__(self, role: str, text: str) -> None:
        self.role = role
        self.text = text


class Request:
    """One question to a model."""

    __slots__ = ("endpoint", "messages", "schema", "schema_text", "max_tokens", "rung")

    def __init__(self, told: dict[str, object]) -> None:
        endpoint, messages = told.get("endpoint"), told.get("messages")
        if not isinstance(endpoint, dict) or not isinstance(messages, list) or not messages:
            raise _wrong("a request needs an endpoint and messages")
        self.endpoint = Endpoint(endpoint)
        self.messages = [_message(one) for one in messages]
        tokens = told.get("max_tokens", 512)
        if isinstance(tokens, bool) or not isinstance(tokens, int) or tokens < 1:
            raise _wrong("max_tokens must be a whole number above 0")
        self.max_tokens = tokens
        self.schema_text = _text(told, "schema", "")
        self.schema: dict[str, object] | None = _schema(self.schema_text) if self.schema_text else None
        self.rung = _text(told, "rung", "")

    @property
    def largest(self) -> int:
        """Bytes that an answer may have: what its tokens take with all that stands around each, several times over."""
        return (1 << 20) + 4096 * self.max_tokens


def _schema(text: str) -> dict[str, object]:
    import json

    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise _wrong("the schema is not JSON") from None
    if trouble := schemas.unknown(found):
        raise _wrong(f"the schema cannot be checked: {trouble}")
    if not isinstance(found, dict):
        raise _wrong("the schema must be an object")
    return found


def _message(told: object) -> Message:
    if not isinstance(told, dict) or told.get("role") not in ROLES or not isinstance(told.get("text"), str):
        raise _wrong(f"a message has a role ({', '.join(ROLES)}) and a text")
    # Halves of characters cannot be sent.
    return Message(told["role"], told["text"].encode("utf-8", "replace").decode())


def _text(told: dict[str, object], name: str, default: str | None = None) -> str:
    found = told.get(name)
    if found is None and default is not None:
        return default
    if not isinstance(found, str):
        raise _wrong(f"{name} must be text")
    return found


def _header(text: str, what: str) -> str:
    """What goes into a header: a line break in it would be the start of another one."""
    if not (text.isascii() and text.isprintable()):
        raise Trouble("unauthorized", f"{what} has a sign in it that cannot be sent, such as a line break", KEY_HINT)
    return text


def _wrong(message: str) -> Trouble:
    return Trouble("request", message)
