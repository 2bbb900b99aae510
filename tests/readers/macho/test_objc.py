"""Objective-C metadata that is wild: what can be read is, the rest is lost, and nothing hangs."""

import struct
from time import process_time

import pytest

from appsec.readers.ipa.load_commands import read_commands
from appsec.readers.macho.objc_lists import MAX_ENTRIES
from appsec.readers.macho.slice_image import SliceImage, read_image
from tests.readers.macho.images import library
from tests.readers.macho.sketch import DATA, Sketch

UNREAD = ("macho-objc-unread",)
ALL = ["Vault", "Vault.Inner", "UIWindow", "Vault"]
DATA_OF_CLASS, METHODS, NAME, ADOPTED, IVARS, PROPERTIES = 32, 32, 24, 40, 48, 64


class Edited:
    """The library whose pointers are plain values in the file, at their addresses."""

    def __init__(self) -> None:
        self.content = bytearray(library("opcodes"))
        sections = read_commands(memoryview(self.content)).sections
        self.lists = {one.name: one.address for one in sections}

    def at(self, place: int) -> int:
        return struct.unpack_from("<Q", self.content, place)[0]

    def put(self, place: int, value: int) -> None:
        struct.pack_into("<Q", self.content, place, value)

    @property
    def vault(self) -> int:
        return self.at(self.lists["__objc_classlist"])

    @property
    def fixed(self) -> int:
        """The unchanging part of the first class."""
        return self.at(self.vault + DATA_OF_CLASS)

    def read(self) -> SliceImage:
        return read_image(memoryview(bytes(self.content)))


def names(image: SliceImage) -> list[str]:
    return [one.name for one in image.classes]


def test_as_it_was() -> None:
    image = Edited().read()
    assert (names(image), image.lost) == (ALL, ())


@pytest.mark.parametrize("value", [0, 0x1000000, 1 << 62, 1 << 63, (1 << 64) - 1])
@pytest.mark.parametrize("offset", [NAME, METHODS, ADOPTED, IVARS, PROPERTIES])
def test_a_class_whose_parts_lead_nowhere(offset: int, value: int) -> None:
    edited = Edited()
    edited.put(edited.fixed + offset, value)
    image = edited.read()
    if value or offset == NAME:
        # A class without a name cannot be another's superclass, or be extended, either.
        left = [UIWINDOW] if offset == NAME else ALL[1:]
        assert (names(image), image.lost) == (left, UNREAD)
    else:
        assert (names(image), image.lost) == (ALL, ())


UIWINDOW = "UIWindow"


@pytest.mark.parametrize("count", [100_001, 0x7FFFFFFF, 0xFFFFFFFF])
@pytest.mark.parametrize("offset", [METHODS, IVARS, PROPERTIES, ADOPTED])
def test_lists_that_are_too_long(offset: int, count: int) -> None:
    edited = Edited()
    where = edited.at(edited.fixed + offset)
    # Protocols are counted in 8 bytes, at once; others behind the size of an entry.
    struct.pack_into("<I", edited.content, where + (0 if offset == ADOPTED else 4), count)
    start = process_time()
    image = edited.read()
    assert process_time() - start < 1
    assert (names(image), image.lost) == (ALL[1:], UNREAD)


@pytest.mark.parametrize("size", [0, 8, 12, 23, 0x80000018, 0xFFFFFFFF])
def test_methods_of_a_strange_size(size: int) -> None:
    edited = Edited()
    struct.pack_into("<I", edited.content, edited.at(edited.fixed + METHODS), size)
    assert edited.read().lost == UNREAD


def test_a_method_may_have_no_types_but_needs_a_name() -> None:
    edited = Edited()
    first = edited.at(edited.fixed + METHODS) + 8
    edited.put(first + 8, 0)
    image = edited.read()
    assert (image.classes[0].methods[0].types, image.lost) == ("", ())
    edited.put(first, 0)
    image = edited.read()
    assert (names(image), image.lost) == (ALL[1:], UNREAD)


def test_a_list_of_lists_is_not_taken_for_a_list() -> None:
    edited = Edited()
    edited.put(edited.fixed + METHODS, edited.at(edited.fixed + METHODS) | 1)
    assert edited.read().lost == UNREAD


def test_a_class_that_is_its_own_class_and_superclass() -> None:
    edited = Edited()
    edited.put(edited.vault, edited.vault)
    inner = edited.at(edited.lists["__objc_classlist"] + 8)
    edited.put(inner + 8, inner)
    image = edited.read()
    # Nothing follows these pointers further than one step.
    assert (names(image), image.lost) == (ALL, ())
    assert image.classes[1].superclass == "Vault.Inner"


def test_a_list_that_names_a_class_again_and_again() -> None:
    edited = Edited()
    place = edited.lists["__objc_classlist"]
    edited.put(place + 8, edited.vault)
    image = edited.read()
    assert names(image) == ["Vault", "UIWindow", "Vault"]


@pytest.mark.parametrize("name", ["__objc_classlist", "__objc_catlist", "__objc_protolist"])
@pytest.mark.parametrize("value", [0, 0x1000000, 1 << 60])
def test_lists_that_name_nothing(name: str, value: int) -> None:
    edited = Edited()
    edited.put(edited.lists[name], value)
    assert edited.read().lost == UNREAD


def overlapping(classes: int, methods: int) -> bytes:
    """Classes that all have the same list of methods."""
    sketch = Sketch(file_type=2, flags=0x85)
    text = sketch.add("__TEXT,__objc_methname", b"save\0", 2)
    entries = struct.pack("<3Q", text, text, 0x100001000) * methods
    listed = sketch.add("__DATA,__objc_const", struct.pack("<II", 24, methods) + entries)
    fixed = sketch.add("__DATA,__fixed", struct.pack("<4I8Q", *[0] * 4, 0, text, listed, *[0] * 5))
    one = struct.pack("<5Q", 0, 0, 0, 0, fixed)
    first = sketch.add("__DATA,__objc_data", one * classes)
    places = b"".join(struct.pack("<Q", first + 40 * number) for number in range(classes))
    sketch.add("__DATA,__objc_classlist", places)
    return sketch.build()


def test_lists_that_overlap_are_read_only_so_often() -> None:
    start = process_time()
    image = read_image(memoryview(overlapping(classes=400, methods=500)))
    assert sum(len(one.methods) for one in image.classes) == 200_000 < MAX_ENTRIES
    assert image.lost == ("macho-functions-unread",)
    assert process_time() - start < 3


def test_an_encrypted_slice_tells_no_classes_and_no_code() -> None:
    sketch = Sketch(file_type=2, flags=0x85, cryptid=1)
    sketch.add("__TEXT,__text", bytes(64), 0x80000400)
    name = sketch.add("__TEXT,__cstring", b"secret\0", 2)
    sketch.add("__DATA,__objc_classlist", struct.pack("<2Q", DATA, name))
    image = read_image(memoryview(sketch.build()))
    assert (image.text, image.classes, image.lost) == ((), (), ())
    assert image.read(name, 6) is None
    sketch.cryptid = 0
    plain = read_image(memoryview(sketch.build()))
    assert (len(plain.text), plain.lost, plain.read(name, 6)) == (1, UNREAD, b"secret")
