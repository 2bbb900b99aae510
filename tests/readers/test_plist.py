"""Property lists: what is read, and that malformed ones only ever end in the documented way."""

import plistlib
import struct
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Cause
from appsec.readers import plist

FILE = "Payload/Demo.app/Info.plist"
VALUES: dict[str, Any] = {
    "text": "包裹",
    "number": 7,
    "real": 1.5,
    "yes": True,
    "data": b"\0\1",
    "date": datetime(2026, 1, 2, 3, 4, 5),
    "list": ["a", {"deep": [False]}],
}
XML = plistlib.dumps(VALUES)
BINARY = plistlib.dumps(VALUES, fmt=plistlib.FMT_BINARY)


def refusal(data: bytes) -> tuple[str, dict[str, str]]:
    with pytest.raises(FactUnavailable) as error:
        plist.parse(data, FILE)
    assert error.value.cause is Cause.LOST
    return error.value.key, error.value.values


@pytest.mark.parametrize("data", [XML, BINARY], ids=["xml", "binary"])
def test_values_are_plain(data: bytes) -> None:
    value = plist.parse(data, FILE)
    assert value == VALUES
    assert type(value) is dict
    assert type(value["list"][1]) is dict


def _xml(body: str) -> bytes:
    return f'<?xml version="1.0"?><plist version="1.0">{body}</plist>'.encode()


ENTITY_BOMB = b"""<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<plist version="1.0"><dict><key>a</key><string>&c;</string></dict></plist>"""
EXTERNAL = b"""<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/hostname">]>
<plist version="1.0"><dict><key>a</key><string>&a;</string></dict></plist>"""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 100,
        b"{ old = style; }",
        XML[:-20],
        BINARY[:-1],
        b"bplist00",
        ENTITY_BOMB,
        EXTERNAL,
        plistlib.dumps(["no dictionary"]),
        _xml("<dict><key>a</key><date>never</date></dict>"),
        _xml(f"<dict><key>a</key><integer>{'9' * 5000}</integer></dict>"),
        _xml("<dict><key>a</key><unknown/></dict>"),
        _xml("<dict><string>a</string></dict>"),
        _xml("<dict><key>a</key>" + "<array>" * 100 + "</array>" * 100 + "</dict>"),
        _xml("<dict><key>a</key>" + "<array>" * 100_000 + "</array>" * 100_000 + "</dict>"),
        plistlib.dumps({"a": plistlib.UID(3)}, fmt=plistlib.FMT_BINARY),
    ],
)
def test_malformed(data: bytes) -> None:
    assert refusal(data) == ("malformed-plist", {"file": FILE})


def test_a_repeated_key_is_refused_because_parsers_differ() -> None:
    xml = _xml("<dict><key>a</key><true/><key>a</key><false/></dict>")
    assert refusal(xml) == ("plist-repeated-key", {"file": FILE, "key": "a"})
    # The dictionary's two key references, both to the first key.
    binary = plistlib.dumps({"a": True, "b": False}, fmt=plistlib.FMT_BINARY)
    twice = binary.replace(b"\xd2\x01\x02", b"\xd2\x01\x01")
    assert twice != binary
    assert refusal(twice) == ("plist-repeated-key", {"file": FILE, "key": "a"})


def _binary(objects: list[bytes], count: int | None = None) -> bytes:
    body, offsets = b"bplist00", []
    for each in objects:
        offsets.append(len(body))
        body += each
    table = struct.pack(f">{len(offsets)}H", *offsets)
    return body + table + struct.pack(">6x2B3Q", 2, 1, count or len(objects), 0, len(body))


def test_a_binary_list_may_not_contain_itself() -> None:
    loop = _binary([b"\xd1\x01\x02", b"\x51a", b"\xa1\x02"])
    assert refusal(loop) == ("malformed-plist", {"file": FILE})


def test_a_binary_list_that_shares_its_parts_may_not_explode() -> None:
    """Each array holds the next one ten times: ten to the power of forty values."""
    arrays = [b"\xaa" + bytes([n + 1]) * 10 for n in range(2, 42)]
    bomb = _binary([b"\xd1\x01\x02", b"\x51a", *arrays, b"\x09"])
    assert refusal(bomb) == ("malformed-plist", {"file": FILE})


def test_a_binary_list_may_not_claim_more_objects_than_bytes() -> None:
    bomb = _binary([b"\xd0"], count=1 << 40)
    assert refusal(bomb) == ("malformed-plist", {"file": FILE})


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([XML, BINARY]), st.data())
def test_mutations_end_in_values_or_in_a_refusal(original: bytes, data: st.DataObject) -> None:
    mutated = bytearray(original)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(mutated) - 1))
        mutated[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        assert isinstance(plist.parse(bytes(mutated), FILE), dict)
    except FactUnavailable as reason:
        assert reason.key in ("malformed-plist", "plist-repeated-key")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.booleans())
def test_noise_ends_in_a_refusal(noise: bytes, binary: bool) -> None:
    try:
        plist.parse((b"bplist00" if binary else b"") + noise, FILE)
    except FactUnavailable as reason:
        assert reason.key in ("malformed-plist", "plist-repeated-key")
