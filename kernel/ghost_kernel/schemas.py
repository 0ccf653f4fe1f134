"""Whether an answer keeps a JSON Schema, said in one line that a model understands; and JSON that stands in prose.

The talker holds what a server answers to it; the brain holds to it again what it is given, whoever gave it.

The subset that ghost's own schemas use. A keyword that is not known here is an error in the schema, not something to
pass over: what is not checked must not look as if it were.
"""

from __future__ import annotations

from ghost_kernel.errors import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    Schema = Mapping[str, Any]

_SAYS_NOTHING = {"title", "description", "default", "examples", "$schema", "$id", "format", "$comment"}
_KNOWN = _SAYS_NOTHING | {
    "type", "properties", "required", "enum", "items", "maxItems", "minItems", "minLength", "maxLength", "minimum",
    "maximum", "anyOf", "additionalProperties", "const",
}  # fmt: skip
_NAMES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}


MOST_STARTS = 50  # places in prose at which JSON is looked for
MOST_READ = 1 << 20  # characters that are looked through for the ends of what begins there
DEEPEST = 64  # an object in a list is two deep
MOST_DIGITS = 15  # every integer of so many is one in every reader of JSON (RFC 8259, section 6)


def for_people(value: object) -> str:
    """A value as JSON on one line, with nothing in it that a terminal would obey or that hides other signs."""
    import json

    text = json.dumps(value, ensure_ascii=False)
    return "".join([one if one.isprintable() else json.dumps(one)[1:-1] for one in text])


def as_text(schema: Schema) -> str:
    """The schema as it is sent."""
    import json

    return json.dumps(schema, ensure_ascii=False, separators=(",", ":"))


def read(text: str, schema: Schema, in_prose: bool = False) -> tuple[object, str]:
    """The value in an answer, and what is wrong with it; nothing is when the second is empty.

    In prose the last object that keeps the schema counts: what is meant comes behind what was thought aloud.
    """
    complaint = ""
    try:
        values = [_load(text)]
    except ValueError as error:
        complaint = f"it is not valid JSON ({one_line(str(error), 80)})"
        values = [value for _, value in _in_prose(text)[::-1]] if in_prose else []
    for value in values:
        complaint = problem(value, schema) or ""
        if not complaint:
            return value, ""
    return None, complaint


def unknown(schema: object) -> str | None:
    """What in the schema cannot be checked here, if anything can not."""
    if isinstance(schema, bool):
        return None
    if not isinstance(schema, dict):
        return "a schema has to be an object"
    for key in schema:
        if key not in _KNOWN:
            return f"the keyword {key} is not known"
    for name in _types(schema):
        if name not in _NAMES:
            return f"the type {name} is not known"
    inner = [*schema.get("properties", {}).values(), *schema.get("anyOf", [])]
    inner += [schema[key] for key in ("items", "additionalProperties") if key in schema]
    return next((trouble for one in inner if (trouble := unknown(one))), None)


def problem(value: object, schema: object, path: str = "") -> str | None:
    """The first thing in which the value does not keep the schema; None when it keeps it."""
    if schema is True or not isinstance(schema, dict):
        return None if schema is not False else f"{path or 'the answer'} must not be there"
    here = path or "the answer"
    names = _types(schema)
    if names and not any(_is(value, name) for name in names):
        return f"{here} must be {' or '.join(names)}, not {_kind(value)}"
    if "const" in schema and not _same(value, schema["const"]):
        return f"{here} must be {_text(schema['const'])}, not {_text(value)}"
    if "enum" in schema and not any(_same(value, one) for one in schema["enum"]):
        return f"{here} must be one of {', '.join(map(_text, schema['enum']))}, not {_text(value)}"
    if "anyOf" in schema:
        tried = [problem(value, one, path) for one in schema["anyOf"]]
        if all(tried):
            return f"{here} fits none of {len(tried)} forms: " + "; or ".join(filter(None, tried))
    return _bounds(value, schema, here) or _inside(value, schema, path)


def _bounds(value: object, schema: dict[str, object], here: str) -> str | None:
    size, unit, least, most = 0.0, "", "", ""
    if isinstance(value, str):
        size, unit, least, most = len(value), " characters", "minLength", "maxLength"
    elif isinstance(value, list):
        size, unit, least, most = len(value), " items", "minItems", "maxItems"
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        size, least, most = value, "minimum", "maximum"
    low, high = schema.get(least), schema.get(most)
    if isinstance(low, (int, float)) and size < low:
        return f"{here} must have at least {low}{unit}" if unit else f"{here} must be at least {low}, not {size:g}"
    if isinstance(high, (int, float)) and size > high:
        if unit:
            return f"{here} must have at most {high}{unit}, not {size:g}"
        return f"{here} must be at most {high}, not {size:g}"
    return None


def _inside(value: object, schema: dict[str, object], path: str) -> str | None:
    if isinstance(value, list) and "items" in schema:
        found = (problem(one, schema["items"], f"{path}[{place}]") for place, one in enumerate(value))
        return next((trouble for trouble in found if trouble), None)
    if not isinstance(value, dict):
        return None
    required, known = schema.get("required", []), schema.get("properties", {})
    assert isinstance(required, list) and isinstance(known, dict), "`unknown` has looked at the schema"
    before = f"{path}." if path else ""
    for name in required:
        if name not in value:
            return f"{before}{name} is missing"
    others = schema.get("additionalProperties", True)
    for name, one in value.items():
        if name not in known and others is False:
            allowed = f"; known are {', '.join(known)}" if known else ""
            return f"{before}{one_line(name, 40)} is not known{allowed}"
        if trouble := problem(one, known.get(name, others), before + one_line(name, 40)):
            return trouble
    return None


def _types(schema: dict[str, object]) -> list[str]:
    names = schema.get("type", [])
    return names if isinstance(names, list) else [str(names)]


def _is(value: object, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, _NAMES.get(name, ()))


def _kind(value: object) -> str:
    return next(
        name for name in ("boolean", "null", "integer", "number", "string", "array", "object") if _is(value, name)
    )


def _same(one: object, other: object) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def _text(value: object) -> str:
    import json

    return one_line(json.dumps(value, ensure_ascii=False), 60)


def found(text: str) -> tuple[str, object]:
    """The JSON in an answer and its value: all of it, what stands in its one fence, or the one object in its prose.

    Raises ValueError with a line for the model where there is none, or more than one and they differ.
    """
    text = text.lstrip("\ufeff").strip()
    try:
        return text, _load(text)
    except ValueError as error:
        first = str(error)
    candidates = _fenced(text) or _in_prose(text)
    values = [value for _, value in candidates]
    if values and all(_same(value, values[0]) for value in values):
        return candidates[0]
    if values:
        raise ValueError("there is more than one JSON object in it; it must be exactly one")
    raise ValueError(f"it is not valid JSON ({one_line(first, 80)})")


def _load(text: str) -> object:
    import json

    def constant(name: str) -> object:
        raise ValueError(f"{name} is not JSON")

    def whole(digits: str) -> int:
        if len(digits.lstrip("-")) > MOST_DIGITS:
            raise ValueError("a number in it is too large")
        return int(digits)

    def fraction(digits: str) -> float:
        number = float(digits)
        if number - number != 0:  # infinite: it would be larger than every bound and yet a number
            raise ValueError("a number in it is too large")
        return number

    def pairs(found: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(found)
        if len(made) != len(found):
            raise ValueError("a key stands twice in one object")
        return made

    try:
        value: object = json.loads(
            text,
            parse_constant=constant,
            parse_int=whole,
            parse_float=fraction,
            object_pairs_hook=pairs,
        )
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    _look_through(value)
    return value


def _look_through(value: object) -> None:
    """Raises ValueError where it holds what is JSON and yet nobody's words, or is deeper than a schema of ours."""
    level = [value]
    for _ in range(DEEPEST):
        texts = [one for one in level if isinstance(one, str)]
        texts += [name for one in level if isinstance(one, dict) for name in one]
        for text in texts:
            if "\0" in text:
                raise ValueError("there is a NUL in it")
            try:
                text.encode()
            except UnicodeEncodeError:
                raise ValueError("half of a character is in it") from None
        level = [
            inner
            for one in level
            if isinstance(one, (dict, list))
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return
    raise ValueError("it is nested too deeply")


def _fenced(text: str) -> list[tuple[str, object]]:
    """What stands between lines of three backticks and is JSON."""
    inside: list[str] | None = None
    made: list[tuple[str, object]] = []
    for line in text.splitlines():
        if not line.strip().startswith("```"):
            if inside is not None:
                inside.append(line)
        elif inside is None:
            inside = []
        else:
            block, inside = "\n".join(inside).strip(), None
            try:
                made.append((block, _load(block)))
            except ValueError:
                pass
    return made


def _in_prose(text: str) -> list[tuple[str, object]]:
    """Every outermost object that stands in the text."""
    made: list[tuple[str, object]] = []
    start = text.find("{")
    tries, read = 0, 0
    while start >= 0 and tries < MOST_STARTS and read < MOST_READ:
        tries += 1
        end = _end(text, start)
        read += end - start
        try:
            made.append((text[start:end], _load(text[start:end])))
        except ValueError:
            end = start + 1
        start = text.find("{", end)
    return made


def _end(text: str, start: int) -> int:
    """Where the object that begins there is closed; strings are passed over."""
    depth, quoted, place = 0, False, start
    while place < len(text):
        sign = text[place]
        if quoted:
            if sign == "\\":
                place += 1
            elif sign == '"':
                quoted = False
        elif sign == '"':
            quoted = True
        elif sign in "{[":
            depth += 1
        elif sign in "}]":
            depth -= 1
            if depth == 0:
                return place + 1
        place += 1
    return len(text)
