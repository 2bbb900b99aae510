"""Weak hashes where the method says that it handles a password, nowhere else."""

import pytest

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import call, native_code

CHECK = "ios-weak-password-hash"


@pytest.mark.parametrize(
    "name, algorithm",
    [("CC_MD5", "MD5"), ("CC_SHA1", "SHA-1"), ("CryptoKit.Insecure.SHA1.self", "SHA-1")],
)
def test_a_password_is_a_question(outcome, name, algorithm):
    site = call(name, caller="-[Login hashPassword:]")
    done = outcome(CHECK, ios_app(native_code=native_code(site)))
    assert [(type(s).__name__.lower(), s.key, s.values["algorithm"]) for s in done.seen] == [
        ("question", "weak-hash", algorithm)
    ]


@pytest.mark.parametrize(
    "caller, origin",
    [
        ("-[ImageCache keyOf:]", Origin.APP),
        ("-[Login hashPassword:]", Origin.LIBRARY),
        ("", Origin.APP),
        ("-[Login passwordHintChanged:]", Origin.APP),
    ],
)
def test_anything_else_stays_quiet(outcome, caller, origin):
    site = call("CC_MD5", caller=caller, origin=origin)
    assert outcome(CHECK, ios_app(native_code=native_code(site))).seen == ()
