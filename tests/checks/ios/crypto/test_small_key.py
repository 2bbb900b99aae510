"""Keys by the type and size that their attributes name."""

import pytest

from appsec.facts.ios_code import Dictionary
from tests.apps import ios_app
from tests.ios_code import NOTHING, Number, Symbol, boxed, call, native_code

CHECK = "ios-small-key"


def attributes(kind, bits):
    return Dictionary(((Symbol("kSecAttrKeyType"), kind), (Symbol("kSecAttrKeySizeInBits"), bits)))


@pytest.mark.parametrize("name", ["SecKeyCreateRandomKey", "SecKeyGeneratePair"])
@pytest.mark.parametrize(
    "kind, bits, found",
    [
        (Symbol("kSecAttrKeyTypeRSA"), boxed(1024), [("RSA", "1024")]),
        (Symbol("kSecAttrKeyTypeRSA"), Number(2047), [("RSA", "2047")]),
        (Symbol("kSecAttrKeyTypeRSA"), boxed(2048), []),
        (Symbol("kSecAttrKeyTypeECSECPrimeRandom"), boxed(192), [("EC", "192")]),
        (Symbol("kSecAttrKeyTypeECSECPrimeRandom"), boxed(256), []),
        (NOTHING, boxed(1024), []),
        (Symbol("kSecAttrKeyTypeRSA"), NOTHING, []),
    ],
)
def test_sizes(outcome, name, kind, bits, found):
    done = outcome(CHECK, ios_app(native_code=native_code(call(name, attributes(kind, bits)))))
    assert [(one.values["algorithm"], one.values["bits"]) for one in done.seen] == found


def test_attributes_that_are_not_told_are_no_hit(outcome):
    done = outcome(CHECK, ios_app(native_code=native_code(call("SecKeyCreateRandomKey", NOTHING))))
    assert done.seen == ()
