"""Protobuf messages from bytes, bounded; what has two readings or breaks off is refused."""

from collections.abc import Iterator
from dataclasses import field
from typing import TypeAlias

from appsec.model.frozen import frozen, slotted
from appsec.readers.apk.xml_shape import BadShape

MAX_FIELDS = 2_000_000
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_FIXED = {_FIXED64: 8, _FIXED32: 4}
_LONGEST_VARINT, _MORE = 10, 0x80
_MAX_NUMBER = (1 << 29) - 1
_32_BITS, _64_BITS = 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF

Raw: TypeAlias = memoryview
Field: TypeAlias = tuple[int, int, int | Raw]
"""Number, wire type and value of a field: an integer, or the bytes that it holds."""


@slotted
class Wire:
    """Reads the messages of one file, so many fields in all."""

    left: int = MAX_FIELDS

    def fields(self, data: Raw) -> Iterator[Field]:
        """In order. Raises BadShape."""
        at, stop = 0, len(data)
        while at < stop:
            self.left -= 1
            if self.left < 0:
                raise BadShape("too many fields")
            tag = data[at]  # most tags and numbers are of one byte
            tag, at = (tag, at + 1) if tag < _MORE else _varint(data, at)
            number, kind = tag >> 3, tag & 7
            if not 0 < number <= _MAX_NUMBER:
                raise BadShape(f"field number {number}")
            if kind == _VARINT:
                value, at = _varint(data, at)
                yield number, kind, value
                continue
            if kind == _BYTES:
                length, at = _varint(data, at)
            elif kind in _FIXED:
                length = _FIXED[kind]
            else:
                raise BadShape(f"wire type {kind}")
            if length > stop - at:
                raise BadShape("a field that is cut off")
            yield number, kind, data[at : at + length]
            at += length

    def message(self, data: bytes | Raw) -> "Message":
        """Raises BadShape."""
        found = Message(self)
        for number, kind, value in self.fields(memoryview(data)):
            found.values.setdefault(number, []).append((kind, value))
        return found


@frozen
class Message:
    """One message. A field that may stand once and stands twice, or has another type, is
    refused: programs differ in which one they take."""

    wire: Wire
    values: dict[int, list[tuple[int, int | Raw]]] = field(default_factory=dict)

    def has(self, number: int) -> bool:
        return number in self.values

    def integer(self, number: int) -> int:
        """Of 32 bits, without a sign; 0 if absent."""
        value = self._only(number, _VARINT)
        return value & _32_BITS if isinstance(value, int) else 0

    def fixed32(self, number: int) -> int:
        """The bits of a float."""
        value = self._only(number, _FIXED32)
        return int.from_bytes(value, "little") if isinstance(value, memoryview) else 0

    def text(self, number: int) -> str:
        """Empty if absent."""
        value = self._only(number, _BYTES)
        return decoded(value) if isinstance(value, memoryview) else ""

    def message(self, number: int) -> "Message | None":
        value = self._only(number, _BYTES)
        return self.wire.message(value) if isinstance(value, memoryview) else None

    def messages(self, number: int) -> Iterator["Message"]:
        """Of a field that may be repeated, in order."""
        for kind, value in self.values.get(number, ()):
            if kind != _BYTES or not isinstance(value, memoryview):
                raise BadShape(f"field {number} of another type")
            yield self.wire.message(value)

    def only_of(self, *numbers: int) -> int:
        """Which one of these is there; any other that is there too is one that we do not know."""
        found = list(self.values)
        if len(found) != 1 or found[0] not in numbers:
            raise BadShape(f"not one value that is known, but {found[:3]}")
        return found[0]

    def one_of(self, *numbers: int) -> tuple[int, "Message"]:
        """Which one of these is there, and the message in it."""
        number = self.only_of(*numbers)
        held = self.message(number)
        assert held is not None
        return number, held

    def _only(self, number: int, kind: int) -> int | Raw | None:
        found = self.values.get(number)
        if not found:
            return None
        if len(found) > 1 or found[0][0] != kind:
            raise BadShape(f"field {number} given twice, or of another type")
        return found[0][1]


def decoded(value: Raw) -> str:
    """Raises BadShape."""
    try:
        return str(value, "utf-8")
    except UnicodeDecodeError as error:
        raise BadShape("text that is no UTF-8") from error


def _varint(data: Raw, at: int) -> tuple[int, int]:
    value = 0
    for place in range(_LONGEST_VARINT):
        if at >= len(data):
            raise BadShape("a number that is cut off")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << (7 * place)
        if not byte & _MORE:
            if value > _64_BITS:
                break
            return value, at
    raise BadShape("a number that is too long")
