"""Commands, with and without a link in them."""

import pytest

from appsec.facts.ios_code import Argument
from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, Words, call, native_code, result

CHECK = "ios-command-from-outside"
OPEN = "-[App application:openURL:options:]"
TEXT = result("-[NSString UTF8String]", result("-[? path]", Argument(3)))


def hits(outcome, *sites):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    return [(type(one).__name__, one.key) for one in done.seen]


@pytest.mark.parametrize(
    "name, before", [("system", ()), ("popen", ()), ("posix_spawn", (NOTHING,))]
)
def test_links(outcome, name, before):
    assert hits(outcome, call(name, *before, TEXT, caller=OPEN)) == [("Finding", "flows")]
    looked = call(name, *before, TEXT, caller=OPEN, around=("-[? isEqualToString:]",))
    assert hits(outcome, looked) == [("Question", "runs")]


def test_any_command_is_a_question(outcome):
    sites = (call("system", Words("ls")), call("popen", NOTHING, address=0x9000))
    assert hits(outcome, *sites) == [("Question", "runs")]
    assert hits(outcome, call("system", Words("ls"), origin=Origin.LIBRARY)) == []
