"""Signs that the code reacts to capture, or covers the screen."""

import pytest

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import body, call, native_code

CHECK = "ios-screen-protection"
CAPTURED = "-[UIScreen isCaptured]"
LEAVES = "-[Desk applicationDidEnterBackground:]"


def seen(outcome, *sites, **more):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites, **more)))
    return [one.key for one in done.seen]


def test_capture(outcome):
    assert seen(outcome, call(CAPTURED)) == ["capture"]
    assert seen(outcome, imported=("UIScreenCapturedDidChangeNotification",)) == ["capture"]
    assert seen(outcome, call(CAPTURED, origin=Origin.LIBRARY)) == []


@pytest.mark.parametrize(
    "callee, found",
    [
        ("-[UIView setHidden:]", ["background"]),
        ("-[UIWindow addSubview:]", ["background"]),
        ("-[Store save]", []),
    ],
)
def test_background(outcome, callee, found):
    assert seen(outcome, bodies=[body(LEAVES, calls=[call(callee)])]) == found
    assert seen(outcome, bodies=[body(LEAVES, calls=[call(callee)], origin=Origin.LIBRARY)]) == []
