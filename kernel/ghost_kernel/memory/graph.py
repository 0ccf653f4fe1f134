"""The model's graph, as it is loaded: multiplied in whole numbers, where the processor can do so exactly.

The reviewed file holds its weights as whole numbers of eight bits, and widens all of them when it is loaded: four times
the memory, and products of floating-point numbers. Instead each product takes the weights as they are and rounds what
comes in (onnxruntime's DynamicQuantizeMatMul), and a word's own row alone is widened. Vectors stay within a cosine of
0.99 of the others.

A graph is a protobuf message (onnx.proto): fields that are numbered, of which few matter here; all others stay as they
are, byte for byte.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

GRAPH, IMPORTS = 7, 8  # fields of a model
NODE = 1  # of a graph
INPUT, OUTPUT, OPERATOR, ATTRIBUTE, DOMAIN = 1, 2, 4, 5, 7  # of a node
NAME, VERSION = 1, 2  # of an import
CONTRIB = b"com.microsoft"
WIDTHS = {1: 8, 5: 4}  # bytes of the wire types that have a fixed number of them


class Unreadable(Exception):
    """It is no message of this form."""


class Node:
    """One step of a graph."""

    __slots__ = ("whole", "operator", "inputs", "outputs", "attributes")

    def __init__(self, whole: bytes) -> None:
        self.whole = whole
        self.operator = b""
        self.inputs: list[bytes] = []
        self.outputs: list[bytes] = []
        self.attributes = b""
        for number, value, field in fields(whole):
            if number == INPUT:
                self.inputs.append(value)
            elif number == OUTPUT:
                self.outputs.append(value)
            elif number == OPERATOR:
                self.operator = value
            elif number == ATTRIBUTE:
                self.attributes += field


def is_exact() -> bool:
    """Whether this processor adds up products of eight bits without cutting them off. Older ones of Intel's kind do
    not: two such products do not fit into the sixteen bits they have for them.
    """
    machine = os.uname().machine
    if machine in ("aarch64", "arm64"):
        return True
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
            flags = next((line for line in file if line.startswith("flags")), "")
    except OSError:
        return False
    return any(word in ("avx_vnni", "avx512_vnni") for word in flags.split())


def whole_numbers(model: bytes) -> bytes:
    """The model with products of whole numbers; raises Unreadable where it is none."""
    rest, graph = [], b""
    for number, value, field in fields(model):
        if number == GRAPH:
            graph = value
        else:
            rest.append(field)
    others, nodes = [], []
    for number, value, field in fields(graph):
        if number == NODE:
            nodes.append(Node(value))
        else:
            others.append(field)
    changed = [_field(NODE, one) for one in _changed(nodes)]
    contrib = _field(NAME, CONTRIB) + bytes([VERSION << 3, 1])
    return b"".join([*rest, _field(IMPORTS, contrib), _field(GRAPH, b"".join([*changed, *others]))])


def _changed(nodes: list[Node]) -> Iterator[bytes]:
    """Weights are `Mul(Cast(numbers), scale)`: those two steps go, and what took their result takes the numbers."""
    casts = {one.outputs[0]: one for one in nodes if one.operator == b"Cast" and one.inputs[0].endswith(b"_q")}
    weights = {one.outputs[0]: (casts[one.inputs[0]], one.inputs[1])
               for one in nodes if one.operator == b"Mul" and one.inputs[0] in casts}  # fmt: skip
    for one in nodes:
        into = one.outputs[0]
        if into in casts or into in weights:
            continue
        if one.operator == b"MatMul" and one.inputs[1] in weights:
            cast, scale = weights[one.inputs[1]]
            yield _node(b"DynamicQuantizeMatMul", [one.inputs[0], cast.inputs[0], scale], into, domain=CONTRIB)
        elif one.operator == b"Gather" and one.inputs[0] in weights:
            cast, scale = weights[one.inputs[0]]
            yield _node(b"Gather", [cast.inputs[0], one.inputs[1]], into + b"_rows", one.attributes)
            yield _node(b"Gather", [scale, one.inputs[1]], into + b"_scales", one.attributes)
            yield _node(b"Cast", [into + b"_rows"], into + b"_wide", cast.attributes)
            yield _node(b"Mul", [into + b"_wide", into + b"_scales"], into)
        elif any(name in weights for name in one.inputs):
            raise Unreadable("weights are used in another way than was reviewed")
        else:
            yield one.whole


def _node(operator: bytes, inputs: list[bytes], output: bytes, attributes: bytes = b"", domain: bytes = b"") -> bytes:
    parts = [_field(INPUT, one) for one in inputs] + [_field(OUTPUT, output), _field(OPERATOR, operator), attributes]
    return b"".join([*parts, _field(DOMAIN, domain) if domain else b""])


def _field(number: int, value: bytes) -> bytes:
    """A field that holds bytes."""
    length, left = b"", len(value)
    while left > 127:
        length += bytes([left & 127 | 128])
        left >>= 7
    return bytes([number << 3 | 2]) + length + bytes([left]) + value


def fields(message: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """The fields of a message: number, content where it is bytes, and the field as it stands."""
    at = 0
    while at < len(message):
        begin = at
        key, at = _number(message, at)
        kind, value = key & 7, b""
        if kind == 0:
            _, at = _number(message, at)
        elif kind == 2:
            length, at = _number(message, at)
            value = message[at : at + length]
            at += length
        elif kind in WIDTHS:
            at += WIDTHS[kind]
        else:
            raise Unreadable(f"a field of kind {kind}")
        if at > len(message):
            raise Unreadable("it ends within a field")
        yield key >> 3, value, message[begin:at]


def _number(message: bytes, at: int) -> tuple[int, int]:
    """A number of any length, and where it ends."""
    value = shift = 0
    while at < len(message) and shift < 64:
        byte = message[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at
    raise Unreadable("a number without an end")
