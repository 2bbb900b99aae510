"""Vectors in code, and none at all where the mode needs one."""

import pytest

from appsec.facts.ios_code import Data
from tests.apps import ios_app
from tests.ios_code import NOTHING, Number, call, native_code

CHECK = "ios-constant-iv"
FIXED = Data(b"fedcba9876543210", 0x100008010)
NULL = Number(0)


def hits(outcome, *sites):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    return [(one.key, len(one.locations)) for one in done.seen]


def cipher(vector, algorithm=0, options=1, address=0x1000):
    return call(
        "CCCrypt",
        Number(0),
        Number(algorithm),
        Number(options),
        NOTHING,
        Number(16),
        vector,
        address=address,
    )


@pytest.mark.parametrize(
    "site, found",
    [
        (cipher(FIXED), [("constant", 1)]),
        (cipher(NULL), [("zero", 1)]),
        (cipher(NULL, options=3), []),
        (cipher(NULL, algorithm=4), []),
        (cipher(Data(None)), []),
        (cipher(NOTHING), []),
        (
            call("CCCryptorCreateFromData", NULL, NULL, Number(1), NOTHING, NULL, FIXED),
            [("constant", 1)],
        ),
        (call("CCCryptorCreateWithMode", NULL, Number(2), NULL, NULL, FIXED), [("constant", 1)]),
        (call("CCCryptorCreateWithMode", NULL, Number(2), NULL, NULL, NULL), [("zero", 1)]),
        (call("CCCryptorCreateWithMode", NULL, Number(1), NULL, NULL, NULL), []),
    ],
)
def test_vectors(outcome, site, found):
    assert hits(outcome, site) == found


def test_encrypting_and_decrypting_are_one_question(outcome):
    assert hits(outcome, cipher(FIXED), cipher(FIXED, address=0x2000)) == [("constant", 2)]
