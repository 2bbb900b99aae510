"""Signs of a look for jailbreak tools, in own code only; calls that many apps make say nothing alone."""

import pytest

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import call, native_code

CHECK = "ios-jailbreak-detection"


def seen(outcome, *sites, **more):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites, **more)))
    return [(type(one).__name__, one.key, len(one.locations)) for one in done.seen]


def test_a_text_is_a_sign_and_brings_the_calls_along(outcome):
    weak = call("fork", address=0x2000)
    assert seen(outcome, named={"/Applications/Cydia.app": 0x1000}) == [("Evidence", "seen", 1)]
    assert seen(outcome, weak, named={"/Applications/Cydia.app": 0x1000}) == [
        ("Evidence", "seen", 2)
    ]


def test_a_call_that_many_apps_make_is_none(outcome):
    assert seen(outcome, call("fork")) == []


@pytest.mark.parametrize("named", [{}, {"/Applications/Maps.app": 1}])
def test_anything_else_is_none(outcome, named):
    assert seen(outcome, named=named) == []


def test_a_known_type_is_a_sign_and_a_library_call_is_none(outcome):
    found = seen(outcome, types=("IOSSecuritySuite.JailbreakChecker",))
    assert found == [("Evidence", "seen", 1)]
    library = call("+[DTTJailbreakDetection isJailbroken]", origin=Origin.LIBRARY)
    assert seen(outcome, library) == []
