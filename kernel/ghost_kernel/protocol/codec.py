"""One message to one line, and back.

Lines are JSON objects in UTF-8. Duplicate keys, NaN and lone surrogates are refused, as the body's reader does.
The reader and writer of strings are taken from CPython's own `_json`, since the `json` package imports `re` and would
double the time a cold brain needs; where there is no `_json`, the package does the same work.
"""

from __future__ import annotations

from ghost_kernel.errors import ProtocolError
from ghost_kernel.protocol import types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ghost_kernel.protocol.types import Action, Event

BLANK = " \t\r\n"


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ProtocolError("a key stands twice in one object")
    return found


def _constant(name: str) -> object:
    raise ProtocolError(f"{name} is not JSON")


class _Reading:
    """What CPython's scanner asks of the decoder it serves."""

    strict = True
    object_hook = None
    object_pairs_hook = staticmethod(_object)
    parse_float = float
    parse_int = int
    parse_constant = staticmethod(_constant)
    memo: dict[str, str] = {}  # noqa: RUF012 -- the scanner's own table of keys, shared on purpose


def _load() -> tuple[Callable[[str, int], tuple[object, int]], Callable[[str], str]]:
    try:
        from _json import encode_basestring, make_scanner
    except ImportError:
        import json

        decoder = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)
        return decoder.raw_decode, lambda text: json.dumps(text, ensure_ascii=False)
    return make_scanner(_Reading()), encode_basestring  # type: ignore[arg-type]


_scan, _quote = _load()


def _value(text: str) -> object:
    begin = 0
    while begin < len(text) and text[begin] in BLANK:
        begin += 1
    try:
        value, end = _scan(text, begin)
    except StopIteration:
        raise ValueError("a value is missing") from None
    except SystemError:  # CPython up to 3.12 wants to raise json's own error and finds `json` not imported
        raise ValueError("it breaks off or is malformed") from None
    if text[end:].strip(BLANK):
        raise ValueError(f"something follows at {end}")
    return value


def _decode(line: bytes) -> dict[str, object]:
    if len(line.rstrip(b"\r\n")) > types.MAX_LINE_BYTES:
        raise ProtocolError("longer than a line may be")
    try:
        text = line.decode("utf-8")
        value = _value(text)
        if "\\u" in text:
            _text(value).encode("utf-8")
    except UnicodeEncodeError:
        raise ProtocolError("a lone surrogate is not text") from None
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"not JSON in UTF-8: {error}") from None
    if not isinstance(value, dict):
        raise ProtocolError("not an object")
    return value


def _type(raw: dict[str, object], key: str, known: dict[str, Any]) -> Any:
    tag = raw.get(key)
    if not isinstance(tag, str):
        raise ProtocolError(f"{key} is missing")
    if tag not in known:
        raise ProtocolError(f"unknown {key} {tag[:40]!r}")
    return known[tag]


def decode_event(line: bytes) -> Event:
    """The message from the body; raises ProtocolError."""
    raw = _decode(line)
    event: Event = _type(raw, "event", types.EVENTS).from_wire(raw)
    return event


def decode_action(line: bytes) -> Action:
    """The message from the brain, as the body reads it; raises ProtocolError."""
    raw = _decode(line)
    action: Action = _type(raw, "action", types.ACTIONS).from_wire(raw)
    return action


def _text(value: object) -> str:
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, dict):
        return "{" + ",".join([f"{_quote(key)}:{_text(item)}" for key, item in value.items()]) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join([_text(item) for item in value]) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    raise ProtocolError(f"{type(value).__name__} cannot be sent")


def encode(message: Event | Action) -> bytes:
    """The line, newline included. What cannot be encoded as text (lone surrogates of file names) becomes '?'."""
    return _text(message.to_wire()).encode("utf-8", "replace") + b"\n"
