"""Expo.plist: from where expo-updates loads code, and whether it does."""

import plistlib
from typing import Any

import pytest

from appsec.facts.ios_texts import ExpoUpdates
from appsec.model.outcome import Location
from tests.ipa_builder import APP, SHARE, app_files
from tests.readers.ipa.opening import LOST, app_of, gaps

FILE = f"{APP}/Expo.plist"
URL = {"EXUpdatesURL": "https://u.example.tw/app"}


def read(data: bytes, file: str = FILE) -> tuple[Any, list[Any]]:
    app = app_of(app_files() | {file: data})
    return app.expo_updates, gaps(app, "expo_updates")


@pytest.mark.parametrize(
    ("plist", "url", "enabled"),
    [
        (URL, URL["EXUpdatesURL"], True),
        (URL | {"EXUpdatesEnabled": True}, URL["EXUpdatesURL"], True),
        (URL | {"EXUpdatesEnabled": False}, URL["EXUpdatesURL"], False),
        ({}, "", True),
    ],
)
def test_what_it_says(plist: dict[str, Any], url: str, enabled: bool) -> None:
    expected = ExpoUpdates(url, enabled, Location(FILE, "EXUpdatesURL"))
    assert read(plistlib.dumps(plist)) == ((expected,), [])


def test_none_without_the_file_and_none_of_another_bundle() -> None:
    assert read(plistlib.dumps(URL), f"{SHARE}/Expo.plist") == ((), [])


@pytest.mark.parametrize(
    "odd", [{"EXUpdatesURL": 1}, URL | {"EXUpdatesEnabled": "NO"}], ids=["url", "enabled"]
)
def test_an_odd_value_is_lost(odd: dict[str, Any]) -> None:
    found, lost = read(plistlib.dumps(odd))
    (key,) = [key for key, value in odd.items() if not str(value).startswith("https")]
    assert lost == [(LOST, "odd-value", {"file": FILE, "key": key})]
    assert [one.enabled for one in found] == [True]


def test_a_file_that_cannot_be_read_is_lost() -> None:
    found, lost = read(b"<plist>")
    assert (found, [cause for cause, _, _ in lost]) == ((), [LOST])
