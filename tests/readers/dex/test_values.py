"""What is told of a value, method by method of the sample `values.apk`."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from appsec.facts.android import AndroidApp
from appsec.facts.values import (
    UNKNOWN,
    Array,
    Changed,
    Constant,
    FieldRead,
    Method,
    New,
    OneOf,
    Value,
)
from appsec.readers.artefact import open_artefact
from appsec.readers.dex.file import read_dex
from tests.apks import Silent
from tests.command import SAMPLES

CLASS = "tw.example.sample.code.Values"
TAKE, TAKE_NUMBER = f"{CLASS}.take", f"{CLASS}.takeNumber"
NEXT_BYTES = Method("java.security.SecureRandom", "nextBytes", ("byte[]",), "void")


@pytest.fixture(scope="module")
def app() -> Iterator[AndroidApp]:
    opened = open_artefact(SAMPLES / "android/values/values.apk", Silent(), {})
    assert isinstance(opened.app, AndroidApp)
    opened.app.watched = frozenset((TAKE, TAKE_NUMBER))
    yield opened.app
    opened.close()


def either(*texts: str) -> OneOf:
    return OneOf(frozenset(Constant(text) for text in texts))


TOLD: dict[str, Value] = {
    "constant": Constant("常數😀"),
    "nothing": Constant(None),
    "built": Constant("AES/ECB"),
    "chosen": either("yes", "no"),
    "looped": UNKNOWN,
    "guarded": UNKNOWN,
    "switched": either("other", "zero", "one"),
    "staticField": Constant("named"),
    "fieldOnce": Constant("once"),
    "fieldTwice": FieldRead(CLASS, "twice", "java.lang.String", False),
    "helped": Constant("SHA-1"),
    "passed": Constant("passed"),
    "array": Array("byte[]", (Constant(0x41), Constant(0), Constant(0)), 2),
    "filled": Changed(NEXT_BYTES),
    "loopBack": UNKNOWN,
    "object": New("android.content.Intent", (Constant("tw.example.ACTION"),), 1),
}


def test_what_is_told_of_each_value(app: AndroidApp) -> None:
    told = {site.caller.name: site.argument(0) for site in app.code.calls(TAKE)}
    assert told == TOLD
    assert app.gaps_of("code") == ()


def test_wide_values_take_two_registers(app: AndroidApp) -> None:
    (site,) = app.code.calls(TAKE_NUMBER)
    assert site.arguments == (Constant(0x123456789A), Constant(True), Constant(0x42))


def test_what_no_check_announced_is_an_error(app: AndroidApp) -> None:
    with pytest.raises(LookupError, match=r"android\.util\.Log\.d"):
        list(app.code.calls("android.util.Log.d"))


def test_initial_values_that_cannot_be_read_are_a_gap_and_no_crash(tmp_path: Path) -> None:
    """An array as the value of a static field, which Android has in annotations only."""
    path = SAMPLES / "android/values/values.apk"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "x.apk", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, spoilt(data) if name == "classes.dex" else data)
    opened = open_artefact(tmp_path / "x.apk", Silent(), {})
    opened.app.watched = frozenset((TAKE,))
    told = {site.caller.name: site.argument(0) for site in opened.app.code.calls(TAKE)}
    assert isinstance(told["staticField"], FieldRead)
    assert [gap.key for gap in opened.app.gaps_of("code")] == ["malformed-dex"]
    opened.close()


def spoilt(data: bytes) -> bytes:
    """With the kind of the first initial value changed to that of an array."""
    (dex,) = read_dex(data)
    (at,) = (int(row[7]) for row in dex.classes if row[7])
    changed = bytearray(data)
    changed[at + 1] = 0x1C
    return bytes(changed)
