"""What is told of a value where paths meet, and who else calls or writes: sample `paths.apk`."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from struct import pack

import numpy as np
import pytest

from appsec.facts.android import AndroidApp
from appsec.facts.values import (
    UNKNOWN,
    Built,
    Constant,
    FieldRead,
    Method,
    OneOf,
    Parameter,
    Returned,
    Value,
    alternatives,
)
from appsec.readers.artefact import open_artefact
from appsec.readers.dex.budget import Budget
from appsec.readers.dex.file import BadDex, read_dex
from appsec.readers.dex.members import read_methods
from appsec.readers.dex.sweep import sweep
from tests.apks import Silent
from tests.command import SAMPLES

SAMPLE = SAMPLES / "android/paths/paths.apk"
PACKAGE = "tw.example.sample.code"
CLASS = f"{PACKAGE}.Paths"
TAKE = f"{CLASS}.take"
STRING = "java.lang.String"
TRUSTS = "javax.net.ssl.X509TrustManager", "checkServerTrusted"


@contextmanager
def read(path: Path) -> Iterator[AndroidApp]:
    opened = open_artefact(path, Silent(), {})
    assert isinstance(opened.app, AndroidApp)
    opened.app.watched = frozenset((TAKE,))
    yield opened.app
    opened.close()


@pytest.fixture(scope="module")
def app() -> Iterator[AndroidApp]:
    with read(SAMPLE) as opened:
        yield opened


def either(*texts: str) -> OneOf:
    return OneOf(frozenset(Constant(text) for text in texts))


TOLD: dict[str, Value] = {
    "logged": Built((Constant("name="), Parameter(0, STRING)), -1),
    "appended": either("ac", "abc"),
    "jumpsBack": UNKNOWN,
    "jumpsIntoTry": either("AES/ECB", "AES/GCM"),
    "nine": either("other", *(f"choice {n}" for n in range(9))),
    "filledField": FieldRead(CLASS, "SECRET", "byte[]", True),
    "inherited": either("GCM", "ECB"),
    "open": either("class", "interface"),
    "popular": Constant("same"),
    "setUp": either("from here", "from below"),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_told(app: AndroidApp, name: str) -> None:
    (told,) = (site.argument(0) for site in app.code.calls(TAKE) if site.caller.name == name)
    assert told == TOLD[name]


def test_a_native_method_is_not_what_its_parent_has(app: AndroidApp) -> None:
    (told,) = (site.argument(0) for site in app.code.calls(TAKE) if site.caller.name == "native")
    assert isinstance(told, Returned)
    assert told.method == Method(f"{PACKAGE}.Sub", "key", (), STRING)


def test_one_of_two_arrays_that_is_filled_is_none_of_them(app: AndroidApp) -> None:
    (told,) = (s.near(0) for s in app.code.calls(TAKE) if s.caller.name == "oneOfArrays")
    assert [type(one).__name__ for one in alternatives(told)] == ["Changed"]


def test_arrays_within_arrays_are_told_to_some_depth(app: AndroidApp) -> None:
    (told,) = (site.near(0) for site in app.code.calls(TAKE) if site.caller.name == "nested")
    assert len(repr(told)) < 1 << 14


def test_what_a_class_inherits_is_looked_at_once(app: AndroidApp) -> None:
    found = [(one.method.owner, one.throws) for one in app.code.overriding(*TRUSTS)]
    assert found == [(f"{PACKAGE}.Base", False)]


def test_a_method_that_cannot_be_read_is_a_gap_and_accepts_nothing(tmp_path: Path) -> None:
    with zipfile.ZipFile(SAMPLE) as old, zipfile.ZipFile(tmp_path / "x.apk", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, spoilt(data) if name == "classes.dex" else data)
    with read(tmp_path / "x.apk") as app:
        assert list(app.code.overriding(*TRUSTS)) == []
        assert [gap.key for gap in app.gaps_of("code")] == ["malformed-dex"]


def test_what_a_method_handle_passes_is_not_told(tmp_path: Path) -> None:
    """A lambda that no compiler took apart: `Paths::popular` may be called with anything."""
    with zipfile.ZipFile(SAMPLE) as old, zipfile.ZipFile(tmp_path / "x.apk", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, handled(data, "popular") if name == "classes.dex" else data)
    with read(tmp_path / "x.apk") as app:
        (told,) = (s.argument(0) for s in app.code.calls(TAKE) if s.caller.name == "popular")
        assert set(alternatives(told)) == {Constant("same"), Parameter(0, STRING)}
        assert app.gaps_of("code") == ()


def test_a_method_handle_of_no_method_is_a_gap(tmp_path: Path) -> None:
    with zipfile.ZipFile(SAMPLE) as old, zipfile.ZipFile(tmp_path / "x.apk", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, handled(data) if name == "classes.dex" else data)
    with read(tmp_path / "x.apk") as app:
        (site,) = (s for s in app.code.calls(TAKE) if s.caller.name == "popular")
        assert site.argument(0) == Parameter(0, STRING)
        assert [gap.key for gap in app.gaps_of("code")] == ["malformed-dex"]


def handled(data: bytes, name: str = "") -> bytes:
    """With a method handle behind all else, and a new map that tells of it."""
    (dex,) = read_dex(data)
    names = [dex.method(index).name for index in range(len(dex.methods))]
    data += bytes(-len(data) % 4)
    handle = pack("<4H", 4, 0, names.index(name) if name else len(names), 0)
    count = int.from_bytes(dex.part(dex.map_offset, 4), "little")
    items = dex.part(dex.map_offset + 4, 12 * count) + pack("<2H2I", 8, 0, 1, len(data))
    at = len(data) + len(handle)
    made = bytearray(data + handle + pack("<I", count + 1) + items)
    made[0x20:0x24] = pack("<I", len(made))
    made[0x34:0x38] = pack("<I", at)
    return bytes(made)


def spoilt(data: bytes) -> bytes:
    """With checkServerTrusted jumping out of its code, where it returned."""
    (dex,) = read_dex(data)
    methods = read_methods(dex)
    names = [dex.method(int(index)).name for index in methods.method]
    at = 2 * int(methods.first[names.index("checkServerTrusted")])
    assert data[at : at + 2] == b"\x0e\x00"
    return data[:at] + b"\x28\x7f" + data[at + 2 :]


def test_a_body_that_methods_share_is_that_of_each() -> None:
    with zipfile.ZipFile(SAMPLE) as archive:
        (dex,) = read_dex(archive.read("classes.dex"))
    methods = read_methods(dex)
    names = [dex.method(int(index)).name for index in methods.method]
    one, other = names.index("caller1"), names.index("caller2")
    first, end = methods.first.copy(), methods.end.copy()
    first[other], end[other] = first[one], end[one]
    uses = sweep(dex, replace(methods, first=first, end=end))
    units = [uses.unit[uses.row == row].tolist() for row in (one, other)]
    assert units[0] == units[1] and len(units[0]) == 2
    assert np.count_nonzero(uses.row == names.index("caller3")) == 2


def test_work_has_an_end() -> None:
    budget = Budget(3)
    budget.spend(3)
    with pytest.raises(BadDex, match="more work than its size explains"):
        budget.spend(1)
