"""Session ids that the app makes."""

import pytest

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, ClassObject, Words, call, native_code, result

CHECK = "ios-guessable-session"
HEADER = "-[NSMutableURLRequest setValue:forHTTPHeaderField:]"
DEFAULTS = "-[NSUserDefaults setObject:forKey:]"
DEVICE = result("+[UIDevice currentDevice]", ClassObject("UIDevice"))
VENDOR = result("-[? UUIDString]", result("-[UIDevice identifierForVendor]", DEVICE))
TEXT = ClassObject("NSString")


def made(*parts):
    return result("+[NSString stringWithFormat:]", TEXT, Words("%@-%@"), *parts)


def hits(outcome, *sites):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    return [(type(one).__name__, one.key, one.values["source"]) for one in done.seen]


@pytest.mark.parametrize(
    "value, source",
    [
        (made(result("rand", NOTHING)), "rand"),
        (VENDOR, "identifierForVendor"),
        (made(VENDOR, result("time")), "identifierForVendor"),
    ],
)
@pytest.mark.parametrize("sink, name", [(HEADER, "X-Session-Id"), (DEFAULTS, "session_id")])
def test_guessable(outcome, value, source, sink, name):
    assert hits(outcome, call(sink, value, Words(name))) == [("Finding", "guessable", source)]


def test_partly(outcome):
    site = call(HEADER, made(result("time"), NOTHING), Words("X-Session-Id"))
    assert hits(outcome, site) == [("Question", "partly", "time")]


@pytest.mark.parametrize(
    "value, name",
    [
        (made(result("rand")), "X-Request-Id"),
        (NOTHING, "X-Session-Id"),
        (Words("none"), "X-Session-Id"),
        (result("-[? UUIDString]", result("+[NSUUID UUID]", NOTHING)), "X-Session-Id"),
        (result("-[Session token]", NOTHING), "X-Session-Id"),
    ],
)
def test_quiet(outcome, value, name):
    assert hits(outcome, call(HEADER, value, Words(name))) == []


def test_libraries_stay_quiet(outcome):
    site = call(HEADER, VENDOR, Words("X-Session-Id"), origin=Origin.LIBRARY)
    assert hits(outcome, site) == []
