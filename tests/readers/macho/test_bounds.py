"""What crafted code costs is bounded, and what is given up is said."""

import struct
import time

import pytest

from appsec.facts.ios_code import Callee
from appsec.readers.macho.code import SliceCode
from appsec.readers.macho.code_classes import Classes
from appsec.readers.macho.slice_image import read_image
from appsec.readers.macho.texts import _LONGEST
from appsec.readers.macho.walk_values import Address, Class, Literal, Result, Table
from appsec.readers.macho.walk_view import View
from tests.readers.macho.sketch import C_STRINGS, CODE, TEXT, Sketch

RETURN = 0xD65F03C0


def code_of(words):
    sketch = Sketch()
    sketch.add("__TEXT,__text", struct.pack(f"<{len(words)}I", *words), CODE)
    image = read_image(memoryview(sketch.build()))
    return SliceCode(image, Classes())


def test_slots_that_others_may_write_are_forgotten_once():
    # sub sp; many objects escape, many places are written; then stores to nobody knows where
    words = [0xD13FC3FF]
    for at in range(2048, 4080, 8):
        words += [0x91000000 | at << 10 | 31 << 5 | 8, 0xF9000128]  # add x8, sp, #at; str x8, [x9]
    words += [0xF9000000 | at // 8 << 10 | 31 << 5 for at in range(0, 2040, 8)]  # str x0, [sp, #at]
    words += [0xF9000120] * 2000 + [RETURN]
    code = code_of(words)
    begin = time.process_time()
    code.walk(TEXT)
    assert not code.unread
    assert time.process_time() - begin < 3


def test_objects_of_literals_are_told():
    sketch = Sketch(file_type=2, flags=0x85)
    text = sketch.add("__TEXT,__cstring", b"/bin/sh\0", C_STRINGS)
    number = sketch.add("__DATA,__objc_intobj", struct.pack("<2Qq", 0, 0, 1024))
    items = sketch.add("__DATA,__objc_arraydata", struct.pack("<2Q", text, number))
    array = sketch.add("__DATA,__objc_arrayobj", struct.pack("<3Q", 0, 2, items))
    keyed = sketch.add("__DATA,__objc_dictobj", struct.pack("<5Q", 0, 1, 1, items, items + 8))
    inner = sketch.add("__DATA,__objc_arraydata", bytes(8))
    sketch.put(inner, struct.pack("<Q", inner + 16))
    cycle = sketch.add("__DATA,__objc_arrayobj", struct.pack("<3Q", 0, 1, inner))
    assert cycle == inner + 16
    view = View(read_image(memoryview(sketch.build())))
    boxed = view.meaning(Address(number))
    assert isinstance(boxed, Result)
    assert boxed.callee == Callee("+[NSNumber numberWithLongLong:]")
    assert boxed.arguments == (Class("NSNumber"), 1024)
    first, second = view.meaning(Address(array)).entries
    assert first == (None, Literal("/bin/sh"))
    assert second[1].arguments[1] == 1024
    [(key, value)] = view.meaning(Address(keyed)).entries
    assert (key, value.arguments[1]) == (Literal("/bin/sh"), 1024)
    assert isinstance(view.meaning(Address(cycle)), Table)


@pytest.mark.parametrize(("length", "is_told"), [(_LONGEST, True), (_LONGEST + 1, False)])
def test_a_text_within_a_text_is_not_told_without_end(length, is_told):
    sketch = Sketch()
    at = sketch.add("__TEXT,__cstring", b"A" * length + b"\0", C_STRINGS)
    found = View(read_image(memoryview(sketch.build()))).meaning(Address(at))
    assert found == (Literal("A" * length) if is_told else Address(at))
