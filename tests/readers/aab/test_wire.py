"""Protobuf messages: what is sound is read, what has two readings is refused."""

import pytest

from appsec.readers.aab.wire import Wire
from appsec.readers.apk.xml_shape import BadShape
from tests.proto_builder import put, varint


def test_fields_by_number_and_type() -> None:
    data = put(1, 300) + put(2, "字") + put(3, put(1, 7)) + varint(4 << 3 | 5) + b"\0\0\x80\x3f"
    found = Wire().message(data + put(5, "a") + put(5, "b") + varint(6 << 3 | 1) + bytes(8))
    assert (found.integer(1), found.text(2), found.fixed32(4)) == (300, "字", 0x3F800000)
    inner = found.message(3)
    assert inner is not None
    assert inner.integer(1) == 7
    assert (found.integer(9), found.text(9), found.message(9)) == (0, "", None)
    assert not found.has(9)


def test_negative_numbers_fill_ten_bytes() -> None:
    assert Wire().message(put(1, 0xFFFFFFFFFFFFFFFF)).integer(1) == 0xFFFFFFFF


@pytest.mark.parametrize(
    "data",
    [
        b"\x0a",  # a length is missing
        b"\x0a\x05abc",  # shorter than its length
        b"\x08",  # a number is missing
        b"\x08" + b"\xff" * 10 + b"\x01",  # a number of more than 64 bits
        b"\x08" + b"\xff" * 9 + b"\x7f",
        b"\x0b\x0c",  # a group
        b"\x0f",  # no such type
        b"\x00\x01",  # field number 0
        varint(1 << 32 | 0) + b"\x01",
        b"\x0d\x00\x00",  # a short float
    ],
)
def test_what_breaks_off_or_is_unknown(data: bytes) -> None:
    with pytest.raises(BadShape):
        Wire().message(data)


def test_a_field_given_twice_or_of_another_type() -> None:
    found = Wire().message(put(1, 1) + put(1, 2) + put(2, 1) + put(3, b"\xff"))
    for read in (found.integer, found.text, found.message):
        for number in (1, 2):
            if not (read == found.integer and number == 2):
                with pytest.raises(BadShape):
                    read(number)
    with pytest.raises(BadShape):
        found.text(3)
    with pytest.raises(BadShape):
        list(found.messages(2))


def test_so_many_fields_and_no_more() -> None:
    wire = Wire(left=3)
    assert wire.message(put(1, 1) * 3)
    with pytest.raises(BadShape, match="too many"):
        wire.message(put(1, 1))
