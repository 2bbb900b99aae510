"""One library as three linkers' options write it: everything that its source says is read."""

import pytest

from appsec.readers.macho.image import (
    ClassRef,
    ImageAddress,
    Import,
    ObjcClass,
    Selector,
    Target,
    Text,
)
from appsec.readers.macho.slice_image import SliceImage, read_image
from tests.readers.macho.images import library

VARIANTS = ("opcodes", "chained", "small")
OBJC, UIKIT = "/usr/lib/libobjc.A.dylib", "/System/Library/Frameworks/UIKit.framework/UIKit"


@pytest.fixture(params=VARIANTS, scope="module")
def image(request: pytest.FixtureRequest) -> SliceImage:
    return read_image(memoryview(library(request.param)))


def places(image: SliceImage, *names: str) -> list[int]:
    """The addresses of all pointers in sections of these names."""
    sections = image._parts.sections.named(*names)
    return [at for one in sections for at in range(one.address, one.address + one.size, 8)]


def pointers(image: SliceImage, *names: str) -> list[Target]:
    found = (image.pointer(place) for place in places(image, *names))
    return [one for one in found if one is not None]


def test_nothing_is_lost(image: SliceImage) -> None:
    assert (image.lost, image.architecture) == ((), "arm64")


def test_classes(image: SliceImage) -> None:
    told = [(one.name, one.superclass, one.protocols, one.swift) for one in image.classes]
    assert told == [
        ("Vault", "UIResponder", ("Keeper",), False),
        ("Vault.Inner", "Vault", (), False),
        ("UIWindow", "", ("Keeper",), False),
        ("Vault", "", (), False),
    ]
    vault = image.classes[0]
    assert (vault.properties, vault.ivars) == (("owner",), ("_tries", "_hint", "_owner"))
    assert image.protocols == ("Keeper",)


def methods(kind: ObjcClass) -> list[tuple[str, str, str]]:
    return [(one.name, one.types, one.category) for one in kind.methods]


def test_methods(image: SliceImage) -> None:
    vault, inner, window, extras = image.classes
    assert methods(vault) == [
        ("-[Vault opener]", ":16@0:8", ""),
        ("-[Vault keep:forDays:]", "c28@0:8@16i24", ""),
        ("-[Vault owner]", "@16@0:8", ""),
        ("-[Vault setOwner:]", "v24@0:8@16", ""),
        ("+[Vault brand]", "@16@0:8", ""),
    ]
    assert methods(inner) == [
        ("-[Vault.Inner init]", "@16@0:8", ""),
        ("-[Vault.Inner shape]", "#16@0:8", ""),
    ]
    assert methods(window) == [
        ("-[UIWindow lockWindow]", "v16@0:8", "Vault"),
        ("-[UIWindow keep:forDays:]", "c28@0:8@16i24", "Vault"),
        ("+[UIWindow locksWindows]", "c16@0:8", "Vault"),
    ]
    assert methods(extras) == [("-[Vault tries]", "i16@0:8", "Extras")]


def test_functions_have_names(image: SliceImage) -> None:
    names = [image.names[int(start)] for start in image.functions]
    sent = ["vault_send"] if names[-1] == "vault_send" else []
    assert names == [
        "vault_rounds", "vault_sum", "unlock",
        "+[Vault brand]", "-[Vault opener]", "-[Vault keep:forDays:]",
        "-[Vault owner]", "-[Vault setOwner:]",
        "-[Vault.Inner init]", "-[Vault.Inner shape]",
        "-[UIWindow lockWindow]", "+[UIWindow locksWindows]", "-[UIWindow keep:forDays:]",
        "-[Vault tries]", *sent,
    ]  # fmt: skip
    assert list(image.names) == image.functions.tolist()
    assert len(image.names) == len(image.functions)
    assert image.functions[0] + 1 not in image.names


def test_the_first_words_are_its_first_function(image: SliceImage) -> None:
    address, words = image.text[0]
    assert address == image.functions[0]
    # add w0, w0, w0, lsl #1; ret
    assert words[:2].tolist() == [0x0B000400, 0xD65F03C0]
    assert image.read(address, 8) == words[:2].tobytes()


def test_references_of_code(image: SliceImage) -> None:
    selectors = {"openWith:code:", "init", "self", "class", "setTitle:"}
    told = pointers(image, "__objc_selrefs")
    assert all(isinstance(one, Selector) for one in told)
    assert selectors <= {one.name for one in told if isinstance(one, Selector)}
    assert pointers(image, "__objc_classrefs") == [ClassRef("UIWindow"), ClassRef("Vault.Inner")]
    assert pointers(image, "__objc_superrefs") == [ClassRef("Vault.Inner")]
    listed = [ClassRef("Vault"), ClassRef("Vault.Inner")]
    assert pointers(image, "__objc_classlist") == listed


def test_constants(image: SliceImage) -> None:
    texts = {image.constant(place) for place in places(image, "__cfstring")[::4]}
    assert texts - {Text("stub")} == {Text("保險箱"), Text("Vault & Co."), Text("locked")}
    inside = [image.constant(place) for place in places(image, "__cfstring")[1::4]]
    assert {type(one) for one in inside} == {ImageAddress}


def test_pointers_in_data(image: SliceImage) -> None:
    words = pointers(image, "__const")
    assert words[:2] == [Text("first"), Text("second")]
    assert isinstance(words[2], ImageAddress)
    assert image.names[words[2].address] == "unlock"
    media = "/System/Library/Frameworks/AVFoundation.framework/AVFoundation"
    data = pointers(image, "__data")
    # `vault_beside` points behind the import: that is no import.
    assert data[:2] == [Import("AVMediaTypeVideo", media), Text("保險箱")]


def test_stubs(image: SliceImage) -> None:
    stubs = image._parts.stubs.values()
    rounds = ImageAddress(int(image.functions[0]))
    assert rounds in stubs
    assert {
        Import(name, OBJC) for name in ("objc_msgSend", "objc_getProperty", "objc_msgSendSuper2")
    } <= set(stubs)
    sent = {one for one in stubs if isinstance(one, Selector)}
    assert sent == (
        {Selector("setTitle:"), Selector("lockWindow")} if "vault_send" in image.exports else set()
    )
    for address, target in image._parts.stubs.items():
        assert image.stub(address) == target
        assert image.stub(address + 4) is None


def test_strange_addresses_are_not_known(image: SliceImage) -> None:
    for address in (-1, 1, 1 << 40, 1 << 52, 1 << 63, 1 << 64):
        assert image.pointer(address) is None
        assert image.stub(address) is None
        assert image.read(address, 1 << 40) is None
        assert image.swift_text(address) is None
    assert image.constant(1 << 40) is None
    assert image.read(0x4000, -1) is None


def test_imports(image: SliceImage) -> None:
    told = {one.name for one in image.imports}
    assert len(told) == len(image.imports)
    assert told - {"vault_rounds", "dyld_stub_binder"} == {
        "AVMediaTypeVideo",
        "OBJC_CLASS_$_UIResponder",
        "OBJC_CLASS_$_UIWindow",
        "OBJC_METACLASS_$_NSObject",
        "OBJC_METACLASS_$_UIResponder",
        "__CFConstantStringClassReference",
        "_objc_empty_cache",
        "objc_getProperty",
        "objc_msgSend",
        "objc_msgSendSuper2",
        "objc_setProperty_atomic_copy",
    }
    assert Import("OBJC_CLASS_$_UIWindow", UIKIT) in image.imports


def test_exports(image: SliceImage) -> None:
    assert {
        "OBJC_CLASS_$_Vault", "OBJC_CLASS_$__TtC5Vault5Inner", "OBJC_IVAR_$_Vault._tries",
        "vault_actions", "vault_beside", "vault_import", "vault_rounds", "vault_sum",
        "vault_wide", "vault_words",
    } <= image.exports  # fmt: skip
    assert "unlock" not in image.exports


def test_the_three_agree() -> None:
    images = [read_image(memoryview(library(name))) for name in VARIANTS]
    told = [
        [
            (one.name, one.superclass, one.protocols, methods(one), one.properties, one.ivars)
            for one in image.classes
        ]
        for image in images
    ]
    assert told[0] == told[1] == told[2]
