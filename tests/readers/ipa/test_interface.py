"""Interface files in both forms: the fields of the samples, nested files, damage in every form."""

import plistlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appsec.facts.ios_interface import InputKind, Interface, TextInput, Trait
from appsec.model.outcome import Cause, Origin
from appsec.readers.ipa.fields_in_code import read_fields_in_code
from appsec.readers.ipa.nib import MalformedNib, Nib, Ref
from appsec.readers.ipa.nib_archive import parse_archive
from appsec.readers.ipa.nib_keyed import parse_keyed
from samples.ios.nib import Ref as To
from samples.ios.nib import Thing, keyed_archive, nib_archive
from tests.apps import ios_app
from tests.checks.ios.given import build
from tests.ipa_builder import APP, HELPER, Thin, app_files, zipped
from tests.readers.ipa.opening import LOST, app_of, gaps

SAMPLES = Path(__file__).parents[3] / "samples/ios/interface"
LOCKER = "Payload/Locker.app"
LOGIN = f"{LOCKER}/Base.lproj/Main.storyboardc/Log-in-01-view-Log-in-02.nib"
DELIVERY = f"{LOCKER}/DeliveryView.nib"
LAUNCH = f"{LOCKER}/Base.lproj/LaunchScreen.storyboardc/01J-lp-oVM-view-Ze5-6b-2t3.nib"
FIELD = (b"UITextField",)


def field(file: str, outlet: str, placeholder: str, **changes: Any) -> TextInput:
    usual: dict[str, Any] = {
        "kind": InputKind.FIELD,
        "bundle": LOCKER,
        "origin": Origin.APP,
        "content": "",
        "keyboard": 0,
        "secure": False,
        "autocorrection": Trait.DEFAULT,
        "spell_checking": Trait.DEFAULT,
    } | changes
    return TextInput(file=file, outlets=(outlet,), placeholder=placeholder, **usual)


QUIET: dict[str, Any] = {"autocorrection": Trait.NO, "spell_checking": Trait.NO}


@pytest.mark.parametrize(("name", "quiet", "secure"), [("weak", {}, False), ("fixed", QUIET, True)])
def test_samples(name: str, quiet: dict[str, Any], secure: bool) -> None:
    app = app_of((SAMPLES / f"{name}.ipa").read_bytes())
    note = field(DELIVERY, "noteView", "", kind=InputKind.VIEW)
    assert app.interface == Interface(
        (LAUNCH, LOGIN, DELIVERY),
        (
            field(LOGIN, "accountField", "電子郵件或帳號", custom="LockerTextField", **quiet),
            field(LOGIN, "passwordField", "請輸入密碼", content="password", secure=secure),
            field(LOGIN, "searchBar", "搜尋智取櫃地址", kind=InputKind.SEARCH),
            field(DELIVERY, "receiverName", "收件人姓名", **quiet),
            field(DELIVERY, "idNumberField", "身分證字號", **quiet),
            field(DELIVERY, "phoneField", "手機號碼", keyboard=5),
            note,
        ),
    )
    assert gaps(app, "interface") == []


def inputs(**files: bytes) -> tuple[TextInput, ...]:
    """The places to type in these files of an app; `__` stands for a slash, `_` for a dot."""
    named = {
        f"{APP}/{name.replace('__', '/').replace('_', '.')}": data for name, data in files.items()
    }
    return app_of(zipped(app_files() | named)).interface.inputs


ONE = nib_archive([Thing("UITextField", {"UIPlaceholder": "密碼", "UISecureTextEntry": True})])


def test_one_screen_in_a_file_for_each_range_of_ios_is_told_once() -> None:
    found = inputs(**{"V_nib__objects-13_0+_nib": ONE, "V_nib__runtime_nib": ONE})
    assert [(one.file, one.secure) for one in found] == [(f"{APP}/V.nib", True)]


def test_what_is_of_a_library_says_so() -> None:
    files = app_files() | {f"{HELPER}/A.nib": ONE, f"{APP}/Sdk.bundle/B.nib": ONE}
    found = app_of(zipped(files)).interface.inputs
    assert [(one.file, one.bundle, one.origin) for one in found] == [
        (f"{HELPER}/A.nib", HELPER, Origin.LIBRARY),
        (f"{APP}/Sdk.bundle/B.nib", APP, Origin.LIBRARY),
    ]


def test_cells_of_a_table_are_files_in_the_file() -> None:
    cell = Thing("NSData", {"NS.bytes": ONE})
    table = nib_archive([Thing("UITableView", {}), Thing("UINib", {"archiveData": To(2)}), cell])
    assert [one.placeholder for one in inputs(T_nib=table)] == ["密碼"]


def test_files_in_files_without_end() -> None:
    data = ONE
    for _ in range(6):
        data = nib_archive([Thing("NSData", {"NS.bytes": data})])
    app = app_of(zipped(app_files() | {f"{APP}/T.nib": data}))
    assert gaps(app, "interface") == [(LOST, "malformed-nib", {"file": f"{APP}/T.nib"})]


def test_a_runtime_attribute_and_a_styled_placeholder() -> None:
    data = nib_archive(
        [
            Thing("UITextField", {"UIAttributedPlaceholder": To(2)}),
            Thing("UINibKeyValuePair", {"UIObject": To(0), "UIKeyPath": "secureTextEntry"}),
            Thing("NSAttributedString", {"NSString": "密碼"}),
        ]
    )
    (one,) = inputs(T_nib=data)
    assert (one.placeholder, one.adjusted) == ("密碼", True)


@pytest.mark.parametrize("form", [nib_archive, keyed_archive])
def test_an_outlet_collection_names_each_of_its_fields(form: Any) -> None:
    items = "UINibEncoderEmptyKey" if form is nib_archive else "NS.objects"
    things = [
        Thing("UITextField", {"UIKeyboardType": 1}),
        Thing("UITextField", {"UIKeyboardType": 2}),
        Thing("NSArray", {items: [To(0), To(1)]}),
        Thing("UIRuntimeOutletCollectionConnection", {"UILabel": "pins", "UIDestination": To(2)}),
    ]
    assert [one.outlets for one in inputs(T_nib=form(things))] == [("pins",), ("pins",)]


def test_what_is_read_aloud_and_what_a_runtime_attribute_writes_name_a_field() -> None:
    data = nib_archive(
        [
            Thing("UITextField", {}),
            Thing("UITextField", {"UIPlaceholder": "請輸入"}),
            Thing("UITextField", {"UIAccessibilityLabel": "卡號"}),
            Thing(
                "UIRuntimeAccessibilityConfiguration",
                {
                    "UIAccessibileObject": To(1),
                    "UIAccessibilityLabel": "密碼",
                    "UIAccessibilityHint": "八碼",
                    "UIAccessibilityIdentifier": "login.password",
                },
            ),
            Thing(
                "UINibKeyValuePair",
                {"UIObject": To(0), "UIKeyPath": "placeholder", "UIValue": "身分證字號"},
            ),
        ]
    )
    assert [(one.placeholder, one.labels) for one in inputs(T_nib=data)] == [
        ("身分證字號", ()),
        ("請輸入", ("密碼", "login.password", "八碼")),
        ("", ("卡號",)),
    ]
    assert inputs(T_nib=data)[1].words == "請輸入 | 密碼 | login.password | 八碼"


@pytest.mark.parametrize(
    "view",
    [
        Thing("WKWebView", {}),
        Thing("UIClassSwapper", {"UIClassName": "Page", "UIOriginalClassName": "WKWebView"}),
    ],
)
@pytest.mark.parametrize("form", [nib_archive, keyed_archive])
def test_a_web_view_of_an_interface_file_is_a_gap(form: Any, view: Thing) -> None:
    app = app_of(zipped(app_files() | {f"{APP}/A.nib": form([view])}))
    values = {"file": f"{APP}/A.nib", "how": "WKWebView"}
    assert gaps(app, "fields_in_code") == [(Cause.NOT_SUPPLIED, "fields-in-code", values)]


@pytest.mark.parametrize("library", ["SwiftUICore", "NativeScript", "SwiftUI", "Flutter", "hermes"])
def test_a_library_that_draws_by_itself_is_a_gap(library: str) -> None:
    main = Thin(libraries=(f"@rpath/{library}.framework/{library}",)).build()
    app = app_of(zipped({**app_files(), f"{APP}/Demo": main}))
    values = {"file": f"{APP}/Demo", "how": library}
    assert (Cause.NOT_SUPPLIED, "fields-in-code", values) in gaps(app, "fields_in_code")


@pytest.mark.parametrize(
    "found",
    [
        {"selectors": frozenset({"setAlertViewStyle:"})},
        {
            "selectors": frozenset(
                {"presentTextInputControllerWithSuggestions:allowedInputMode:completion:"}
            )
        },
        {"imports": frozenset({"_OBJC_CLASS_$_WKInterfaceTextField"})},
    ],
)
def test_what_takes_text_without_a_field_of_uikit_is_a_gap(found: dict[str, Any]) -> None:
    app = ios_app(builds=(build(**found),), interface=Interface((), ()), code=())
    known = read_fields_in_code(app)
    assert [gap.key for gap in known.gaps] == ["fields-in-code"]


def test_a_text_that_cannot_be_edited_is_no_place_to_type() -> None:
    views = [Thing("UITextView", {"UIEditable": False}), Thing("UITextView", {"UIEditable": True})]
    assert len(inputs(T_nib=nib_archive(views))) == 1


def test_a_field_that_is_disabled_says_so() -> None:
    keys = ("UIDisabled", "UIUserInteractionDisabled")
    views = [Thing("UITextField", {"UIPlaceholder": key, key: True}) for key in keys]
    views += [Thing("UITextField", {"UIPlaceholder": key, key: False}) for key in keys]
    found = inputs(T_nib=nib_archive(views))
    assert [(one.placeholder, one.disabled) for one in found] == [
        *((key, True) for key in keys),
        *((key, False) for key in keys),
    ]


def test_a_localised_placeholder_is_told_as_it_was_first_written() -> None:
    data = nib_archive(
        [
            Thing("UITextField", {"UIPlaceholder": To(1)}),
            Thing("NSLocalizableString", {"NSKey": "a.placeholder", "NSDev": "密碼"}),
        ]
    )
    assert [one.placeholder for one in inputs(T_nib=data)] == ["密碼"]


@pytest.mark.parametrize(
    ("imports", "how"),
    [
        (("binary/weak", "Locker"), "UIWebView"),
        (("binary/fixed", "Locker"), ""),
    ],
)
def test_what_code_may_show_is_a_gap(imports: tuple[str, str], how: str) -> None:
    path = SAMPLES.parent / f"{imports[0]}.ipa"
    values = {"file": "Payload/Locker.app/Locker", "how": how}
    expected = [(Cause.NOT_SUPPLIED, "fields-in-code", values)] if how else []
    assert gaps(app_of(path.read_bytes()), "fields_in_code") == expected


def test_a_framework_that_draws_by_itself_is_a_gap() -> None:
    main = Thin(libraries=("/System/Library/Frameworks/SwiftUI.framework/SwiftUI",)).build()
    app = app_of(zipped({**app_files(), f"{APP}/Demo": main}))
    values = {"file": f"{APP}/Demo", "how": "SwiftUI"}
    assert (Cause.NOT_SUPPLIED, "fields-in-code", values) in gaps(app, "fields_in_code")


def test_method_names_that_are_encrypted_are_a_gap() -> None:
    path = SAMPLES.parent / "package/fixed-encrypted.ipa"
    values = {"file": "Payload/Parcel.app/Parcel"}
    app = app_of(path.read_bytes())
    with app.watching() as touched:
        assert gaps(app, "fields_in_code") == []
    assert "code" in touched
    assert gaps(app, "code") == [(Cause.OUT_OF_REACH, "fairplay-encrypted", values)]


THINGS = [
    Thing("UITextField", {"UIPlaceholder": "密碼", "UIKeyboardType": 5, "UISecureTextEntry": True}),
    Thing("UIView", {"UIOpaque": False, "UIBounds": b"\1\2", "UINothing": None, "next": To(0)}),
]
ARCHIVE, KEYED = nib_archive(THINGS), keyed_archive(THINGS)


def test_both_forms_say_the_same() -> None:
    new, old = parse_archive(ARCHIVE, FIELD), parse_keyed(KEYED)
    assert [node.kind for node in new.nodes[:2]] == ["UITextField", "UIView"]
    for nib, first in ((new, 0), (old, 1)):
        one, two = nib.nodes[first : first + 2]
        assert nib.text(one.values["UIPlaceholder"]) == "密碼"
        assert (one.values["UIKeyboardType"], one.values["UISecureTextEntry"]) == (5, True)
        assert two.values["UIOpaque"] is False
        assert (two.values["UIBounds"], two.values["UINothing"]) == (b"\1\2", None)
        assert two.values["next"] == Ref(first)


def test_a_file_without_what_is_needed_is_not_decoded() -> None:
    assert parse_archive(ARCHIVE, (b"UISearchBar",)) == Nib(())


def patched(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"NIBArchive",
        ARCHIVE[:40],
        ARCHIVE[:-1],
        ARCHIVE[:90],
        patched(ARCHIVE, 10, b"\2"),
        patched(ARCHIVE, 18, b"\xff\xff\xff\xff"),
        patched(ARCHIVE, 34, b"\1"),
        patched(ARCHIVE, 46, b"\xff\xff\xff\x7f"),
        patched(ARCHIVE, 50, b"\0\0\0\0\0\0"),
        b"bplist00",
        KEYED[:-1],
        plistlib.dumps({"$archiver": "Other", "$objects": []}, fmt=plistlib.FMT_BINARY),
        plistlib.dumps(["no dictionary"], fmt=plistlib.FMT_BINARY),
        b"<?xml version='1.0'?><archive/>",
        nib_archive([Thing("UITextField", {"UIKeyboardType": b"5"})]),
        nib_archive([Thing("UITextField", {"UIAutocorrectionType": 7})]),
        nib_archive([Thing("UITextField", {"UIPlaceholder": To(9)})]),
    ],
)
def test_a_malformed_file_is_a_gap(data: bytes) -> None:
    app = app_of(zipped(app_files() | {f"{APP}/A.nib": data, f"{APP}/B.nib": ONE}))
    assert gaps(app, "interface") == [(LOST, "malformed-nib", {"file": f"{APP}/A.nib"})]
    assert [one.file for one in app.interface.inputs] == [f"{APP}/B.nib"]


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_mutated_file_is_read_or_malformed(data: st.DataObject) -> None:
    parse, whole = data.draw(st.sampled_from([(parse_archive, ARCHIVE), (None, KEYED)]))
    mutated = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        mutated[data.draw(st.integers(0, len(mutated) - 1))] = data.draw(st.integers(0, 255))
    with suppress(MalformedNib):
        nib = parse(bytes(mutated), FIELD) if parse else parse_keyed(bytes(mutated))
        for node in nib.nodes:
            for value in node.values.values():
                nib.text(value)


def test_an_entry_that_is_refused_is_a_gap() -> None:
    data = bytearray(zipped(app_files() | {f"{APP}/A.nib": ONE}))
    entry = data.rindex(f"{APP}/A.nib".encode())
    data[entry - 46 + 8] |= 1  # the flag of encryption, in the central directory alone
    values = {"file": f"{APP}/A.nib", "why": "encrypted"}
    assert (LOST, "entry-refused", values) in gaps(app_of(bytes(data)), "interface")
