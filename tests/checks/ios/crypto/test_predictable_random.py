"""Predictable random numbers beside keys and tokens."""

import pytest

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import call, native_code

CHECK = "ios-predictable-random"


@pytest.mark.parametrize(
    "caller, around",
    [("-[Session newToken]", ()), ("", ("SecItemAdd",)), ("-[Vault make]", ("CCCrypt",))],
)
def test_beside_secrets_it_is_a_question(outcome, caller, around):
    site = call("drand48", caller=caller, around=around)
    done = outcome(CHECK, ios_app(native_code=native_code(site)))
    assert [(type(s).__name__.lower(), s.key, s.values["source"]) for s in done.seen] == [
        ("question", "predictable", "drand48")
    ]


@pytest.mark.parametrize(
    "caller, around, origin",
    [
        ("-[Retry wait]", (), Origin.APP),
        ("-[Session newToken]", (), Origin.LIBRARY),
        ("", ("CC_MD5",), Origin.LIBRARY),
        ("-[Push registrationToken]", (), Origin.APP),
    ],
)
def test_anything_else_stays_quiet(outcome, caller, around, origin):
    site = call("rand", caller=caller, around=around, origin=origin)
    assert outcome(CHECK, ios_app(native_code=native_code(site))).seen == ()


def test_functions_without_a_name_are_one_question(outcome):
    """Except those that deal with keys; seeds alone are no numbers."""
    sites = [
        call("rand", caller="", address=0x1000),
        call("drand48", caller="", around=("CC_MD5",), address=0x2000),
        call("srand", caller="", address=0x3000),
        call("rand", caller="", around=("CCCrypt",), address=0x4000),
    ]
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    assert [(one.key, one.values.get("count", "")) for one in done.seen] == [
        ("predictable", ""),
        ("nameless", "2"),
    ]
