"""How many of the app's own names can be read."""

from dataclasses import replace

import pytest

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import FakeNativeCode, native_class

CHECK = "ios-readable-code"
READABLE = [
    f"{a}{b}"
    for a in ("Order", "Letter", "Card", "Branch", "Coupon")
    for b in ("View", "Store", "Cell", "Model")
]
RENAMED = [f"qz{n}xk" for n in range(20)]


def seen(outcome, classes=(), types=(), origin=Origin.APP):
    defined = [native_class(name, origin=origin) for name in classes]
    code = FakeNativeCode(defined=defined, types=types)
    done = outcome(CHECK, ios_app(native_code=code))
    return [(type(one).__name__, one.key, one.values["percent"]) for one in done.seen]


@pytest.mark.parametrize(
    "names, found",
    [
        (READABLE, [("Finding", "plain", "100")]),
        (READABLE[:19], []),
        (READABLE + RENAMED[:5], [("Finding", "plain", "80")]),
        (READABLE + RENAMED[:6], [("Question", "partly", "76")]),
        (RENAMED, [("Evidence", "renamed", "0")]),
        (["R", "L10n"] * 20, []),
        ([], []),
    ],
)
def test_shares(outcome, names, found):
    assert seen(outcome, classes=names) == found
    assert seen(outcome, types=[f"App.{name}" for name in names]) == found


def test_libraries_do_not_count(outcome):
    assert seen(outcome, classes=READABLE, origin=Origin.LIBRARY) == []


def test_classes_of_others_and_what_tools_make_do_not_count(outcome):
    extended = [replace(native_class(f"UI{name}"), extended=True) for name in READABLE]
    made = [native_class(f"PodsDummy_{name}") for name in READABLE]
    for classes in (extended, made):
        done = outcome(CHECK, ios_app(native_code=FakeNativeCode(defined=classes)))
        assert done.seen == ()
