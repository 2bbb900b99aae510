"""What is fixed in an app's code, and what is no more what it was made of."""

import pytest

from appsec.facts.ios_code import Callee, CallResult, ClassObject, Data, Number, Words
from appsec.facts.ios_constants import is_fixed, may_be_fixed

FIXED = [
    ("-[NSString dataUsingEncoding:]", (Words("key"), Number(4))),
    ("+[NSData dataWithBytes:length:]", (ClassObject("NSData"), Data(b"key"), Number(3))),
    ("-[NSString copy]", (Words("key"),)),
]
CHANGEABLE = [
    ("-[NSString mutableCopy]", (Words("v1:"),)),
    ("+[NSMutableString stringWithString:]", (ClassObject("NSMutableString"), Words("v1:"))),
    ("-[NSMutableString initWithString:]", (ClassObject("NSMutableString"), Words("v1:"))),
    ("+[NSMutableData dataWithBytes:length:]", (ClassObject("NSMutableData"), Data(b"v1"))),
    ("-[? initWithString:]", (ClassObject("?"), Words("v1:"))),
    ("-[NSMutableData mutableBytes]", (Data(b"v1"),)),
]


@pytest.mark.parametrize(("callee", "arguments"), FIXED)
def test_another_form_of_a_constant_is_fixed(callee, arguments):
    assert is_fixed(CallResult(Callee(callee), arguments))


@pytest.mark.parametrize(("callee", "arguments"), CHANGEABLE)
def test_what_may_have_been_changed_since_is_not(callee, arguments):
    value = CallResult(Callee(callee), arguments)
    data = CallResult(Callee("-[? dataUsingEncoding:]"), (value, Number(4)))
    assert not may_be_fixed(value)
    assert not may_be_fixed(data)


def test_a_variable_is_not_fixed():
    assert not may_be_fixed(Data(None, 0x100008000))
