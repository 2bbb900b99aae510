"""Constant salts are a question, few iterations advice."""

import pytest

from appsec.facts.ios_code import Data
from tests.apps import ios_app
from tests.ios_code import NOTHING, Number, call, native_code

CHECK = "ios-weak-key-derivation"


@pytest.mark.parametrize(
    "salt, rounds, found",
    [
        (NOTHING, Number(600_000), []),
        (NOTHING, Number(10_000), []),
        (NOTHING, NOTHING, []),
        (NOTHING, Number(9_999), [("evidence", "few-iterations", "9999")]),
        (Data(b"salt", 1), Number(600_000), [("question", "constant-salt", None)]),
    ],
)
def test_salt_and_rounds(outcome, salt, rounds, found):
    site = call(
        "CCKeyDerivationPBKDF", Number(2), NOTHING, Number(8), salt, Number(16), Number(3), rounds
    )
    done = outcome(CHECK, ios_app(native_code=native_code(site)))
    assert [
        (type(s).__name__.lower(), s.key, s.values.get("iterations")) for s in done.seen
    ] == found
