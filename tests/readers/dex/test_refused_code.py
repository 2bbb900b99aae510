"""Code that Android would refuse is told, and strings are found all at once only where that is safe."""

from struct import pack

import numpy as np
import pytest

from appsec.readers.dex.dex_file import dex_file
from appsec.readers.dex.file import BadDex, read_dex
from appsec.readers.dex.members import read_methods
from appsec.readers.dex.strings import plain_strings
from appsec.readers.dex.walk import walk
from tests.dex_builder import dex

GOOD = dex("tw/example/A", "x")
RUN = GOOD.index(pack("<2H", 0x1071, 1)) - 4 - 16
"""The code item of the first of two methods, which stand one behind the other."""
COUNT = RUN + 12


def changed(at: int, value: int) -> bytes:
    data = bytearray(GOOD)
    data[at] = value
    return bytes(data)


def test_the_builder_wrote_what_is_changed_below() -> None:
    assert (GOOD[RUN], GOOD[COUNT]) == (1, 6)
    (one,) = read_dex(GOOD)
    assert sorted(dex_file("", one).uses.index.tolist()) == [1, one.find_string("x")]


def test_code_that_reaches_into_the_next_method_is_refused() -> None:
    (one,) = read_dex(changed(COUNT, 7))
    with pytest.raises(BadDex, match="code overlaps"):
        dex_file("", one)


def test_a_register_that_the_method_does_not_have_is_refused() -> None:
    (one,) = read_dex(changed(RUN, 0))
    with pytest.raises(BadDex, match="a register that the method does not have"):
        walk(one, read_methods(one), 0)


PLAIN, EMPTY, LONG, OTHER = (
    b"\x05plain\0",
    b"\0\0",
    b"\xac\x02" + 300 * b"l" + b"\0",
    b"\x01\xc3\xa9\0",
)


def test_plain_strings_are_found_wherever_they_stand() -> None:
    data = b"\0\0head" + PLAIN + OTHER + EMPTY + LONG
    at = data.index(PLAIN)
    offsets = [at, at + len(PLAIN), data.index(LONG), data.index(LONG) - 2]
    told = plain_strings(data, np.array(offsets, np.uint32))
    assert told == ["plain", None, 300 * "l", ""]


@pytest.mark.parametrize("first", [PLAIN, EMPTY])
def test_strings_in_a_row_are_found_as_elsewhere(first: bytes) -> None:
    row = [first, PLAIN, OTHER, LONG, PLAIN]
    at = [4 + sum(map(len, row[:n])) for n in range(len(row))]
    told = ["" if first is EMPTY else "plain", "plain", None, None, "plain"]
    data = b"head" + b"".join(row)
    assert plain_strings(data, np.array(at, np.uint32)) == told
    apart = plain_strings(data, np.array([*at, at[1]], np.uint32))
    assert [one for one in apart if one != 300 * "l"] == [*told[:3], "plain", "plain"]


def test_a_string_without_an_end_is_left_to_be_refused() -> None:
    assert plain_strings(b"\x05plain", np.array([0], np.uint32)) == [None]
    assert plain_strings(PLAIN + b"\xff\xff\xff\xff\xff\xff\xff", np.array([0, 7], np.uint32)) == [
        "plain",
        None,
    ]


def test_strings_that_share_their_bytes_fill_no_memory() -> None:
    data = b"\x64" + 100 * b"s" + b"\0"
    assert plain_strings(data, np.zeros(1, np.uint32)) == [100 * "s"]
    assert plain_strings(data, np.zeros(50, np.uint32)) == [None] * 50
