"""Typed texts that are compared with texts of the code."""

import pytest

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, Words, call, native_code, result

CHECK = "ios-local-password"
EQUAL = "-[NSString isEqualToString:]"


def typed(field, owner="?"):
    return result(f"-[{owner} text]", result(f"-[Login {field}]", NOTHING))


def hits(outcome, *sites):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    return [(type(one).__name__, one.key) for one in done.seen]


@pytest.mark.parametrize("field", ["passwordField", "password", "userPwd"])
def test_a_password(outcome, field):
    site = call(EQUAL, Words("letmein-2024"), receiver=typed(field))
    assert hits(outcome, site) == [("Finding", "password")]
    turned = call(EQUAL, typed(field), receiver=Words("letmein-2024"))
    assert hits(outcome, turned) == [("Finding", "password")]


@pytest.mark.parametrize("field", ["accountField", "pinInput", "loginTextField"])
def test_another_field_is_a_question(outcome, field):
    site = call(EQUAL, Words("staff"), receiver=typed(field))
    assert hits(outcome, site) == [("Question", "typed")]


def test_a_field_without_a_name(outcome):
    text = result("-[UITextField text]", NOTHING)
    assert hits(outcome, call(EQUAL, Words("staff"), receiver=text)) == [("Question", "typed")]


@pytest.mark.parametrize(
    "one, other",
    [
        (typed("passwordField"), typed("againField")),
        (typed("titleLabel"), Words("OK")),
        (result("-[? name]", NOTHING), Words("admin")),
        (typed("passwordField"), NOTHING),
        (typed("passwordField"), Words("")),
        (typed("passwordLabel"), Words("Password:")),
    ],
)
def test_quiet(outcome, one, other):
    assert hits(outcome, call(EQUAL, other, receiver=one)) == []


def test_a_weak_password_may_be_refused(outcome):
    site = call(EQUAL, Words("12345678"), receiver=typed("password"))
    assert hits(outcome, site) == [("Question", "typed")]


def test_libraries_stay_quiet(outcome):
    site = call(EQUAL, Words("x-1"), receiver=typed("password"), origin=Origin.LIBRARY)
    assert hits(outcome, site) == []
