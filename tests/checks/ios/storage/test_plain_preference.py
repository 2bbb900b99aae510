"""What is put into NSUserDefaults under the name of a secret."""

import pytest

from appsec.facts.ios_code import Choice
from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, Number, Words, boxed, call, native_code

CHECK = "ios-plain-preference"
SET = "-[NSUserDefaults setObject:forKey:]"


def hits(outcome, *sites):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    return [(type(one).__name__, one.key, one.values.get("name")) for one in done.seen]


@pytest.mark.parametrize(
    "value, key, found",
    [
        (NOTHING, Words("access_token"), [("Question", "plain", "access_token")]),
        (NOTHING, Words("userPassword"), [("Question", "plain", "userPassword")]),
        (
            NOTHING,
            Choice(frozenset({Words("pin_code"), Words("jwt")})),
            [("Question", "plain", "jwt")],
        ),
        (boxed(1), Words("hasToken"), []),
        (Number(0), Words("access_token"), []),
        (NOTHING, Words("theme"), []),
        (NOTHING, Words("deviceToken"), []),
        (NOTHING, NOTHING, []),
    ],
)
def test_names(outcome, value, key, found):
    assert hits(outcome, call(SET, value, key)) == found


def test_a_receiver_of_unknown_class_may_be_a_dictionary(outcome):
    assert hits(outcome, call("-[? setObject:forKey:]", NOTHING, Words("token"))) == []


def test_a_library_is_one_question(outcome):
    sites = [call(SET, NOTHING, Words("token"), origin=Origin.LIBRARY, address=at) for at in (1, 2)]
    assert hits(outcome, *sites) == [("Question", "plain-elsewhere", None)]
