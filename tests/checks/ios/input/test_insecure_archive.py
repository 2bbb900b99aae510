"""Archives of any class."""

import pytest

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import Number, call, native_code

CHECK = "ios-insecure-archive"
SETTER = "-[NSKeyedUnarchiver setRequiresSecureCoding:]"


def hits(outcome, *sites):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    return [(type(one).__name__, one.key, one.values["count"]) for one in done.seen]


@pytest.mark.parametrize(
    "name",
    [
        "unarchiveObjectWithData:",
        "unarchiveObjectWithFile:",
        "unarchiveTopLevelObjectWithData:error:",
    ],
)
def test_any_class(outcome, name):
    site = f"+[NSKeyedUnarchiver {name}]"
    assert hits(outcome, call(site)) == [("Question", "any-class", "1")]
    assert hits(outcome, call(site, origin=Origin.LIBRARY)) == []


def test_secure_coding_switched_off(outcome):
    assert hits(outcome, call(SETTER, Number(0))) == [("Question", "any-class", "1")]
    assert hits(outcome, call(SETTER, Number(1))) == []
    assert hits(outcome, call("+[NSKeyedUnarchiver unarchivedObjectOfClass:fromData:error:]")) == []
