"""Flags of access control, shown as evidence."""

import pytest

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, Number, call, native_code

CHECK = "ios-keychain-access-control"


def hits(outcome, flags, origin=Origin.APP):
    site = call("SecAccessControlCreateWithFlags", NOTHING, NOTHING, flags, origin=origin)
    done = outcome(CHECK, ios_app(native_code=native_code(site)))
    return [(type(one).__name__, one.key) for one in done.seen]


@pytest.mark.parametrize(
    "flags, key",
    [(8, "current-set"), (1 << 30 | 8, "current-set"), (1, "any-set"), (2, "any-set")],
)
def test_flags(outcome, flags, key):
    assert hits(outcome, Number(flags)) == [("Evidence", key)]
    assert hits(outcome, Number(flags), Origin.LIBRARY) == []


@pytest.mark.parametrize("flags", [Number(0), Number(1 << 30), Number(16), NOTHING])
def test_quiet(outcome, flags):
    assert hits(outcome, flags) == []
