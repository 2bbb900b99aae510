"""Entitlements: XML and DER, what disagrees, what was altered, and builds not yet signed."""

import plistlib
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appsec.model.outcome import Cause
from appsec.readers.ipa.der import MalformedDer, parse_entitlements
from appsec.readers.ipa.signature import Signature, read_signature
from tests.ipa_builder import (
    APP,
    ARM64,
    ARMV7,
    Signing,
    Thin,
    blob,
    der,
    der_entitlements,
    der_value,
    fat,
    info,
)
from tests.readers.ipa.opening import app_of, gaps

MAIN = f"{APP}/Demo"
NO_CODE = memoryview(b"")
FILE = {"file": MAIN}
VALUES = {
    "get-task-allow": True,
    "number": -300,
    "groups": ["一", "b" * 300],
    "nested": {"empty": [], "no": False},
}


def read(data: bytes) -> tuple[list[dict[str, Any]], list[tuple[Cause, str, dict[str, str]]]]:
    app = app_of({f"{APP}/Info.plist": info("Demo"), MAIN: data})
    found = gaps(app, "entitlements")
    return [dict(one.values) for one in app.entitlements], found


def signed(signing: Signing | bytes | None) -> bytes:
    return Thin(signing=signing).build()


def test_both_forms_agree() -> None:
    assert read(signed(Signing(VALUES))) == ([VALUES], [])


def test_a_signed_executable_without_entitlements() -> None:
    assert read(signed(Signing())) == ([{}], [])


def test_a_build_that_is_not_signed_yet() -> None:
    out_of_reach = (Cause.OUT_OF_REACH, "unsigned-build", FILE)
    assert read(signed(None)) == ([], [out_of_reach])
    assert read(signed(Signing(adhoc=True))) == ([{}], [out_of_reach])
    assert read(signed(Signing(VALUES, drop=(0x10000,)))) == ([VALUES], [out_of_reach])


HALF = fat((ARM64, signed(Signing())), (ARM64, signed(None)))
WHOLE = Signing(VALUES).build()
ONE = {"a": 1}


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (signed(Signing(VALUES, drop=(5,))), "entitlements-altered"),
        (signed(Signing(VALUES, drop=(7,))), "entitlements-altered"),
        (signed(Signing(VALUES, drop=(5, 7))), "entitlements-altered"),
        (signed(WHOLE.replace(b"<true/>", b"<false/")), "entitlements-altered"),
        (signed(Signing(VALUES, der=der_entitlements({}))), "entitlements-disagree"),
        (signed(Signing(ONE, der=der_entitlements({"a": True}))), "entitlements-disagree"),
        (signed(Signing(ONE, der=der_entitlements({"b": 1}))), "entitlements-disagree"),
        (signed(Signing(VALUES, xml=b"<plist>")), "malformed-entitlements"),
        (signed(Signing(VALUES, der=b"\x70\x05")), "malformed-entitlements"),
        (signed(Signing(drop=(0,))), "malformed-signature"),
        (signed(b""), "malformed-signature"),
        (signed(bytes(600)), "malformed-signature"),
        (signed(WHOLE[:200] + bytes(len(WHOLE) - 200)), "malformed-signature"),
    ],
)
def test_what_cannot_be_relied_on_is_lost(data: bytes, key: str) -> None:
    assert read(data) == ([], [(Cause.LOST, key, FILE)])


@pytest.mark.parametrize(
    ("slices", "expected"),
    [
        ((False, True), [{"get-task-allow": True}]),
        ((True, False), [{"get-task-allow": True}]),
        ((False, 1), []),
        ((False, None), []),
    ],
)
def test_one_slice_proves_that_a_debugger_may_attach(slices: Any, expected: Any) -> None:
    """Devices of that architecture let it, whatever the other one says."""
    parts = [
        Thin(cpu, signing=Signing({} if value is None else {"get-task-allow": value})).build()
        for cpu, value in zip((ARM64, ARMV7), slices, strict=True)
    ]
    data = fat((ARM64, parts[0]), (ARMV7, parts[1]))
    assert read(data) == (expected, [(Cause.LOST, "entitlements-disagree", FILE)])


@pytest.mark.parametrize("value", [1, 0, "true", ["x"]])
def test_a_flag_of_another_type_is_a_gap(value: Any) -> None:
    values = {"get-task-allow": value}
    odd = (Cause.LOST, "odd-value", FILE | {"key": "get-task-allow"})
    assert read(signed(Signing(values))) == ([values], [odd])


def differences(data: bytes) -> list[tuple[str, str, str]]:
    app = app_of({f"{APP}/Info.plist": info("Demo"), MAIN: data})
    assert all((d.binary, d.at.file) == (MAIN, MAIN) for d in app.entitlement_differences)
    return [(d.key, d.xml, d.der) for d in app.entitlement_differences]


@pytest.mark.parametrize(
    ("xml", "other", "told"),
    [
        ({"a": True}, {"a": True}, []),
        ({"a": True}, {"a": False}, [("a", "true", "false")]),
        ({"a": 1}, {"a": True}, [("a", "1", "true")]),
        ({"a": True, "b": "x"}, {"c": ["一"]},
         [("a", "true", ""), ("b", '"x"', ""), ("c", "", '["一"]')]),
    ],
)  # fmt: skip
def test_on_what_the_two_forms_differ_is_a_fact(xml: Any, other: Any, told: Any) -> None:
    data = signed(Signing(xml, der=der_entitlements(other)))
    assert differences(data) == told
    assert bool(read(data)[1]) is bool(told)


def test_one_form_alone_or_a_broken_one_differs_in_nothing() -> None:
    assert differences(signed(Signing())) == []
    assert differences(signed(Signing(VALUES, der=b"x"))) == []
    assert differences(signed(None)) == []


def test_one_slice_that_is_not_signed() -> None:
    assert read(HALF) == ([{}], [(Cause.OUT_OF_REACH, "unsigned-build", FILE)])


def test_der_alone_is_enough() -> None:
    body = Signing(VALUES).build()
    assert read_signature(memoryview(body), NO_CODE).der == der_entitlements(VALUES)
    assert parse_entitlements(der_entitlements(VALUES)) == VALUES


def test_the_first_form_of_der() -> None:
    pairs = der(0x30, der_value("a") + der_value(True)) + der(
        0x30, der_value("b") + der_value(["c"])
    )
    assert parse_entitlements(der(0x31, pairs)) == {"a": True, "b": ["c"]}


def _nested(depth: int) -> dict[str, Any]:
    return {"a": _nested(depth - 1)} if depth else {}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x70",
        b"\x70\x84\xff\xff\xff\xff",
        b"\x70\x80",
        der(0x70, b""),
        der(0x70, der(0x02, b"\x01")),
        der(0x30, b""),
        der_entitlements({}) + b"\0",
        der(0x70, der(0x02, b"\x01") + der(0xB0, der(0x30, der_value("a")))),
        der(0x70, der(0x02, b"\x01") + der(0xB0, der(0x30, der_value(1) + der_value(1)))),
        der(0x70, der(0x02, b"\x01") + der(0xB0, der(0x30, der_value("a") + der_value(1)) * 2)),
        der(0x70, der(0x02, b"\x01") + der(0xB0, der(0x30, der_value("a") + der(0x0C, b"\xff")))),
        der(0x70, der(0x02, b"\x01") + der(0xB0, der(0x30, der_value("a") + der(0x04, b"x")))),
        der_entitlements(_nested(100)),
    ],
)
def test_malformed_der(data: bytes) -> None:
    with pytest.raises(MalformedDer):
        parse_entitlements(data)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_mutated_der_ends_as_documented(data: st.DataObject) -> None:
    mutated = bytearray(der_entitlements(VALUES))
    for _ in range(data.draw(st.integers(1, 4))):
        mutated[data.draw(st.integers(0, len(mutated) - 1))] = data.draw(st.integers(0, 255))
    with suppress(MalformedDer):
        assert isinstance(parse_entitlements(bytes(mutated)), dict)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_mutated_signature_never_gives_other_entitlements(data: st.DataObject) -> None:
    """Whatever is not refused is what was signed."""
    mutated = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 3))):
        mutated[data.draw(st.integers(0, len(mutated) - 1))] = data.draw(st.integers(0, 255))
    found = read_signature(memoryview(mutated), NO_CODE)
    assert found.problem in ("", "malformed-signature", "entitlements-altered")
    if not found.problem:
        assert (found.xml, found.der) == (plistlib.dumps(VALUES), der_entitlements(VALUES))


def test_a_signature_of_nothing_but_its_directory() -> None:
    body = Signing(drop=(0x10000,)).build()
    directory = body[body.index((0xFADE0C02).to_bytes(4, "big")) :]
    found = read_signature(memoryview(directory), NO_CODE)
    assert [one.about.slots for one in found.directories] == [(3,)]
    assert replace(found, directories=()) == Signature(seals_resources=True)


def test_too_many_parts() -> None:
    index = (65).to_bytes(4, "big") + bytes(65 * 8)
    found = read_signature(memoryview(blob(0xFADE0CC0, index)), NO_CODE)
    assert found.problem == "malformed-signature"
