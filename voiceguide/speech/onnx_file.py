"""What an ONNX file says of itself, read without the library that runs it.

The format is protobuf: fields one after the other, each with its number and its length. Only the
heads of the fields are looked at, so that a large model costs milliseconds, and one that was cut
short, or is something else, is told before anything runs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

_MOST_FIELDS = 200_000
_MOST_NAME_BYTES = 1000
_NEWEST_FORMAT = 100

_LENGTH_DELIMITED = 2
# ModelProto
_FORMAT, _GRAPH, _OPERATORS = 1, 7, 8
# GraphProto
_NODE, _INPUT, _OUTPUT = 1, 11, 12
# ValueInfoProto
_NAME = 1


class NotOnnx(ValueError):
    """Why a file is no whole ONNX model, in words that follow its name; `hint` says what to do."""

    def __init__(self, why: str, hint: str | None = None) -> None:
        super().__init__(why)
        self.hint = hint


class OnnxSummary(Struct, frozen=True):
    """The names of what a model takes and gives, and how many operations it has."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    nodes: int


_OTHERS = (
    (b"<", "is a web page, not a model", "download the file itself, not the page that shows it"),
    (
        b"version https://git-lfs",
        "is only the pointer of Git LFS to a model",
        "download the file itself, or run: git lfs pull",
    ),
    (b"PK\x03\x04", "is a ZIP file, not a model", "unpack it first"),
    (b"\x1f\x8b", "is packed by gzip", "unpack it first"),
    (b"{", "is JSON, not a model", "name the .onnx file, with its .onnx.json beside it"),
)
"""What people take for a model: its first bytes, and what to say."""


def read_onnx(file: BinaryIO, size: int) -> OnnxSummary:
    """Look through a model of `size` bytes. Raises NotOnnx, and what the system says: OSError."""
    if size == 0:
        raise NotOnnx("is empty", "download it again")
    head = file.read(32).lstrip()
    for begin, why, hint in _OTHERS:
        if head.startswith(begin):
            raise NotOnnx(why, hint)
    walk = _Walk(file)
    graph: tuple[int, int] | None = None
    found: set[int] = set()
    for field, kind, at, length in walk.fields(0, size):
        found.add(field)
        if field == _FORMAT and not (kind == 0 and 0 < length <= _NEWEST_FORMAT):
            raise _foreign()
        if field == _GRAPH:
            if kind != _LENGTH_DELIMITED or graph is not None:
                raise _foreign()
            graph = at, length
    if _FORMAT not in found:
        raise _foreign()
    if graph is None or _OPERATORS not in found:
        raise NotOnnx("is cut short: parts of the model are missing", "download it again")
    inputs: list[str] = []
    outputs: list[str] = []
    nodes = 0
    for field, kind, at, length in walk.fields(graph[0], graph[0] + graph[1]):
        nodes += field == _NODE
        if field in (_INPUT, _OUTPUT) and kind == _LENGTH_DELIMITED:
            (inputs if field == _INPUT else outputs).append(walk.name_in(at, length))
    return OnnxSummary(tuple(inputs), tuple(outputs), nodes)


class _Walk:
    """Goes through the fields of a file, up to a number of them that no model has."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = _MOST_FIELDS

    def fields(self, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
        """Number, kind, place and length of each field; the length of a number is the number."""
        at = start
        while at < end:
            self._left -= 1
            if self._left < 0:
                raise NotOnnx("has more parts than any voice")
            self._file.seek(at)
            tag, at = self._number(at, end)
            field, kind = tag >> 3, tag & 7
            if field == 0:
                raise _foreign()
            if kind == 0:
                value, at = self._number(at, end)
                yield field, kind, at, value
                continue
            if kind == _LENGTH_DELIMITED:
                length, at = self._number(at, end)
            elif kind in (1, 5):
                length = 8 if kind == 1 else 4
            else:
                raise _foreign()
            if at + length > end:
                missing = at + length - end
                raise NotOnnx(
                    f"is cut short: at least {missing} bytes are missing", "download it again"
                )
            yield field, kind, at, length
            at += length

    def name_in(self, start: int, length: int) -> str:
        """The name of an input or an output."""
        for field, kind, at, size in self.fields(start, start + length):
            if field == _NAME and kind == _LENGTH_DELIMITED and size <= _MOST_NAME_BYTES:
                self._file.seek(at)
                return self._file.read(size).decode("utf-8", "replace")
        return ""

    def _number(self, at: int, end: int) -> tuple[int, int]:
        """A number of up to 64 bits that begins where the file stands, and where it ends."""
        value = 0
        for shift in range(0, 70, 7):
            if at >= end:
                break
            byte = self._file.read(1)
            if not byte:
                break
            at += 1
            value |= (byte[0] & 0x7F) << shift
            if not byte[0] & 0x80:
                return value, at
        else:
            raise _foreign()
        raise NotOnnx("is cut short", "download it again")


def _foreign() -> NotOnnx:
    return NotOnnx("is no ONNX model", "name a voice of Piper: NAME.onnx, with NAME.onnx.json")
