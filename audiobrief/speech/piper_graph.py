"""Cuts a Piper model in two, without unpacking it: what turns phonemes into frames, and frames into sound.

The second half does most of the work and takes most of the memory, and it looks only some frames around: it can be run
on one stretch of a sentence after the other. The first half then gives out how long each phoneme is, too. A model
(ONNX) is a protobuf message, copied here field by field; the package ``onnx`` would do the same with 50 MB more a
worker and 60 MB more to install.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_IR_VERSION_8 = b"\x08\x08"
_GRAPH, _OPSET = 7, 8
"""Fields of ModelProto."""
_NODE, _NAME, _INITIALIZER, _INPUT, _OUTPUT = 1, 2, 5, 11, 12
"""Fields of its graph."""
_NODE_INPUT, _NODE_OUTPUT, _OPERATION = 1, 2, 4
_TENSOR_NAME = 8
_FLOATS = b"\x12\x04\x0a\x02\x08\x01"
"""The type of a value: a tensor of floats, of any shape."""
_VARINT, _WITH_LENGTH = 0, 2
_FIXED = {1: 8, 5: 4}
"""Bytes of the fields that have one size."""

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Halves:
    """A model in two, as pieces to be written one after the other."""

    frames: str
    """The value that the first gives out and the second takes: [1, channels, frames]."""
    first: list[bytes]
    """Its outputs are the frames, and how many of them each phoneme takes."""
    second: list[bytes]
    """Its output is the model's."""


@dataclass(frozen=True, slots=True)
class _Node:
    span: _Span
    operation: str
    inputs: list[str]
    outputs: list[str]


def halves(model: Path) -> Halves | None:
    """Cuts a VITS model; returns None for another architecture.

    Durations are what is rounded up: there is one such node. The second half begins with the last convolution before
    the first that lengthens.
    """
    with model.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            (graph,) = _fields(data, (0, len(data)), _GRAPH)
            nodes = [_node(data, span) for span in _fields(data, graph, _NODE)]
            (durations,) = (node.outputs[0] for node in nodes if node.operation == "Ceil")
            made_by = {name: node for node in nodes for name in node.outputs}
            node = next(node for node in nodes if node.operation == "ConvTranspose")
            while node.operation != "Conv":
                node = made_by[node.inputs[0]]
            frames = node.inputs[0]
            sound = data[slice(*next(_fields(data, graph, _OUTPUT)))]
            given = _field(1, frames.encode()) + _FLOATS
            first = _part(data, graph, nodes, {frames: given, durations: _field(1, durations.encode())}, {})
            second = _part(
                data, graph, nodes, {_text(data, next(_fields(data, graph, _OUTPUT)), 1): sound}, {frames: given}
            )
        except (IndexError, KeyError, ValueError, StopIteration):  # no protobuf, or no such nodes
            return None
    return Halves(frames, first, second)


def _part(
    data: mmap.mmap, graph: _Span, nodes: list[_Node], outputs: dict[str, bytes], inputs: dict[str, bytes]
) -> list[bytes]:
    """Copies the part of a graph that makes some values of others; each comes with its description."""
    needed = set(outputs)
    kept: list[_Span] = []
    for node in reversed(nodes):  # ONNX wants them in the order of their work
        if needed.intersection(node.outputs):
            needed.update(set(node.inputs) - inputs.keys())
            kept.append(node.span)
    parts = [_field(_NODE, data[start:end]) for start, end in reversed(kept)]
    for number, name in ((_INITIALIZER, _TENSOR_NAME), (_INPUT, 1)):
        spans = _fields(data, graph, number)
        parts += [_field(number, data[start:end]) for start, end in spans if _text(data, (start, end), name) in needed]
    parts += [_field(_INPUT, value) for value in inputs.values()]
    parts += [_field(_OUTPUT, value) for value in outputs.values()]
    parts.append(_field(_NAME, b"part"))
    opsets = [_field(_OPSET, data[start:end]) for start, end in _fields(data, (0, len(data)), _OPSET)]
    return [_IR_VERSION_8, *opsets, _head(_GRAPH, sum(map(len, parts))), *parts]


def _node(data: mmap.mmap, span: _Span) -> _Node:
    inputs, outputs = (
        [data[start:end].decode() for start, end in _fields(data, span, number)]
        for number in (_NODE_INPUT, _NODE_OUTPUT)
    )
    return _Node(span, _text(data, span, _OPERATION), inputs, outputs)


def _text(data: mmap.mmap, span: _Span, number: int) -> str:
    return next((data[start:end].decode() for start, end in _fields(data, span, number)), "")


def _fields(data: mmap.mmap, within: _Span, wanted: int) -> Iterator[_Span]:
    """Yields start and end of a message's fields of a number, of those that have a length."""
    at, end = within
    while at < end:
        key, at = _number(data, at)
        if key & 7 == _WITH_LENGTH:
            length, at = _number(data, at)
            if key >> 3 == wanted:
                yield at, at + length
            at += length
        elif key & 7 == _VARINT:
            _, at = _number(data, at)
        else:
            at += _FIXED[key & 7]


def _number(data: mmap.mmap, at: int) -> tuple[int, int]:
    """Reads a varint; returns it, and where the next byte is."""
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _field(number: int, body: bytes) -> bytes:
    """Returns a field with a length."""
    return _head(number, len(body)) + body


def _head(number: int, length: int) -> bytes:
    head = bytearray([number << 3 | _WITH_LENGTH])
    while length >= 128:
        head.append(length & 127 | 128)
        length >>= 7
    return bytes([*head, length])
