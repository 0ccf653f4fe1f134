"""One message to one line, and back.

Lines are JSON objects in UTF-8. Duplicate keys, NaN and lone surrogates are refused, as the body's reader does.
"""

from __future__ import annotations

import json

from ghost_kernel.errors import ProtocolError
from ghost_kernel.protocol import types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.protocol.types import Action, Event


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ProtocolError("a key stands twice in one object")
    return found


def _constant(name: str) -> object:
    raise ProtocolError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)


def _decode(line: bytes) -> dict[str, object]:
    if len(line.rstrip(b"\r\n")) > types.MAX_LINE_BYTES:
        raise ProtocolError("longer than a line may be")
    try:
        text = line.decode("utf-8").strip(" \t\r\n")
        value = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"not JSON in UTF-8: {error}") from None
    if "\\u" in text:
        try:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:
            raise ProtocolError("a lone surrogate is not text") from None
    if not isinstance(value, dict):
        raise ProtocolError("not an object")
    return value


def _tag(raw: dict[str, object], key: str, known: dict[str, type]) -> str:
    tag = raw.get(key)
    if not isinstance(tag, str):
        raise ProtocolError(f"{key} is missing")
    if tag not in known:
        raise ProtocolError(f"unknown {key} {tag!r}")
    return tag


def decode_event(line: bytes) -> Event:
    """The message from the body; raises ProtocolError."""
    raw = _decode(line)
    event: Event = types.EVENTS[_tag(raw, "event", types.EVENTS)].from_wire(raw)
    return event


def decode_action(line: bytes) -> Action:
    """The message from the brain, as the body reads it; raises ProtocolError."""
    raw = _decode(line)
    action: Action = types.ACTIONS[_tag(raw, "action", types.ACTIONS)].from_wire(raw)
    return action


def encode(message: Event | Action) -> bytes:
    """The line, newline included. What cannot be encoded as text (lone surrogates of file names) becomes '?'."""
    text = json.dumps(message.to_wire(), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace") + b"\n"
