"""Certificates of the app as where trust begins."""

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, Number, call, native_code

CHECK = "ios-own-trust-anchor"
SETS = "SecTrustSetAnchorCertificates"
ONLY = "SecTrustSetAnchorCertificatesOnly"


def hits(outcome, *sites):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    return [(type(one).__name__, one.key) for one in done.seen]


def test_in_place_of_the_systems(outcome):
    assert hits(outcome, call(SETS)) == [("Question", "replaced")]
    only = call(ONLY, NOTHING, Number(1))
    assert hits(outcome, call(SETS), only) == [("Question", "replaced")]


def test_beside_the_systems(outcome):
    both = call(ONLY, NOTHING, Number(0))
    assert hits(outcome, call(SETS), both) == [("Question", "added")]
    elsewhere = call(ONLY, NOTHING, Number(0), caller="-[Other judge]")
    assert hits(outcome, call(SETS), elsewhere) == [("Question", "replaced")]
    nameless = (call(SETS, caller=""), call(ONLY, NOTHING, Number(0), caller=""))
    assert hits(outcome, *nameless) == [("Question", "replaced")]


def test_libraries_stay_quiet(outcome):
    assert hits(outcome, call(SETS, origin=Origin.LIBRARY)) == []
