"""Files that are written with a protection of their own."""

import pytest

from appsec.facts.ios_code import Choice, Dictionary
from tests.apps import ios_app
from tests.ios_code import NOTHING, Number, Symbol, call, native_code

CHECK = "ios-file-without-protection"
NONE, COMPLETE = Symbol("NSFileProtectionNone"), Symbol("NSFileProtectionComplete")


def attributes(value):
    return Dictionary(((Symbol("NSFileProtectionKey"), value),))


@pytest.mark.parametrize(
    "given, count",
    [
        (attributes(NONE), 1),
        (attributes(Choice(frozenset({NONE, COMPLETE}))), 1),
        (attributes(COMPLETE), 0),
        (Dictionary(()), 0),
        (Number(0), 0),
        (NOTHING, 0),
    ],
)
@pytest.mark.parametrize(
    "name, number",
    [
        ("-[NSFileManager createFileAtPath:contents:attributes:]", 2),
        ("-[NSFileManager setAttributes:ofItemAtPath:error:]", 0),
        ("-[NSFileManager createDirectoryAtPath:withIntermediateDirectories:attributes:error:]", 2),
    ],
)
def test_attributes(outcome, name, number, given, count):
    site = call(name, *[NOTHING] * number, given)
    done = outcome(CHECK, ios_app(native_code=native_code(site)))
    assert [(type(one).__name__, one.key) for one in done.seen] == [("Question", "none")] * count


@pytest.mark.parametrize(
    "options, count",
    [
        (0x10000000, 1),
        (0x10000001, 1),
        (0x20000000, 0),
        (0x30000000, 0),
        (0x40000000, 0),
        (1, 0),
        (0, 0),
    ],
)
def test_options(outcome, options, count):
    site = call("-[NSData writeToFile:options:error:]", NOTHING, Number(options))
    done = outcome(CHECK, ios_app(native_code=native_code(site)))
    assert [one.key for one in done.seen] == ["none"] * count
