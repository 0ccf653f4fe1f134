"""What has come of an answer so far, whatever the format; and what the formats share."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ghost_kernel.llm.request import Message

MOST = (1 << 53) - 1
TOOL = "answer"
"""The name of the tool through which an answer is forced into a schema."""
TOOL_SAYS = "Give the answer."


class Said:
    """An answer being received. The words themselves go to whoever reads; here is what stands beside them."""

    __slots__ = ("input_tokens", "output_tokens", "stop", "over", "arguments", "refusal")

    def __init__(self) -> None:
        self.input_tokens = 0
        self.output_tokens = 0
        self.stop = ""
        """stop, length or refusal; empty while the server has not said that the answer is at its end."""
        self.over = False
        """Whether nothing more comes."""
        self.arguments = ""
        """What was given to the tool, as JSON."""
        self.refusal = False
        """Whether the words are those of a refusal."""


def number(found: object) -> int:
    """A count of tokens; 0 where none is told, and never more than a message can hold (RFC 8259, section 6)."""
    return min(found, MOST) if isinstance(found, int) and not isinstance(found, bool) and found > 0 else 0


def table(found: object) -> Mapping[str, object]:
    """An object of the answer; an empty one where there is none."""
    return found if isinstance(found, dict) else {}


def items(found: object) -> Sequence[object]:
    """A list of the answer; an empty one where there is none."""
    return found if isinstance(found, list) else []


def text(found: object) -> str:
    """Text of the answer; empty where there is none."""
    return found if isinstance(found, str) else ""


def turns(messages: Sequence[Message]) -> tuple[str, list[tuple[str, str]]]:
    """The system's text, and the turns after it: no empty one, and none twice in a row by the same side."""
    system: list[str] = []
    made: list[tuple[str, str]] = []
    for message in messages:
        if not message.text.strip():
            continue
        if message.role == "system":
            system.append(message.text)
        elif made and made[-1][0] == message.role:
            made[-1] = (message.role, f"{made[-1][1]}\n\n{message.text}")
        else:
            made.append((message.role, message.text))
    return "\n\n".join(system), made or [("user", "\n\n".join(system))]


def strict(schema: object) -> bool:
    """Whether every object in the schema names all it may have as required: what OpenAI's strict mode asks for."""
    if not isinstance(schema, dict):
        return not isinstance(schema, bool)
    known = schema.get("properties", {})
    whole = schema.get("additionalProperties") is False and set(schema.get("required", [])) == set(known)
    if (schema.get("type") == "object" or known) and not whole:
        return False
    inner = [*known.values(), *schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])]
    return all(strict(one) for one in inner)


def without(schema: object, keywords: frozenset[str], *, closed: bool = False) -> object:
    """The schema without keywords that a server does not take, and `closed`: objects that say so take no other keys.

    What is left out here is still checked when the answer has come. A constant is written as a choice of one.
    """
    if not isinstance(schema, dict):
        return schema
    made: dict[str, object] = {}
    for key, value in schema.items():
        if key == "properties" and isinstance(value, dict):
            made[key] = {name: without(one, keywords, closed=closed) for name, one in value.items()}
        elif key == "anyOf" and isinstance(value, list):
            made[key] = [without(one, keywords, closed=closed) for one in value]
        elif key in ("items", "additionalProperties"):
            made[key] = without(value, keywords, closed=closed)
        elif key == "const":
            made["enum"] = [value]
        elif key not in keywords:
            made[key] = value
    if closed and made.get("type") == "object":
        made["additionalProperties"] = False
    return made
