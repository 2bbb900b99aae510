"""Verify blocks, exceptions, and judgement that the system leaves to the app."""

import pytest

from appsec.facts.ios_code import BLOCK, Block
from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, Number, body, call, native_code

CHECK = "ios-overruled-certificate"


def hits(outcome, *sites, **more):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites, **more)))
    return {(type(one).__name__.lower(), one.key) for one in done.seen}


@pytest.mark.parametrize(
    "calls, found",
    [
        ((call(BLOCK, Number(1)),), {("finding", "block")}),
        ((call("objc_retain"), call(BLOCK, Number(1))), {("finding", "block")}),
        ((call("Demo.judge"), call(BLOCK, Number(1))), {("question", "block-unclear")}),
        ((call(BLOCK, Number(1)), call(BLOCK, Number(0))), set()),
        ((call("SecTrustEvaluateWithError"), call(BLOCK, NOTHING)), set()),
        ((), set()),
    ],
)
def test_verify_blocks(outcome, calls, found):
    site = call("sec_protocol_options_set_verify_block", NOTHING, Block(0x500), NOTHING)
    blocks = {0x500: body("block", calls=calls)}
    assert hits(outcome, site, blocks=blocks) == found
    assert hits(outcome, site, blocks={}) == set()


def test_judgement_left_to_the_app(outcome):
    def option(number, around=()):
        return call("SSLSetSessionOption", NOTHING, Number(number), Number(1), around=around)

    assert hits(outcome, option(0)) == {("question", "left-to-app")}
    assert hits(outcome, option(0, ("SecTrustEvaluate",))) == set()
    assert hits(outcome, option(1)) == set()


def test_exceptions(outcome):
    assert hits(outcome, call("SecTrustSetExceptions")) == {("question", "exceptions")}
    library = call("SecTrustSetExceptions", origin=Origin.LIBRARY)
    assert hits(outcome, library) == {("question", "exceptions-elsewhere")}
