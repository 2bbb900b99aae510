"""Languages of a bundle, in every form that Xcode writes."""

import plistlib
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appsec.facts.app import FactUnavailable
from appsec.facts.ios_texts import LocalizedInfo
from appsec.model.outcome import Location
from appsec.readers.ipa.strings import parse_strings
from tests.ipa_builder import APP, HELPER, SHARE, app_files
from tests.readers.ipa.opening import LOST, app_of, gaps

KEY = "NSCameraUsageDescription"
VALUES = {KEY: "使用相機掃描「條碼」", "quote": 'a "b"\n\\'}
TEXT = """/* 相機 */
"NSCameraUsageDescription" = "使用相機掃描「條碼」"; // why
quote="a \\"b\\"\\n\\\\" ;
"""
FORMS = {
    "text": TEXT.encode(),
    "text, marked": b"\xef\xbb\xbf" + TEXT.encode(),
    "utf-16-le": b"\xff\xfe" + TEXT.encode("utf-16-le"),
    "utf-16-be": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "xml": plistlib.dumps(VALUES),
    "binary": plistlib.dumps(VALUES, fmt=plistlib.FMT_BINARY),
}


def read(files: dict[str, bytes]) -> tuple[Any, list[Any]]:
    app = app_of(app_files() | files)
    return app.localized_info, gaps(app, "localized_info")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_strings(form: str) -> None:
    assert parse_strings(FORMS[form], "x") == VALUES


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("", {}),
        ("/* nothing */", {}),
        ("a = b;", {"a": "b"}),
        ("alone;", {"alone": "alone"}),
        (r'"a" = "\U4f7f\101\t";', {"a": "使A\t"}),
        ('"a" = "two\nlines";', {"a": "two\nlines"}),
    ],
)
def test_text_forms(text: str, pairs: dict[str, str]) -> None:
    assert parse_strings(text.encode(), "x") == pairs


@pytest.mark.parametrize(
    "data",
    [b'"a" = "b"', b'"a" "b";', b'"a" = ;', b"= b;", b'"a', b"/* open", b"\xff\xfe\x00", b"\x80",
     b"{", b"bplist00", b"<plist>"],
)  # fmt: skip
def test_malformed_strings(data: bytes) -> None:
    with pytest.raises(FactUnavailable) as caught:
        parse_strings(data, "x")
    assert (caught.value.key, caught.value.values) == ("malformed-plist", {"file": "x"})


def test_a_key_twice() -> None:
    with pytest.raises(FactUnavailable) as caught:
        parse_strings(b"a = b; a = c;", "x")
    assert caught.value.key == "plist-repeated-key"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60, alphabet='ab"=;\\ /*\nU1') | st.text(max_size=20))
def test_any_text_ends_as_documented(text: str) -> None:
    with suppress(FactUnavailable):
        assert isinstance(parse_strings(text.encode(), "x"), dict)


class TestLanguages:
    def test_folders_with_and_without_strings(self) -> None:
        strings = f"{APP}/zh-Hant.lproj/InfoPlist.strings"
        found, lost = read(
            {
                strings: FORMS["binary"],
                f"{APP}/zh-Hant.lproj/Main.strings": b"",
                f"{APP}/en.lproj/Main.storyboardc/x.nib": b"",
                f"{APP}/Base.lproj/InfoPlist.strings": FORMS["text"],
                f"{SHARE}/ja.lproj/Main.strings": b"",
                f"{HELPER}/ko.lproj/InfoPlist.strings": b"{",
                f"{APP}/Sdk.bundle/fr.lproj/InfoPlist.strings": b"{",
            }
        )
        assert (found, lost) == (
            (
                LocalizedInfo(APP, "en", {}, Location(f"{APP}/en.lproj")),
                LocalizedInfo(APP, "zh-Hant", VALUES, Location(strings)),
                LocalizedInfo(SHARE, "ja", {}, Location(f"{SHARE}/ja.lproj")),
            ),
            [],
        )

    def test_a_table(self) -> None:
        file = f"{APP}/InfoPlist.loctable"
        table = {"LocProvenance": {"x": 1}, "zh_TW": VALUES, "en": {}, "odd": "x"}
        found, lost = read({file: plistlib.dumps(table)})
        assert found == (
            LocalizedInfo(APP, "en", {}, Location(file, "en")),
            LocalizedInfo(APP, "zh_TW", VALUES, Location(file, "zh_TW")),
        )
        assert lost == [(LOST, "odd-value", {"file": file, "key": "odd"})]

    @pytest.mark.parametrize(
        "file", [f"{APP}/InfoPlist.loctable", f"{APP}/en.lproj/InfoPlist.strings"]
    )
    def test_what_cannot_be_read_is_lost(self, file: str) -> None:
        assert read({file: b"{"})[1] == [(LOST, "malformed-plist", {"file": file})]
