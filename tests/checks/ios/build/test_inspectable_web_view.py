"""What makes web views inspectable: by a constant, perhaps, or by a call that is not seen."""

from dataclasses import replace

import pytest

from appsec.facts.ios_code import Choice
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import HELPER, build, executable
from tests.ios_code import BINARY, NOTHING, Number, call, native_code

CHECK = "ios-inspectable-web-view"
SETS = frozenset({"viewDidLoad", "setInspectable:"})
SETTER = "-[WKWebView setInspectable:]"
EITHER = Choice(frozenset((Number(0), Number(1))))


def hits(outcome, *sites, builds=()):
    app = ios_app(builds=builds, native_code=native_code(*sites))
    return [(type(one).__name__, one.key) for one in outcome(CHECK, app).seen]


def test_on(outcome):
    assert hits(outcome, call(SETTER, Number(1))) == [("Finding", "on")]
    library = call(SETTER, Number(1), origin=Origin.LIBRARY)
    assert hits(outcome, library) == [("Question", "on-elsewhere")]


@pytest.mark.parametrize("value", [NOTHING, EITHER])
def test_perhaps_on(outcome, value):
    assert hits(outcome, call(SETTER, value)) == [("Question", "perhaps-on")]
    asks = call(SETTER, Number(1), around=("-[Settings isDebug]",))
    assert hits(outcome, asks) == [("Question", "perhaps-on")]


def test_off(outcome):
    named = replace(build(selectors=SETS), binary=BINARY)
    assert hits(outcome, call(SETTER, Number(0)), builds=(named,)) == []


def test_asked_once_for_the_build_where_no_call_is_seen(outcome):
    given = (build(), build(HELPER, selectors=SETS), build(HELPER, selectors=SETS))
    result = outcome(CHECK, ios_app(builds=given, native_code=native_code()))
    helper = executable(HELPER)
    expected = [Question("set", (Location(helper),), {"binaries": helper})]
    assert (result.status, list(result.seen)) == (Status.QUESTION, expected)


def test_clean_without_the_call(outcome):
    app = ios_app(builds=(build(),), native_code=native_code())
    assert outcome(CHECK, app).status is Status.CLEAN


@pytest.mark.parametrize("fact", ["builds", "native_code"])
def test_unknown_when_code_could_not_be_read(fact, outcome):
    given = {"builds": (build(selectors=None),), "native_code": native_code()}
    app = ios_app(**given, gaps={fact: lost(fact)})
    assert outcome(CHECK, app).status is Status.UNKNOWN
