"""Tables and logs of LevelDB, in which a WebView keeps what pages store, are read."""

import base64
import struct
import zlib

import pytest

from appsec.readers.trace import leveldb
from appsec.readers.trace.leveldb import BadTable, entries
from appsec.readers.trace.snappy import BadSnappy, unsnapped
from tests.readers.trace.test_layers import PHONE, unfolded

TABLE = zlib.decompress(base64.b64decode(
    "eNr7yOzCIMLGkJeYm2plYGloZGzCyMvAymhRUJSallnBw8NqamZuwcjHKnKCIVEhO7WSQVk4PqOkpKDYSl8/tSIxty"
    "AnVa+knIERKGVgYMDIyAAGjGWJOaWpCpyhOqZmBoYKBlKcwoaMTKxyXvIMEoZAjhEjcxyQaQRkGjOygJjGQKYJIyuI"
    "aQJkmjKygZimQKYZI3uQPIOKuYWCGZBnzsgB4gENNQfyLBg5QcosgExLRi4gU8ZSkkvE0ICRO06BQcYQaK+IISNPkg"
    "KDgiEDt2RmShIjP6eSxn9BpiZGBsdXjAwahrUm5hZOryDOBpGMbkxhn2AchgOfFm5g4GTOYvwPAQwTmOByDGdlH09l"
    "4ljEJM5AEIT/buhWKXW/DQDc0UIs"
))  # fmt: skip
"""Made by LevelDB 1.22: keys with common beginnings, blocks and one value packed by Snappy."""


def test_a_table_is_read():
    assert PHONE.encode() not in TABLE
    assert unfolded(TABLE) == (["leveldb"], [])
    found = [one for one in entries(TABLE) if PHONE.encode() in one]
    assert [one[:4] for one in found] == [b"\0nam", b"\1val", b"AAAA"]


@pytest.mark.parametrize("at", range(0, len(TABLE) - 8, 7))
def test_a_damaged_table_ends_in_an_error_or_in_its_entries(at):
    data = TABLE[:at] + bytes([TABLE[at] ^ 0x55]) + TABLE[at + 1 :]
    try:
        assert sum(map(len, entries(data))) < 100_000
    except BadTable:
        assert unfolded(data)[1] != []


def test_blocks_packed_otherwise_are_told():
    # The first block ends where its kind stands; zstd is the kind 2.
    end = TABLE.index(b"\1" + TABLE[first_block() + 1 : first_block() + 5], first_block() - 1)
    data = TABLE[:end] + b"\2" + TABLE[end + 1 :]
    assert unfolded(data) == ([], ["leveldb: zstd"])


def first_block():
    """How long the first block is, as the table's index has it."""
    footer = TABLE[-48:]
    _, at = leveldb._place(footer, 0)
    index, _ = leveldb._place(footer, at)
    _, place = next(leveldb._pairs(leveldb._block(TABLE, *index)))
    return leveldb._place(place, 0)[0][1]


def record(kind, data):
    check = leveldb._masked(leveldb._crc(bytes([kind]) + data))
    return struct.pack("<IHB", check, len(data), kind) + data


def put(key, value):
    return bytes(12) + b"\1" + bytes([len(key)]) + key + bytes([len(value)]) + value


def test_a_record_that_two_blocks_share_is_put_together():
    filled = record(1, put(b"a", b"x") + bytes(32738 - 7 - 17))
    text = put(b"key", b"\0" + PHONE.encode())
    split = text.index(PHONE.encode()) + 4
    data = filled + record(2, text[:split])
    assert len(data) == 32768
    data += record(4, text[split:])
    assert PHONE.encode() not in data
    assert unfolded(data) == (["leveldb log"], [])
    assert unfolded(data[:-1])[1] == []


def test_a_packed_value_in_a_log_is_read():
    packed = b"\xff\x11\x02" + bytes([14, 12 << 2]) + b"AAA" + PHONE.encode()[:10]
    assert unfolded(record(1, put(b"key", packed)))[0] == ["leveldb log"]


def test_a_log_that_goes_wrong_is_told():
    assert unfolded(record(1, b"abc") + b"\x09" * 50) == ([], ["leveldb log: log"])


@pytest.mark.parametrize(
    ("packed", "plain"),
    [
        (b"\x03\x08abc", b"abc"),
        (b"\x09\x08abc\x09\x03", b"abcabcabc"),
        (b"\x09\x08abc\x16\x03\x00", b"abcabcabc"),
        (b"\x09\x08abc\x17\x03\x00\x00\x00", b"abcabcabc"),
        (b"\x03\xf0\x02abc", b"abc"),
    ],
)
def test_snappy(packed, plain):
    assert unsnapped(packed) == plain


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"\xff\xff\xff\xff\x0f",
        b"\x04\x08abc",
        b"\x02\x08abc",
        b"\x09\x08abc\x09\x04",
        b"\x09\x08abc\x09\x00",
        b"\x09\x08ab",
        b"\xff" * 12,
    ],
)
def test_what_snappy_never_wrote(packed):
    with pytest.raises(BadSnappy):
        unsnapped(packed)
