"""What the app offers to pages is one question."""

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, Words, call, native_code

CHECK = "ios-javascript-bridge"
ADD = "-[WKUserContentController addScriptMessageHandler:name:]"
IN_WORLD = "-[WKUserContentController addScriptMessageHandler:contentWorld:name:]"


def seen(outcome, *sites):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    return [(type(one).__name__, one.key, one.values) for one in done.seen]


def test_all_handlers_together(outcome):
    sites = (call(ADD, NOTHING, Words("pay")), call(IN_WORLD, NOTHING, NOTHING, Words("log")))
    assert seen(outcome, *sites) == [("Question", "offered", {"names": "log, pay"})]


def test_a_name_that_is_not_told(outcome):
    assert seen(outcome, call(ADD)) == [("Question", "offered", {"names": "?"})]


def test_libraries_stay_quiet(outcome):
    assert seen(outcome, call(ADD, NOTHING, Words("x"), origin=Origin.LIBRARY)) == []
