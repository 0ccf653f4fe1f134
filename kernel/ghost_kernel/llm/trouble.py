"""What can go wrong with a model, as the one line that the person reads.

What a server says is shortened to one line here; `talk` takes keys out of all it writes.
"""

from __future__ import annotations

from ghost_kernel.errors import one_line


class Trouble(Exception):
    """A request that has no answer: a code for the program, a line for the person, what to do next."""

    def __init__(self, code: str, message: str, hint: str = "", *, status: int = 0, said: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.status = status
        """HTTP status; 0 where no answer came."""
        self.said = said
        """What the server said, for those who decide what is tried next."""
        self.again = False
        """Whether the same request may be sent once more."""
        self.wait: float | None = None
        """Seconds the server asks to wait before that."""


def words_of(body: bytes) -> str:
    """What a server says went wrong, in the forms of OpenAI, Anthropic, Gemini, Ollama or FastAPI.

    The type and code that stand beside the message are kept: they tell more surely than words.
    """
    import json

    text = body.decode("utf-8", "replace")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return "" if text.lstrip().startswith("<") else text.strip()
    return _words(found) or text.strip()


def _words(found: object, depth: int = 0) -> str:
    if isinstance(found, str):
        return found
    if isinstance(found, list):
        return "; ".join(filter(None, (_words(one, depth + 1) for one in found[:3]))) if depth < 4 else ""
    if not isinstance(found, dict) or depth > 3:
        return ""
    for key in ("error", "message", "detail", "msg"):
        if inner := _words(found.get(key), depth + 1):
            place = found.get("loc") or found.get("param")
            kinds = [found.get("type"), found.get("code"), found.get("status"), ".".join(map(str, place or []))]
            if isinstance(place, str):
                kinds[-1] = place
            more = [str(kind) for kind in kinds if isinstance(kind, str) and kind and kind not in inner + " error"]
            return inner + (f" ({', '.join(more)})" if more else "")
    return ""


_TOO_LONG = (
    "context length", "context_length", "context size", "context window", "context_window", "exceed_context",
    "prompt is too long", "input is too long", "too many tokens", "exceeds the maximum number of tokens",
    "maximum number of input tokens", "request_too_large",
)  # fmt: skip
_NO_CREDIT = ("insufficient_quota", "insufficient balance", "spend_limit", "billing", "credit balance", "payment")
_BAD_KEY = ("api key not valid", "invalid api key", "invalid_api_key", "incorrect api key", "api_key_invalid")
_NO_MODEL = ("model_not_found", "no such model", "unknown model", "invalid model")

KEY_HINT = ""
"""Where the key is from, and so what can be done, the body alone knows: it says so where nothing is said here."""


def of_answer(status: int, body: bytes, host: str, model: str, *, key: bool) -> Trouble:
    """The trouble that an answer with such a status is. `key`: whether one was sent."""
    said = words_of(body)
    low = said.lower()
    told = f": {one_line(said)}" if said else ""
    trouble = Trouble("server", f"{host} answers {status}{told}", status=status, said=said)
    if status in (401, 407) or (status in (400, 403) and any(sign in low for sign in _BAD_KEY)):
        trouble.code = "unauthorized"
        trouble.message = f"the key is not accepted by {host}" if key else f"{host} wants a key"
        trouble.hint = KEY_HINT
        if status == 407:
            trouble.message, trouble.hint = (
                f"the proxy {host} wants a name and a password",
                "put them in the proxy's URL",
            )
    elif status == 413 or any(sign in low for sign in _TOO_LONG):
        trouble.code = "too_long"
        trouble.message = f"this is more than {one_line(model, 60)} can read at once{told}"
        trouble.hint = "ask about less, or use a model with a larger context"
    elif status == 402 or (status in (400, 403, 429) and any(sign in low for sign in _NO_CREDIT)):
        trouble.code, trouble.message = "rate_limited", f"{host} wants more credit{told}"
        trouble.hint = "look at the account there, or use another model"
    elif status == 403:
        trouble.code, trouble.hint = "unauthorized", KEY_HINT
        trouble.message = f"the key is not accepted by {host}{told}" if key else f"{host} refuses{told}"
    elif status == 429:
        trouble.code, trouble.message, trouble.again = (
            "rate_limited",
            f"{host} takes no more requests for now{told}",
            True,
        )
        trouble.hint = "wait a little, or use another model"
    elif _unknown_model(status, low, model):
        trouble.code, trouble.message = "unknown_model", f"{host} has no model {one_line(model, 80)}"
    elif status == 404:
        trouble.message = f"{host} has nothing at this address{told}"
        trouble.hint = "look at the model's url with `ghost model list`"
    elif status >= 500 or status == 408:
        trouble.again = True
        trouble.hint = "try again later, or use another model"
    return trouble


def _unknown_model(status: int, low: str, model: str) -> bool:
    if status not in (400, 404):
        return False
    named = bool(model) and model.lower() in low
    return any(sign in low for sign in _NO_MODEL) or (status == 404 and (named or "model" in low))
