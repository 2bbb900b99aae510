"""Texts by the addresses that code names them with."""

import struct

import numpy as np
import pytest

from appsec.readers.macho.arm64_refs import References, Use
from appsec.readers.macho.slice_image import read_image
from appsec.readers.macho.text_index import MAX_TEXT, text_index
from tests.readers.macho.sketch import C_STRINGS, Sketch

SMALL = (int.from_bytes(b"cydia://", "little"), 0xE8 << 56)
OTHER = (int.from_bytes(b"/bin/sh\0", "little"), 0xE7 << 56)


def named(sketch: Sketch, address: int, use: Use = Use.TAKEN) -> dict[str, list[tuple[Use, int]]]:
    """The index of an image whose code names one address."""
    one = np.array([address], np.int64)
    references = References(one, one, np.array([use], np.uint8), one)
    return text_index(read_image(memoryview(sketch.build())), references)


@pytest.mark.parametrize("before", [b"", bytes(8)])
def test_texts_of_a_constant_array(before: bytes) -> None:
    sketch = Sketch(file_type=2, flags=0x85)
    content = before + struct.pack("<8Q", 0, 0, 2, 4, *SMALL, *OTHER)
    array = sketch.add("__DATA,__data", content)
    places = [(Use.TAKEN, array)]
    assert named(sketch, array) == {"cydia://": places, "/bin/sh": places}


@pytest.mark.parametrize(("length", "capacity"), [(2, 5 << 1), (0, 0), (1 << 62, 1 << 63)])
def test_what_has_no_length_of_an_array_is_none(length: int, capacity: int) -> None:
    sketch = Sketch(file_type=2, flags=0x85)
    content = struct.pack("<8Q", 0, 0, length, capacity, *SMALL, *OTHER)
    assert named(sketch, sketch.add("__DATA,__data", content)) == {}


def test_an_array_ends_at_what_is_no_text() -> None:
    sketch = Sketch(file_type=2, flags=0x85)
    content = struct.pack("<8Q", 0, 0, 2, 4, *SMALL, 7, 7)
    array = sketch.add("__DATA,__data", content)
    assert named(sketch, array) == {"cydia://": [(Use.TAKEN, array)]}


def test_texts_that_are_too_long_are_left_out() -> None:
    sketch = Sketch(file_type=2, flags=0x85)
    short, long = b"/etc/apt\0", b"x" * (MAX_TEXT + 1) + b"\0"
    text = sketch.add("__TEXT,__cstring", short + long, C_STRINGS)
    assert named(sketch, text) == {"/etc/apt": [(Use.TAKEN, text)]}
    assert named(sketch, text + len(short)) == {}
