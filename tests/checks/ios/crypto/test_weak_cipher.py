"""Broken ciphers and ECB in CommonCrypto; 3DES is told apart."""

import pytest

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, Number, call, native_code

CHECK = "ios-weak-cipher"


def hits(outcome, *sites):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    return {(type(one).__name__.lower(), one.key, one.values.get("cipher")) for one in done.seen}


@pytest.mark.parametrize(
    "algorithm, options, found",
    [
        (0, 1, set()),
        (0, 3, {("question", "ecb", "AES")}),
        (1, 1, {("question", "broken", "DES")}),
        (1, 2, {("question", "broken", "DES"), ("question", "ecb", "DES")}),
        (2, 1, {("evidence", "triple-des", None)}),
        (4, 0, {("question", "broken", "RC4")}),
        (4, 2, {("question", "broken", "RC4")}),
        (5, 1, {("question", "broken", "RC2")}),
        (6, 1, {("question", "broken", "Blowfish")}),
    ],
)
@pytest.mark.parametrize("name", ["CCCrypt", "CCCryptorCreate", "CCCryptorCreateFromData"])
def test_ciphers_and_options(outcome, name, algorithm, options, found):
    assert hits(outcome, call(name, Number(0), Number(algorithm), Number(options))) == found


@pytest.mark.parametrize(
    "mode, algorithm, found",
    [(2, 0, set()), (1, 0, {("question", "ecb", "AES")}), (9, 4, {("question", "broken", "RC4")})],
)
def test_modes(outcome, mode, algorithm, found):
    site = call("CCCryptorCreateWithMode", Number(0), Number(mode), Number(algorithm))
    assert hits(outcome, site) == found


def test_what_is_not_told_is_no_hit(outcome):
    assert hits(outcome, call("CCCrypt", NOTHING, NOTHING, NOTHING)) == set()


def test_a_library_is_one_question(outcome):
    sites = [
        call("CCCrypt", Number(0), Number(1), Number(1), origin=Origin.LIBRARY, address=at)
        for at in (0x1000, 0x2000)
    ]
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    assert [(one.key, one.values) for one in done.seen] == [("broken-elsewhere", {"count": "2"})]
