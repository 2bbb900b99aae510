"""Objects that newer compilers make of Objective-C's literals: `@1024`, `@[...]` and `@{...}`."""

import struct

from appsec.readers.ipa.load_commands import RawSection
from appsec.readers.macho.image import BoxedNumber, ConstantArray, ConstantDictionary
from appsec.readers.macho.memory import BIND, Memory

MAX_ITEMS = 10_000
_POINTER = 8
# After the class: how numbers are encoded, and their value.
_INTEGER, _FLOAT, _DOUBLE = struct.Struct("<8x8xq"), struct.Struct("<8xf"), struct.Struct("<8xd")
_NUMBERS = {"__objc_intobj": _INTEGER, "__objc_floatobj": _FLOAT, "__objc_doubleobj": _DOUBLE}
_ARRAYS, _DICTIONARIES = "__objc_arrayobj", "__objc_dictobj"
_COUNT = struct.Struct("<Q")


def constant_object(
    memory: Memory, section: RawSection, address: int
) -> BoxedNumber | ConstantArray | ConstantDictionary | None:
    """The object at an address of this section, or None if the section holds none."""
    form = _NUMBERS.get(section.name)
    if form is not None:
        found = memory.unpack(form, address)
        return None if found is None else BoxedNumber(found[0])
    if section.name == _ARRAYS:
        # class, count, items
        items = _items(memory, address + 8, address + 16)
        return None if items is None else ConstantArray(items)
    if section.name == _DICTIONARIES:
        # class, options, count, keys, values
        keys = _items(memory, address + 16, address + 24)
        values = _items(memory, address + 16, address + 32)
        return None if keys is None or values is None else ConstantDictionary(keys, values)
    return None


def _items(memory: Memory, count_at: int, list_at: int) -> range | None:
    """The places of pointers, all of which are in the file."""
    count, start = memory.unpack(_COUNT, count_at), memory.pointer(list_at)
    if count is None or not start or start & BIND or count[0] > MAX_ITEMS:
        return None
    places = range(start, start + count[0] * _POINTER, _POINTER)
    return places if memory.view(start, len(places) * _POINTER) is not None else None
