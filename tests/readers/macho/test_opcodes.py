"""The opcodes of older linkers: each of them, and streams that lead astray."""

import pytest

from appsec.readers.macho.image import ImageAddress, Import
from appsec.readers.macho.slice_image import SliceImage, read_image
from tests.readers.macho.sketch import BASE, DATA, PIE, Sketch

UNREAD = ("macho-fixups-unread",)
SYSTEM = "/usr/lib/libSystem.B.dylib"
ONE, TWO = Import("one", SYSTEM), Import("two", SYSTEM)
POINTER, START = b"\x11", b"\x21\0"  # type; segment 1, offset 0
SET = b"\x11\x51\x40_one\0\x71\0"
"""Library 1, a pointer named `one`, segment 1, offset 0."""
TARGET = DATA + 0x800


def image(
    rebase: bytes = b"", bind: bytes = b"", weak: bytes = b"", lazy: bytes = b"", size: int = 0x100
) -> SliceImage:
    sketch = Sketch()
    sketch.add("__DATA,__data", TARGET.to_bytes(8, "little") * (size // 8))
    sketch.dyld_info = (rebase, bind, weak, lazy, b"")
    return read_image(memoryview(sketch.build()))


def fixed(one: SliceImage, meaning: object = ImageAddress(TARGET)) -> list[int]:
    """The offsets in __DATA of pointers that mean this."""
    return [at for at in range(0, 0x100, 4) if one.pointer(DATA + at) == meaning]


@pytest.mark.parametrize(
    ("stream", "places"),
    [
        (b"\x53", [0, 8, 16]),
        (b"\x60\x04", [0, 8, 16, 24]),
        (b"\x70\x08\x51", [0, 16]),
        (b"\x80\x03\x08", [0, 16, 32]),
        (b"\x51\x42\x51", [0, 24]),
        (b"\x51\x30\x08\x51", [0, 16]),
        (b"\x51\x00\x51", [0]),
        # Back again: the distance is cut to 64 bits.
        (b"\x42\x70\xe8\xff\xff\xff\xff\xff\xff\xff\xff\x01\x51", [0, 16]),
    ],
)
def test_rebases(stream: bytes, places: list[int]) -> None:
    one = image(POINTER + START + stream)
    assert (fixed(one), one.lost) == (places, ())


@pytest.mark.parametrize(
    ("stream", "places"),
    [
        (b"\x90\x90", [0, 8]),
        (b"\xa0\x08\x90", [0, 16]),
        (b"\xb2\x90", [0, 24]),
        (b"\xc0\x03\x08", [0, 16, 32]),
        (b"\x80\x10\x90", [16]),
        (b"\x90\x00\x90", [0]),
    ],
)
def test_binds(stream: bytes, places: list[int]) -> None:
    one = image(bind=SET + stream)
    assert (fixed(one, ONE), fixed(one), one.lost) == (places, [], ())


def test_where_a_bind_comes_from() -> None:
    names = b"\x90\x31\x90\x3f\x90\x20\x01\x40_two\0\x90"
    one = image(bind=SET + names)
    assert [one.pointer(DATA + at) for at in (0, 8, 16, 24)] == [
        ONE, Import("one"), Import("one"), TWO,
    ]  # fmt: skip


def test_a_pointer_beside_an_import_is_not_known() -> None:
    one = image(bind=SET + b"\x60\x08\x90\x60\x00\x90")
    assert (one.pointer(DATA), one.pointer(DATA + 8), one.lost) == (None, ONE, ())


def test_a_weak_bind_gives_way_to_a_definition_of_its_own() -> None:
    weak = b"\x51\x40_two\0\x71\0\x90\x90"
    one = image(rebase=POINTER + START + b"\x51", weak=weak)
    assert (fixed(one), fixed(one, Import("two"))) == ([0], [8])


def test_a_lazy_bind_goes_before_the_rebase_to_its_helper() -> None:
    lazy = b"\x71\x08\x11\x40_one\0\x90\0\x71\x10\x11\x40_two\0\x90\0\0\0"
    one = image(rebase=POINTER + START + b"\x54", lazy=lazy)
    assert (fixed(one), fixed(one, ONE), fixed(one, TWO)) == ([0, 24], [8], [16])


@pytest.mark.parametrize(
    "stream",
    [
        b"\x12" + START + b"\x51",  # a type of 32 bits
        b"\x11\x2f\0\x51",  # a segment that is not there
        POINTER + START + b"\x60\xff\xff\xff\xff\x0f",  # four thousand million pointers
        POINTER + START + b"\x80\x03\xff\xff\xff\xff\xff\xff\xff\x7f",
        POINTER + START + b"\x60\x81",  # cut short
        POINTER + START + b"\x60\x80\x80\x01",  # beyond the segment
        POINTER + b"\x21\x02\x51",  # at no multiple of 4
        b"\x91",
        b"\xff",
    ],
)
def test_rebases_that_cannot_be(stream: bytes) -> None:
    assert image(stream).lost == UNREAD


@pytest.mark.parametrize(
    "stream",
    [
        SET + b"\xd0\x01",  # threaded: before chains, on arm64e alone
        SET + b"\xe0",
        SET + b"\xc0\xff\xff\xff\xff\x0f\0",
        SET + b"\xc0\x81",
        b"\x11\x40\0\x71\0\x90",
        b"\x11\x71\0\x90",  # no name
        b"\x40_one",
        b"\x7f\0",
        SET + b"\x80\x80\x80\x08\x90",  # beyond the segment
        SET + b"\x80\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x90",  # before it
    ],
)
def test_binds_that_cannot_be(stream: bytes) -> None:
    assert image(bind=stream).lost == UNREAD


def test_one_bad_stream_spoils_no_other() -> None:
    one = image(rebase=b"\xff", bind=SET + b"\x90", lazy=b"\xff")
    assert (fixed(one, ONE), one.lost) == ([0], UNREAD)


def test_an_executable_that_is_loaded_in_place_needs_no_rebases() -> None:
    sketch = Sketch(file_type=2, flags=PIE & ~0x200000)
    sketch.add("__DATA,__data", (DATA + 8).to_bytes(8, "little") + bytes([255] * 8))
    one = read_image(memoryview(sketch.build()))
    assert (one.pointer(DATA), one.pointer(DATA + 8)) == (ImageAddress(DATA + 8), None)
    sketch.flags = PIE
    assert read_image(memoryview(sketch.build())).pointer(DATA) is None


def test_values_in_the_file_cannot_pass_for_binds() -> None:
    sketch = Sketch()
    sketch.add("__DATA,__data", (1 << 63).to_bytes(8, "little") + bytes(8))
    sketch.dyld_info = (POINTER + START + b"\x51", SET[:-2] + b"\x71\x08\x90", b"", b"", b"")
    one = read_image(memoryview(sketch.build()))
    assert (one.pointer(DATA), one.pointer(DATA + 8)) == (None, ONE)
    assert one.pointer(BASE) is None
