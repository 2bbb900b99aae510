"""Settings.bundle: what is kept, and what is not as Apple documents it."""

import plistlib
from typing import Any

import pytest

from appsec.facts.ios_texts import SettingsField
from appsec.model.outcome import Location
from tests.ipa_builder import APP, SHARE, app_files
from tests.readers.ipa.opening import LOST, app_of, gaps

FILE = f"{APP}/Settings.bundle/Root.plist"
TEXT = {"Type": "PSTextFieldSpecifier", "Key": "password", "Title": "密碼", "IsSecure": True}
TOGGLE = {"Type": "PSToggleSwitchSpecifier", "Key": "debug", "DefaultValue": False}


def read(data: bytes, file: str = FILE) -> tuple[Any, list[Any]]:
    app = app_of(app_files() | {file: data})
    return app.settings, gaps(app, "settings")


def page(*entries: Any) -> bytes:
    return plistlib.dumps({"PreferenceSpecifiers": list(entries)})


def test_fields() -> None:
    group = {"Type": "PSGroupSpecifier", "Title": "General"}
    assert read(page(group, TEXT | {"DefaultValue": "x"}, TOGGLE)) == (
        (
            SettingsField(
                "PSTextFieldSpecifier", "password", "密碼", True, "x", Location(FILE, "password")
            ),
            SettingsField(
                "PSToggleSwitchSpecifier", "debug", "", False, False, Location(FILE, "debug")
            ),
        ),
        [],
    )


@pytest.mark.parametrize(
    "file", [f"{APP}/Settings.bundle/Other.plist", f"{APP}/settings.bundle/Root~ipad.plist"]
)
def test_every_page_is_read(file: str) -> None:
    assert [one.key for one in read(page(TEXT), file)[0]] == ["password"]


@pytest.mark.parametrize(
    "file",
    [
        f"{APP}/Root.plist",
        f"{APP}/Settings.bundle/en.lproj/Root.strings",
        f"{SHARE}/Settings.bundle/Root.plist",
    ],
)
def test_what_is_no_page_of_the_app(file: str) -> None:
    assert read(b"{", file) == ((), [])


@pytest.mark.parametrize(
    ("data", "key", "values"),
    [
        (b"{", "malformed-plist", {}),
        (
            plistlib.dumps({"PreferenceSpecifiers": {}}),
            "odd-value",
            {"key": "PreferenceSpecifiers"},
        ),
        (page("x"), "odd-value", {"key": "PreferenceSpecifiers:0"}),
        (page(TEXT | {"IsSecure": "YES"}), "odd-value", {"key": "PreferenceSpecifiers:0:IsSecure"}),
        (page({"Key": 1}), "odd-value", {"key": "PreferenceSpecifiers:0:Key"}),
    ],
)
def test_what_is_not_understood_is_a_gap(data: bytes, key: str, values: dict[str, str]) -> None:
    assert read(data)[1] == [(LOST, key, {"file": FILE} | values)]
