"""Face and finger scans with and without a Keychain item behind them."""

import pytest

from appsec.facts.ios_code import Block
from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, Number, Words, body, call, native_code

CHECK = "ios-biometric-without-key"
UNLOCK, LOAD = "-[Login unlock]", "-[Login load:]"
ASKS = call(
    "-[LAContext evaluatePolicy:localizedReason:reply:]",
    Number(1),
    Words("登入"),
    Block(0x500),
    caller=UNLOCK,
)


def binds(flags):
    return call("SecAccessControlCreateWithFlags", Number(0), NOTHING, Number(flags))


def reads(caller):
    return call("SecItemCopyMatching", caller=caller)


def hits(outcome, *sites, reply=(), name=""):
    blocks = {0x500: body(name, calls=reply)}
    done = outcome(CHECK, ios_app(native_code=native_code(*sites, blocks=blocks)))
    return [(type(one).__name__, one.key) for one in done.seen]


EVENT_ONLY = [("Question", "event-only")]


def test_the_event_alone(outcome):
    assert hits(outcome, ASKS) == EVENT_ONLY
    assert hits(outcome, ASKS, binds(8)) == EVENT_ONLY
    assert hits(outcome, ASKS, binds(8), reads("-[Other load]")) == EVENT_ONLY


@pytest.mark.parametrize("flags", [1, 2, 8, 16, 1 << 30 | 8])
def test_an_item_behind_it(outcome, flags):
    sites = (ASKS, binds(flags))
    assert hits(outcome, *sites, reads(UNLOCK)) == []
    assert hits(outcome, *sites, reads(LOAD), reply=[call(LOAD)]) == []
    assert hits(outcome, *sites, reads(LOAD), reply=[call("-[? load:]")]) == []
    assert hits(outcome, *sites, reads(LOAD), reply=[call("-[? open]")]) == EVENT_ONLY
    inside = "__15-[Login unlock]_block_invoke"
    assert hits(outcome, *sites, reads(inside), name=inside) == []


@pytest.mark.parametrize("flags", [0, 1 << 30])
def test_an_item_that_anyone_opens(outcome, flags):
    assert hits(outcome, ASKS, binds(flags), reads(UNLOCK)) == EVENT_ONLY
    assert hits(outcome, ASKS, reads(UNLOCK)) == EVENT_ONLY


def test_libraries_stay_quiet(outcome):
    site = call("-[LAContext evaluatePolicy:localizedReason:reply:]", origin=Origin.LIBRARY)
    assert hits(outcome, site) == []
