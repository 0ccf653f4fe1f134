"""What a model has to answer with: a small part of JSON Schema, checked, and found in prose where it stands in some.

The words that are known: type, properties, required, enum, items, minItems, maxItems, minLength, maxLength, minimum,
maximum. Those are what ghost's own schemas use; any other word is passed over, as JSON Schema wants of a reader.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    Schema = Mapping[str, Any]

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}
MOST_STARTS = 50  # places in prose at which JSON is looked for


def as_text(schema: Schema) -> str:
    """The schema as it is sent."""
    import json

    return json.dumps(schema, ensure_ascii=False, separators=(",", ":"))


def read(text: str, schema: Schema, in_prose: bool = False) -> tuple[object, str]:
    """The value in an answer, and what is wrong with it; nothing is when the second is empty."""
    import json

    values: list[object] = []
    complaint = "it is no JSON"
    try:
        values.append(json.loads(text))
    except (ValueError, RecursionError) as error:
        complaint = f"it is no JSON: {str(error)[:120]}"
    if not values and in_prose:
        values = _in_prose(text)
    for value in values:
        complaint = wrong(value, schema)
        if not complaint:
            return value, ""
    return None, complaint


def _in_prose(text: str) -> list[object]:
    """The objects that stand in a text, the last first: what is meant comes behind what was thought aloud."""
    import json

    decoder = json.JSONDecoder()
    found: list[object] = []
    at = text.find("{")
    for _ in range(MOST_STARTS):
        if at < 0:
            break
        try:
            value, end = decoder.raw_decode(text, at)
            found.append(value)
        except (ValueError, RecursionError):
            end = at + 1
        at = text.find("{", end)
    return found[::-1]


def wrong(value: object, schema: Schema, place: str = "the answer") -> str:
    """What keeps the value from fitting; empty when it fits."""
    kind = schema.get("type")
    if kind in _TYPES:
        fits = isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))
        if not fits:
            return f"{place} is not of type {kind}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{place} is none of {', '.join(map(str, schema['enum']))}"
    if isinstance(value, str):
        return _of_size(len(value), schema, "Length", place, "characters")
    if isinstance(value, (int, float)):
        if value != value or value < schema.get("minimum", value) or value > schema.get("maximum", value):
            return f"{place} is out of range"
        return ""
    if isinstance(value, list):
        return _list(value, schema, place)
    if isinstance(value, dict):
        return _object(value, schema, place)
    return ""


def _of_size(size: int, schema: Schema, what: str, place: str, unit: str) -> str:
    if size < schema.get(f"min{what}", 0):
        return f"{place} has too few {unit}"
    if size > schema.get(f"max{what}", size):
        return f"{place} has too many {unit}"
    return ""


def _list(value: list[object], schema: Schema, place: str) -> str:
    complaint = _of_size(len(value), schema, "Items", place, "items")
    if complaint or "items" not in schema:
        return complaint
    return next(filter(None, (wrong(one, schema["items"], f"{place}[{at}]") for at, one in enumerate(value))), "")


def _object(value: dict[str, object], schema: Schema, place: str) -> str:
    for key in schema.get("required", ()):
        if key not in value:
            return f"{place} has no {key}"
    for key, inner in schema.get("properties", {}).items():
        if key in value:
            complaint = wrong(value[key], inner, f"{place}.{key}")
            if complaint:
                return complaint
    return ""
