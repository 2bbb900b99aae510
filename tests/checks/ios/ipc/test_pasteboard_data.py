"""What goes to the pasteboard, and how it is kept there."""

import pytest

from appsec.facts.ios_code import Choice, Dictionary, Items
from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, Number, Symbol, Words, boxed, call, native_code, result

CHECK = "ios-pasteboard-data"
SET = "-[UIPasteboard setString:]"
WITH = "-[UIPasteboard setItems:options:]"
TYPED = result("-[UITextField text]", result("-[Login passwordField]", NOTHING))
LOCAL, END = Symbol("UIPasteboardOptionLocalOnly"), Symbol("UIPasteboardOptionExpirationDate")


def hits(outcome, *sites):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    return [(type(one).__name__, one.key, len(one.locations)) for one in done.seen]


@pytest.mark.parametrize(
    "content, found",
    [
        (TYPED, [("Finding", "password", 1)]),
        (NOTHING, [("Question", "copied", 1)]),
        (result("-[Account number]", NOTHING), [("Question", "copied", 1)]),
        (Words("您好"), []),
        (Words(""), [("Question", "copied", 1)]),
        (Number(0), []),
        (Items(()), []),
        (Items((), complete=False), [("Question", "copied", 1)]),
        (result("+[NSArray array]"), []),
        (Symbol("__NSArray0__"), []),
        (Choice(frozenset({TYPED, Words("***")})), [("Question", "copied", 1)]),
    ],
)
def test_content(outcome, content, found):
    assert hits(outcome, call(SET, content)) == found


@pytest.mark.parametrize(
    "options, count",
    [
        (Dictionary(((LOCAL, boxed(1)), (END, NOTHING))), 0),
        (Dictionary(((LOCAL, boxed(0)), (END, NOTHING))), 1),
        (Dictionary(((LOCAL, boxed(1)),)), 1),
        (Dictionary(((END, NOTHING),)), 1),
        (NOTHING, 1),
    ],
)
def test_options(outcome, options, count):
    assert len(hits(outcome, call(WITH, Items((NOTHING,)), options))) == count


def test_all_places_are_one_question(outcome):
    assert hits(outcome, call(SET, NOTHING, address=1), call(SET, NOTHING, address=2)) == [
        ("Question", "copied", 2)
    ]


@pytest.mark.parametrize(
    "site", [call("-[? setString:]", NOTHING), call(SET, NOTHING, origin=Origin.LIBRARY)]
)
def test_others_stay_quiet(outcome, site):
    assert hits(outcome, site) == []
