"""Chained fixups: every format of 64-bit apps, and chains that lead astray."""

import struct
import zlib

import numpy as np
import pytest

from appsec.readers.macho.image import ImageAddress, Import, Text
from appsec.readers.macho.slice_image import SliceImage, read_image
from tests.readers.macho.sketch import ARM64E, BASE, C_STRINGS, CHAINED, DATA, Sketch, chain
from tests.readers.macho.sketch import chained as blob

SYSTEM = "/usr/lib/libSystem.B.dylib"
NAMES = b"\0_malloc\0_free\0"
MALLOC, FREE = Import("malloc", SYSTEM), Import("free", SYSTEM)
# Library 1, and where the name begins.
IMPORTS = struct.pack("<2I", 1 | 1 << 9, 1 | 9 << 9)
TARGET = 0x100009000
OFFSET = TARGET - BASE
SIGNED, BOUND, BIND_64 = 1 << 63, 1 << 62, 1 << 63


def image(kind: int, pointers: dict[int, int], stride: int = 8, **options: object) -> SliceImage:
    """A slice with these pointers, by their place in __DATA."""
    arguments = {"imports": IMPORTS, "names": NAMES, "starts": (min(pointers),)} | options
    sketch = Sketch(cpu=ARM64E if stride == 8 else Sketch().cpu)
    content = chain(0, pointers, stride=stride).ljust(0x2000, b"\0")
    sketch.add("__DATA,__data", content)
    sketch.blobs[CHAINED] = blob(kind, **arguments)  # type: ignore[arg-type]
    return read_image(memoryview(sketch.build()))


def told(one: SliceImage, *places: int) -> list[object]:
    return [one.pointer(DATA + place) for place in places]


@pytest.mark.parametrize(("kind", "target"), [(2, TARGET), (6, OFFSET)])
def test_pointers_of_arm64(kind: int, target: int) -> None:
    beside = BIND_64 | 1 | 5 << 24
    pointers = {8: target, 20: BIND_64 | 0, 28: BIND_64 | 1, 0x1FF0: beside}
    one = image(kind, pointers, stride=4)
    assert one.lost == ()
    assert told(one, 8, 20, 28, 0x1FF0) == [ImageAddress(TARGET), MALLOC, FREE, None]
    assert told(one, 0, 12, 16, 24) == [None] * 4


@pytest.mark.parametrize(
    ("kind", "target", "ordinal"), [(1, TARGET, 1), (9, OFFSET, 1), (12, OFFSET, 1)]
)
def test_pointers_of_arm64e(kind: int, target: int, ordinal: int) -> None:
    one = image(
        kind,
        {
            0: target,
            8: SIGNED | OFFSET | 0xABCD << 32 | 1 << 48 | 2 << 49,
            16: BOUND | ordinal,
            24: SIGNED | BOUND | 0xABCD << 32 | 3 << 49,
            40: BOUND | 0 | 8 << 32,
        },
    )
    assert one.lost == ()
    address = ImageAddress(TARGET)
    assert told(one, 0, 8, 16, 24, 40) == [address, address, FREE, MALLOC, None]


def test_more_imports_than_16_bits_can_number() -> None:
    imports = IMPORTS[4:] * 0x10000 + IMPORTS[:4]
    one = image(12, {0: BOUND | 0x10000}, imports=imports)
    assert told(one, 0) == [MALLOC]


@pytest.mark.parametrize(
    ("form", "imports"),
    [
        (2, struct.pack("<4I", 1 | 1 << 9, 0, 1 | 9 << 9, 4)),
        (3, struct.pack("<4Q", 1 | 1 << 32, 0, 1 | 9 << 32, 4)),
    ],
)
def test_imports_with_a_distance_of_their_own(form: int, imports: bytes) -> None:
    one = image(6, {0: BIND_64, 8: BIND_64 | 1}, 4, form=form, imports=imports)
    assert (told(one, 0, 8), one.lost) == ([MALLOC, None], ())


def test_names_that_are_compressed() -> None:
    one = image(6, {0: BIND_64 | 1}, 4, names=zlib.compress(NAMES), packed=1)
    assert told(one, 0) == [FREE]


def test_special_libraries_have_no_name() -> None:
    for library in (0, 0xFD, 0xFE, 9):
        one = image(6, {0: BIND_64}, 4, imports=struct.pack("<I", library | 1 << 9))
        assert told(one, 0) == [Import("malloc")]


def test_a_constant_string_of_swift() -> None:
    sketch = Sketch()
    text = sketch.add("__TEXT,__cstring", b"other\0/bin/sh and more\0", C_STRINGS)
    place = text + 6 - 32 - BASE
    first = (0xD000000000000007).to_bytes(8, "little")
    content = first + (place | 0x80 << 36).to_bytes(8, "little")
    small = b"/bin/ls".ljust(15, b"\0") + b"\xe7"
    sketch.add("__DATA,__const", content + small)
    sketch.blobs[CHAINED] = blob(6, IMPORTS, NAMES, starts=(8,))
    one = read_image(memoryview(sketch.build()))
    assert one.lost == ()
    assert one.pointer(DATA + 8) == one.swift_text(DATA) == Text("/bin/sh")
    assert one.swift_text(DATA + 16) == Text("/bin/ls")
    assert one.swift_text(DATA + 8) is None
    assert one.pointer(DATA) is None


@pytest.mark.parametrize("kind", [0, 3, 4, 5, 7, 8, 10, 11, 13, 99])
def test_formats_that_no_app_has(kind: int) -> None:
    one = image(kind, {0: TARGET}, 4)
    assert one.lost == ("macho-fixups-unread",)
    assert told(one, 0) == [None]


@pytest.mark.parametrize(
    "options",
    [
        {"starts": (0x8000,)},  # several chains in a page
        {"starts": (2,)},
        {"starts": (0x4000,)},
        {"starts": (0, 0, 0)},  # a page beyond the segment
        {"starts": (0x1FFC,), "page": 0x2000},
        {"segment": 2},
        {"form": 1, "imports": struct.pack("<I", 1 | 0x7FFF << 9)},
        {"packed": 2},
        {"packed": 1},
    ],
)
def test_what_cannot_be_followed_is_lost(options: dict[str, object]) -> None:
    one = image(6, {0: OFFSET}, 4, **options)
    assert one.lost == ("macho-fixups-unread",)


def test_a_chain_that_leaves_its_page() -> None:
    one = image(6, {0: OFFSET | 0xFFF << 51 | 1 << 63}, 4, page=0x1000)
    assert one.lost == ("macho-fixups-unread",)


def test_a_bind_to_an_import_that_is_not_listed() -> None:
    one = image(6, {0: BIND_64 | 2, 8: BIND_64 | 1}, 4)
    assert (told(one, 0, 8), one.lost) == ([None, FREE], ("macho-fixups-unread",))


def test_targets_that_lead_nowhere_are_not_known() -> None:
    one = image(6, {0: 0xFFFFFFFFF, 8: OFFSET + 0x20000}, 4)
    assert (told(one, 0, 8), one.lost) == ([None, None], ())


def test_a_blob_cut_anywhere_is_lost_or_whole() -> None:
    whole = blob(6, IMPORTS, NAMES)
    sketch = Sketch()
    sketch.add("__DATA,__data", chain(0, {0: OFFSET, 8: BIND_64}))
    for size in range(1, len(whole)):
        sketch.blobs[CHAINED] = whole[:size]
        one = read_image(memoryview(sketch.build()))
        assert one.lost == ("macho-fixups-unread",) or one.pointer(DATA + 8) == MALLOC


def test_many_pointers_are_read_at_once() -> None:
    places = range(0, 0x4000, 8)
    one = image(6, dict.fromkeys(places, OFFSET), 4)
    assert told(one, *places) == [ImageAddress(TARGET)] * len(places)
    assert np.count_nonzero([one.pointer(DATA + place + 4) for place in places]) == 0
