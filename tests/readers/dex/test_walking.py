"""A walk may stop on its way and go on, and each of several begins with what the caller passed."""

from struct import pack

import pytest

from appsec.facts.values import UNKNOWN, Array, Changed, Constant, Method, Parameter, Value
from appsec.readers.dex.budget import Budget
from appsec.readers.dex.code import Code, flow_of
from appsec.readers.dex.file import BadDex, read_dex
from appsec.readers.dex.invoke import effect
from appsec.readers.dex.told import Shape, Told
from appsec.readers.dex.walk import Walking
from tests.dex_builder import dex

PASSED = Parameter(0, "java.lang.String")
FOREIGN = 0
"""The index of a method in the file, whatever it is: a constructor without parameters."""
INTO_A_LOOP = (
    0x3007,  # move-object v0, v3
    0x1312,  # const/4 v3, 1
    0x1112,  # const/4 v1, 1
    0x0038,  # if-eqz v0, into the midst of the loop
    0x0004,
    0x2112,  # const/4 v1, 2
    0x0000,  # the loop
    0x0000,
    0x0238,  # if-eqz v2, back to the loop
    0xFFFE,
    0x0011,  # return-object v0
)


def walking(*units: int) -> Walking:
    """Four registers, in the last of which something is passed."""
    (one,) = read_dex(dex("tw/example/A", "x"))
    data = pack(f"<{len(units)}H", *units)
    code = Code(memoryview(data).cast("H"), data[::2], 4, 1, ())
    registers: list[Value] = [UNKNOWN, UNKNOWN, UNKNOWN, PASSED]
    return Walking(code, flow_of(code), Told(one), registers, Budget(10_000))


def test_every_walk_begins_with_what_is_passed() -> None:
    """A jump into the loop brings what was not there before, so that it is walked again."""
    assert walking(*INTO_A_LOOP).whole().returned == [PASSED]


def calls(*numbers: int) -> tuple[int, ...]:
    """A constant for each, and a call that hands it over."""
    return tuple(unit for n in numbers for unit in (0x0012 | n << 12, 0x1070, FOREIGN, 0))


def test_a_walk_stops_at_the_last_call_that_is_asked_for() -> None:
    units = (*calls(1, 2), 0x0012, 0x0111)
    one = walking(*units)
    stopped = one.calling((FOREIGN,))
    assert [call.place for call in stopped.calls] == [1, 5]
    assert stopped.returned == []
    assert one.calling((FOREIGN + 1,)).calls == stopped.calls
    whole = one.whole()
    assert whole.returned == [UNKNOWN]
    assert whole.calls == walking(*units).whole().calls
    assert one.calling((FOREIGN,)).returned == [UNKNOWN]


def test_with_a_loop_all_of_it_is_walked() -> None:
    assert walking(*INTO_A_LOOP).calling((FOREIGN,)).returned == [PASSED]


def test_what_is_refused_behind_a_call_is_refused_when_it_comes_to_that() -> None:
    """Whoever asked before."""
    one = walking(*calls(1), 0x0011 | 9 << 8)
    for _ in range(2):
        assert len(one.calling((FOREIGN,)).calls) == 1
        with pytest.raises(BadDex, match="a register that the method does not have"):
            one.whole()


@pytest.mark.parametrize(
    ("owner", "name", "parameters", "kept"),
    [
        ("java.security.MessageDigest", "digest", ("byte[]",), True),
        ("java.security.MessageDigest", "digest", ("byte[]", "int", "int"), False),
        ("javax.crypto.Mac", "doFinal", ("byte[]",), True),
        ("javax.crypto.Mac", "doFinal", ("byte[]", "int"), False),
        ("java.lang.String", "getBytes", ("int", "int", "byte[]", "int"), False),
        ("java.lang.StringBuilder", "getChars", ("int", "int", "char[]", "int"), False),
        ("android.util.Base64", "decode", ("byte[]", "int"), True),
        ("java.util.Base64$Decoder", "decode", ("byte[]", "byte[]"), False),
        ("example.Other", "use", ("byte[]",), False),
    ],
)
def test_an_array_that_a_method_writes_into_is_not_told(owner, name, parameters, kept) -> None:
    method = Method(owner, name, parameters, "void")
    kinds = tuple("L" for _ in parameters)
    array = Array("byte[]", (Constant(0),) * 4, 1)
    handed = tuple(array if one.endswith("[]") else Constant(0) for one in parameters)
    _, changed = effect(Shape(method, ("L", *kinds), None, False), (UNKNOWN, *handed))
    assert {new for _, new in changed} == (set() if kept else {Changed(method)})
