"""Constant texts: C strings, UTF-16, and the objects that Objective-C makes of them."""

import struct

from appsec.readers.ipa.load_commands import RawSection
from appsec.readers.macho.image import Selector, Text
from appsec.readers.macho.memory import BIND, MAX_TEXT, TAG_AT, TAGGED, Memory

_C_STRINGS = 0x2
"""Type of a section that holds nothing but texts that end with a zero."""
_METHOD_NAMES, _WIDE, _OBJECTS = "__objc_methname", "__ustring", "__cfstring"
# class, flags, text, length
_OBJECT = struct.Struct("<4Q")
_WIDE_FLAG = 0x10
_STRING = struct.Struct("<2Q")
_SWIFT_OBJECT, _SWIFT_TEXT = (TAGGED >> TAG_AT) | 0x80, 0xD
"""Marks of a String that is a constant elsewhere: above its address, and above its length."""
_SWIFT_LENGTH, _SWIFT_HEAD = (1 << 48) - 1, 32
"""The address is that of an object whose text begins 32 bytes further on."""
_SWIFT_SMALL, _SWIFT_ROOM = (0xE, 0xA), 15
"""Marks of a String that is in the words themselves, in ASCII or not; its length is beside them."""
_LONGEST = 16 << 10
"""Bytes of a text that code names; many may lie within one another. Of an object's no more is told,
and none of a C string that is longer."""
_PIECE = 512


def constant_text(memory: Memory, section: RawSection, address: int) -> Text | Selector | None:
    """The text at an address of this section, or None if the section holds none."""
    if section.name == _OBJECTS:
        return _of_object(memory, section, address)
    if section.name == _WIDE:
        content = _wide(memory, address)
        return None if content is None else Text(content.decode("utf-16-le", "replace"))
    if section.kind != _C_STRINGS:
        return None
    text = memory.text(address, _LONGEST)
    if text is None:
        return None
    return Selector(text) if section.name == _METHOD_NAMES else Text(text)


def _of_object(memory: Memory, section: RawSection, address: int) -> Text | None:
    found = memory.unpack(_OBJECT, address)
    where = memory.pointer(address + 16)
    if found is None or not where or where & BIND or (address - section.address) % _OBJECT.size:
        return None
    _, flags, _, length = found
    wide = bool(flags & _WIDE_FLAG)
    size = length * 2 if wide else length
    if length > MAX_TEXT or memory.view(where, size) is None:
        return None
    content = memory.most(where, min(size, _LONGEST))
    return Text(bytes(content).decode("utf-16-le" if wide else "utf-8", "replace"))


def swift_text(memory: Memory, address: int) -> Text | None:
    """The constant String of Swift that is stored here: two words, with the text's place or with
    the text itself."""
    words = memory.unpack(_STRING, address)
    if words is None:
        return None
    first, second = words
    if second >> 60 in _SWIFT_SMALL:
        length = second >> 56 & 0xF
        content = _STRING.pack(first, second)[:_SWIFT_ROOM]
        return None if any(content[length:]) else _utf8(content[:length])
    value = memory.pointer(address + 8)
    if value is None or first >> 60 != _SWIFT_TEXT or value >> TAG_AT != _SWIFT_OBJECT:
        return None
    length = first & _SWIFT_LENGTH
    where = (value & (1 << TAG_AT) - 1) + _SWIFT_HEAD
    found = memory.view(where, length) if length <= MAX_TEXT else None
    return None if found is None else _utf8(bytes(found))


def _utf8(content: bytes) -> Text:
    return Text(content.decode("utf-8", "replace"))


def _wide(memory: Memory, address: int) -> bytes | None:
    """The bytes up to a zero of 16 bits."""
    parts: list[bytes] = []
    while len(parts) * _PIECE < MAX_TEXT:
        piece = memory.most(address + len(parts) * _PIECE, _PIECE)
        ends = [at for at in range(0, len(piece) - 1, 2) if piece[at] == piece[at + 1] == 0]
        if ends:
            return b"".join([*parts, piece[: ends[0]]])
        if len(piece) < _PIECE:
            return None
        parts.append(piece)
    return None
