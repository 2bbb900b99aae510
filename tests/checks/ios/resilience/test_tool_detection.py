"""Signs of a look for tool tools, in own code only; calls that many apps make say nothing alone."""

import pytest

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import call, native_code

CHECK = "ios-tool-detection"


def seen(outcome, *sites, **more):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites, **more)))
    return [(type(one).__name__, one.key, len(one.locations)) for one in done.seen]


def test_a_text_is_a_sign_and_brings_the_calls_along(outcome):
    weak = call("sysctl", address=0x2000)
    assert seen(outcome, named={"FridaGadget": 0x1000}) == [("Evidence", "seen", 1)]
    assert seen(outcome, weak, named={"FridaGadget": 0x1000}) == [("Evidence", "seen", 2)]


def test_a_call_that_many_apps_make_is_none(outcome):
    assert seen(outcome, call("sysctl")) == []


@pytest.mark.parametrize("named", [{}, {"/Applications/Maps.app": 1}])
def test_anything_else_is_none(outcome, named):
    assert seen(outcome, named=named) == []


def test_ptrace_is_a_sign_by_itself_but_not_in_a_library(outcome):
    assert seen(outcome, call("ptrace")) == [("Evidence", "seen", 1)]
    assert seen(outcome, call("ptrace", origin=Origin.LIBRARY)) == []
