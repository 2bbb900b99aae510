"""Formats and predicates that are not the code's own."""

import pytest

from appsec.facts.ios_code import Argument, Choice
from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, ClassObject, Words, call, native_code, result

CHECK = "ios-format-from-outside"
OPEN = "-[App application:openURL:options:]"
PATH = result("-[? path]", Argument(3))
PREDICATE = "+[NSPredicate predicateWithFormat:]"
FORMAT = "+[NSString stringWithFormat:]"
LOCALIZED = result("-[NSBundle localizedStringForKey:value:table:]", NOTHING, Words("greeting"))


def hits(outcome, *sites):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    return [(type(one).__name__, one.key) for one in done.seen]


@pytest.mark.parametrize("name", ["NSLog", FORMAT, "-[NSMutableString appendFormat:]", PREDICATE])
def test_links(outcome, name):
    assert hits(outcome, call(name, PATH, caller=OPEN)) == [("Finding", "flows")]
    looked = call(name, PATH, caller=OPEN, around=("-[? hasPrefix:]",))
    assert hits(outcome, looked) == [("Question", "may-flow")]


@pytest.mark.parametrize(
    "text", [Argument(2), result("-[? text]", NOTHING), Choice(frozenset((Words("a"), PATH)))]
)
def test_other_formats_are_one_question(outcome, text):
    sites = (call("NSLog", text), call(FORMAT, text, address=0x9000))
    assert hits(outcome, *sites) == [("Question", "strange")]
    raised = call("+[NSException raise:format:]", Words("Demo"), text)
    assert hits(outcome, raised) == [("Question", "strange")]
    assert hits(outcome, call("NSLog", text, origin=Origin.LIBRARY)) == []


def test_predicates(outcome):
    joined = result(FORMAT, ClassObject("NSString"), Words("name == '%@'"), Argument(2))
    assert hits(outcome, call(PREDICATE, joined)) == [("Question", "predicate")]
    assert hits(outcome, call(PREDICATE, Argument(2))) == [("Question", "predicate")]
    assert hits(outcome, call(PREDICATE, Words("name == %@"), Argument(2))) == []


@pytest.mark.parametrize("text", [Words("%d found"), LOCALIZED, NOTHING])
def test_quiet(outcome, text):
    assert hits(outcome, call("NSLog", text, Argument(2))) == []
