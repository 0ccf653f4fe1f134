"""Reads single fields of a decoded JSON object.

Every reader raises ProtocolError with the field's name. Kept apart from types.py because this is written by hand.
"""

from __future__ import annotations

from ghost_kernel.errors import ProtocolError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar

    T = TypeVar("T")

REQUIRED: Any = object()


def record(value: object) -> dict[str, object]:
    """The value as an object, or an error when it is something else."""
    if not isinstance(value, dict):
        raise ProtocolError("not an object")
    return value


def _get(raw: dict[str, object], key: str, default: Any) -> object:
    if key in raw:
        return raw[key]
    if default is REQUIRED:
        raise ProtocolError(f"{key} is missing")
    return default


def as_string(value: object) -> str:
    """One item of a list of strings."""
    if not isinstance(value, str):
        raise ProtocolError("not a string")
    return value


def one_of(values: Sequence[str]) -> Callable[[object], str]:
    """What reads one item of a list of such words."""

    def item(value: object) -> str:
        if not isinstance(value, str) or value not in values:
            raise ProtocolError(f"not one of {', '.join(values)}")
        return value

    return item


def string(raw: dict[str, object], key: str, default: Any = REQUIRED) -> str:
    """A field of text."""
    value = _get(raw, key, default)
    if not isinstance(value, str):
        raise ProtocolError(f"{key} must be a string")
    return value


def boolean(raw: dict[str, object], key: str, default: Any = REQUIRED) -> bool:
    """A field that is true or false."""
    value = _get(raw, key, default)
    if not isinstance(value, bool):
        raise ProtocolError(f"{key} must be true or false")
    return value


def integer(raw: dict[str, object], key: str, minimum: int, maximum: int, default: Any = REQUIRED) -> int:
    """A whole number within bounds; a number with a fraction part, even .0, is none."""
    value = _get(raw, key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not minimum <= value <= maximum:
        raise ProtocolError(f"{key} must be a whole number from {minimum} to {maximum}")
    return value


def number(raw: dict[str, object], key: str, minimum: float, maximum: float, default: Any = REQUIRED) -> float:
    """A number within bounds."""
    value = _get(raw, key, default)
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not minimum <= value <= maximum:
        raise ProtocolError(f"{key} must be a number from {minimum} to {maximum}")
    return float(value)


def enum(raw: dict[str, object], key: str, values: Sequence[str], default: Any = REQUIRED) -> str:
    """One of a few words."""
    value = _get(raw, key, default)
    if value not in values or not isinstance(value, str):
        raise ProtocolError(f"{key} must be one of {', '.join(values)}")
    return value


def array(raw: dict[str, object], key: str, item: Callable[[object], T], default: Any = REQUIRED) -> list[T]:
    """A list whose every item passes `item`."""
    value = _get(raw, key, default)
    if not isinstance(value, list):
        raise ProtocolError(f"{key} must be a list")
    try:
        return [item(one) for one in value]
    except ProtocolError as error:
        raise ProtocolError(f"{key}: {error}") from None


def struct(raw: dict[str, object], key: str, item: Callable[[object], T], default: Any = REQUIRED) -> T:
    """A nested object."""
    value = _get(raw, key, default)
    try:
        return item(value)
    except ProtocolError as error:
        raise ProtocolError(f"{key}: {error}") from None


def argv(raw: dict[str, object], key: str, default: Any = REQUIRED) -> list[str] | list[list[str]]:
    """Words of one program, or a list of such lists: a pipeline."""
    value = _get(raw, key, default)
    if isinstance(value, list):
        if all(isinstance(one, str) for one in value):
            return value
        if all(isinstance(one, list) and all(isinstance(word, str) for word in one) for one in value):
            return value
    raise ProtocolError(f"{key} must be a list of words, or a list of such lists")


def nullable(reader: Callable[..., T], raw: dict[str, object], key: str, *bounds: Any) -> T | None:
    """What `reader` gives, or None when the field is absent or null."""
    return None if raw.get(key) is None else reader(raw, key, *bounds)


def exactly_one(raw: dict[str, object], keys: Sequence[str]) -> None:
    """Raises unless exactly one of the fields is given."""
    if sum(raw.get(key) is not None for key in keys) != 1:
        raise ProtocolError(f"needs either {' or '.join(keys)}")
