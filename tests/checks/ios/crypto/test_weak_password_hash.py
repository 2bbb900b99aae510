"""Weak hashes where the method says that it handles a password, nowhere else."""

import pytest

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, call, native_code, result

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
        ("", Origin.LIBRARY),
        ("-[Login passwordHintChanged:]", Origin.APP),
    ],
)
def test_anything_else_stays_quiet(outcome, caller, origin):
    site = call("CC_MD5", caller=caller, origin=origin)
    assert outcome(CHECK, ios_app(native_code=native_code(site))).seen == ()


def kinds(outcome, *sites):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    return [(type(s).__name__, s.key, s.values.get("count", "")) for s in done.seen]


def test_functions_without_a_name_are_one_question(outcome):
    """Except those that name a password elsewhere."""
    sites = [
        call("CC_MD5", caller="", address=0x1000),
        call("CC_SHA1", caller="", address=0x2000),
        call("CC_MD5", caller="", around=("-[? passwordField]",), address=0x3000),
    ]
    assert kinds(outcome, *sites) == [("Question", "weak-hash", ""), ("Question", "nameless", "2")]


FIELD = result("-[UITextField text]", result("-[Login passwordField]", NOTHING))
DATA = result("-[? dataUsingEncoding:]", FIELD)


@pytest.mark.parametrize(
    "site, found",
    [
        (call("-[? md5]", receiver=FIELD), True),
        (call("-[? sha1]", receiver=DATA), True),
        (call("+[Digest MD5:]", result("-[Login password]", NOTHING)), True),
        (call("-[? md5]", receiver=result("-[Page title]", NOTHING)), False),
        (call("-[? md5]", FIELD, receiver=NOTHING), False),
        (call("-[? md5]", receiver=FIELD, origin=Origin.LIBRARY), False),
    ],
)
def test_helpers_that_digest(outcome, site, found):
    assert kinds(outcome, site) == ([("Question", "weak-hash", "")] if found else [])
