"""Adds the durations of its phonemes to what a Piper model gives out, without unpacking the model.

A model (ONNX) is a protobuf message, and a message behind another is merged into it: a few bytes at the end of the file
are one more output. The package ``onnx`` would do the same with 50 MB more a worker and 60 MB more to install.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path

_GRAPH, _NODE, _OUTPUT = 7, 1, 12
"""Fields of ModelProto, of its graph, and of that."""
_NODE_OUTPUT, _OPERATION = 2, 4
_VARINT, _WITH_LENGTH = 0, 2
_FIXED = {1: 8, 5: 4}
"""Bytes of the fields that have one size."""


def output_of_durations(model: Path) -> bytes:
    """Returns what, behind a model, makes the durations of its phonemes an output; b"" for another architecture.

    They are what is rounded up: a VITS model has one such node.
    """
    with model.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            found = [data[start:end] for start, end in _rounded_up(data)]
        except (IndexError, KeyError):  # no protobuf
            return b""
    return _field(_GRAPH, _field(_OUTPUT, _field(1, found[0]))) if len(found) == 1 else b""


def _rounded_up(data: mmap.mmap) -> Iterator[tuple[int, int]]:
    """Yields where the names of what a graph's Ceil nodes give out stand."""
    for graph in _fields(data, (0, len(data)), _GRAPH):
        for node in _fields(data, graph, _NODE):
            if any(data[start:end] == b"Ceil" for start, end in _fields(data, node, _OPERATION)):
                yield from _fields(data, node, _NODE_OUTPUT)


def _fields(data: mmap.mmap, within: tuple[int, int], wanted: int) -> Iterator[tuple[int, int]]:
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
    """Returns a field with a length: less than 128 bytes."""
    assert len(body) < 128
    return bytes([number << 3 | _WITH_LENGTH, len(body)]) + body
