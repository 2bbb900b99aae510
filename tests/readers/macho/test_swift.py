"""Swift: names as people write them, and nominal types from hand-written metadata."""

import struct

import pytest

from appsec.readers.macho.image import ClassRef
from appsec.readers.macho.objc import class_of
from appsec.readers.macho.slice_image import SliceImage, read_image
from appsec.readers.macho.swift_names import nominal, swift_name
from tests.readers.macho.sketch import CHAINED, DATA, Sketch, chained

UNREAD = ("macho-swift-unread",)
MODULE, EXTENSION, ANONYMOUS, PROTOCOL, OPAQUE, CLASS, STRUCT, ENUM = 0, 1, 2, 3, 4, 16, 17, 18


@pytest.mark.parametrize(
    ("mangled", "name"),
    [
        ("_TtC4Main5Login", "Main.Login"),
        ("_TtCC4main5Outer5Inner", "main.Outer.Inner"),
        ("_TtC4AppXP33_00112233445566778899AABBCCDDEEFF4Type", "AppX.Type"),
        ("_TtP4main6Keeper_", "main.Keeper"),
        ("_TtCs12_SwiftObject", "Swift._SwiftObject"),
        ("$s4Main5LoginC", "Main.Login"),
        ("_TtC4Main9Login", "_TtC4Main9Login"),
        ("_TtC", "_TtC"),
        ("_TtGC4Main5Login", "_TtGC4Main5Login"),
        ("NSObject", "NSObject"),
        ("_Tt" + "C" * 5000, "_Tt" + "C" * 5000),
    ],
)
def test_names_of_types(mangled: str, name: str) -> None:
    assert nominal(mangled) == name


@pytest.mark.parametrize(
    ("mangled", "name"),
    [
        ("$s4Main5LoginC4saveyyF", "Main.Login.save"),
        ("$s4Main4saveyyF", "Main.save"),
        ("$S4Main5LoginC4saveyyF", "Main.Login.save"),
        # A word of an earlier name, by its letter.
        ("$s10MASTestApp0A5ModelV4bodyQrvg", "MASTestApp.MASTestModel.body"),
        ("$s10MASTestApp06MyTestB0V", "MASTestApp.MyTestApp"),
        ("$sSS10FoundationE4data5using20allowLossyConversionAA4DataVSgF", "Swift.String.data"),
        ("$s9CryptoKit8InsecureO3MD5V", "CryptoKit.Insecure.MD5"),
        ("$s4main5LoginC4save33_00112233445566778899AABBCCDDEEFFLLyyF", "main.Login.save"),
        ("$s4main5Login33_00112233445566778899AABBCCDDEEFFLLV4saveyyF", "main.Login.save"),
        ("$s4main5LoginCACycfC", "main.Login"),
        ("$ss5print_9separator10terminatoryypd_S2StF", "Swift.print"),
        ("$s4main3", "main"),
        ("$s", ""),
        ("$s0", ""),
        ("$s0ZZ", ""),
        ("malloc", ""),
        ("$s999999999999x", ""),
    ],
)
def test_names_of_functions(mangled: str, name: str) -> None:
    assert swift_name(mangled) == name


def test_classes_by_their_symbols() -> None:
    told = {
        "OBJC_CLASS_$_NSData": ClassRef("NSData"),
        "OBJC_METACLASS_$_NSData": ClassRef("NSData", meta=True),
        "OBJC_CLASS_$__TtC4Main5Login": ClassRef("Main.Login"),
        "$s4Main5LoginCN": ClassRef("Main.Login"),
        "$s4Main5LoginCMm": ClassRef("Main.Login", meta=True),
        "_TMC4Main5Login": ClassRef("Main.Login"),
        "_TMmC4Main5Login": ClassRef("Main.Login", meta=True),
        "$s4Main5LoginCMa": None,
        "malloc": None,
    }
    assert {symbol: class_of(symbol) for symbol in told} == told


class Metadata:
    """Context descriptors: flags, parent and name, the last two by their distance."""

    def __init__(self) -> None:
        self.sketch = Sketch()
        self._next = 0
        self.home = self.sketch.add("__TEXT,__const", bytes(0x1000))
        self._names = self.sketch.add("__TEXT,__names", bytes(0x1000))

    def context(self, kind: int, name: str, parent: int = 0, outside: bool = False) -> int:
        at = self.home + self._next
        self._next += 16
        distance = parent - (at + 4) | outside if parent else 0
        text = self._names
        self.sketch.put(text, name.encode() + b"\0")
        self._names += len(name.encode()) + 1
        self.sketch.put(at, struct.pack("<Iii", kind, distance, text - (at + 8) if name else 0))
        return at

    def read(self, *types: int, section: str = "__swift5_types") -> SliceImage:
        at = self.sketch.add(f"__TEXT,{section}", bytes(4 * len(types)))
        for number, one in enumerate(types):
            place = at + 4 * number
            self.sketch.put(place, struct.pack("<i", one - place if one else 0))
        return read_image(memoryview(self.sketch.build()))


def test_types_with_what_they_are_nested_in() -> None:
    data = Metadata()
    module = data.context(MODULE, "Vault")
    outer = data.context(STRUCT, "Outer", module)
    inner = data.context(ENUM, "Inner", outer)
    # Neither a private scope nor an extension has a name of its own.
    scope = data.context(ANONYMOUS, "", outer)
    private = data.context(CLASS | 0x80000040, "Private", scope)
    extension = data.context(EXTENSION, "", module)
    added = data.context(CLASS, "金庫", extension)
    opaque = data.context(OPAQUE, "", scope)
    image = data.read(outer, inner, private, added, opaque)
    assert image.lost == ()
    assert image.swift_types == (
        "Vault.Outer",
        "Vault.Outer.Inner",
        "Vault.Outer.Private",
        "Vault.金庫",
    )


def test_protocols_are_types_too() -> None:
    data = Metadata()
    keeper = data.context(PROTOCOL, "Keeper", data.context(MODULE, "Vault"))
    assert data.read(keeper, section="__swift5_protos").swift_types == ("Vault.Keeper",)


def test_a_type_that_extends_another_image() -> None:
    data = Metadata()
    place = data.sketch.add("__DATA,__got", (1 << 63).to_bytes(8, "little"))
    names = b"\0_$s10FoundationMXM\0"
    data.sketch.blobs[CHAINED] = chained(6, struct.pack("<I", 1 | 1 << 9), names)
    one = data.context(STRUCT, "Own", place, outside=True)
    image = data.read(one)
    assert (image.swift_types, image.lost) == (("Foundation.Own",), ())


def test_parents_that_go_round() -> None:
    data = Metadata()
    first, second = data.home, data.home + 16
    assert data.context(STRUCT, "One", second) == first
    assert data.context(STRUCT, "Two", first) == second
    image = data.read(first, second)
    assert (image.swift_types, image.lost) == ((), UNREAD)


@pytest.mark.parametrize("parent", [DATA - 0x900000, DATA + 0x7FFF])
def test_what_leads_nowhere_is_lost_alone(parent: int) -> None:
    data = Metadata()
    module = data.context(MODULE, "Vault")
    good, lost = data.context(STRUCT, "Good", module), data.context(STRUCT, "Lost", parent)
    unnamed, strange = data.context(ENUM, "", module), data.context(9, "Strange", module)
    for one in (lost, unnamed, strange, 0):
        image = Metadata.read(data, good, one)
        assert (image.swift_types, image.lost) == (("Vault.Good",), UNREAD)
        data.sketch._sections["__TEXT"].pop()
