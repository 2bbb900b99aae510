"""Switches of the system that make any certificate count."""

import pytest

from appsec.facts.ios_code import Choice, Dictionary
from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, Number, Symbol, body, boxed, call, native_code

CHECK = "ios-unchecked-certificate"
PRIVATE = "+[NSURLRequest setAllowsAnyHTTPSCertificate:forHost:]"
CHAIN = Symbol("kCFStreamSSLValidatesCertificateChain")
FINDING, QUESTION = {("finding", "any-certificate")}, {("question", "any-certificate-unclear")}


def hits(outcome, *sites, **more):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites, **more)))
    return {(type(one).__name__.lower(), one.key) for one in done.seen}


def test_private_setter(outcome):
    assert hits(outcome, call(PRIVATE, Number(1), NOTHING)) == FINDING
    assert hits(outcome, call(PRIVATE, Number(0), NOTHING)) == set()
    assert hits(outcome, call(PRIVATE, NOTHING, NOTHING)) == set()
    either = Choice(frozenset((Number(0), Number(1))))
    assert hits(outcome, call(PRIVATE, either)) == QUESTION
    library = call(PRIVATE, Number(1), origin=Origin.LIBRARY)
    assert hits(outcome, library) == {("question", "any-certificate-elsewhere")}


def test_private_method_that_the_app_answers(outcome):
    answer = "+[NSURLRequest allowsAnyHTTPSCertificateForHost:]"
    assert hits(outcome, bodies=[body(answer, Number(1))]) == FINDING
    assert hits(outcome, bodies=[body(answer, Number(0))]) == set()
    assert hits(outcome, bodies=[body(answer, Number(1), NOTHING)]) == QUESTION
    assert hits(outcome, bodies=[body(answer)]) == set()


@pytest.mark.parametrize(
    "name, before",
    [
        ("CFReadStreamSetProperty", (NOTHING, NOTHING)),
        ("CFWriteStreamSetProperty", (NOTHING, NOTHING)),
        ("-[NSStream setProperty:forKey:]", ()),
        ("-[GCDAsyncSocket startTLS:]", ()),
    ],
)
def test_streams(outcome, name, before):
    def settings(value):
        return call(name, *before, Dictionary(((CHAIN, value),)))

    assert hits(outcome, settings(boxed(0))) == {("finding", "stream")}
    assert hits(outcome, settings(Symbol("kCFBooleanFalse"))) == {("finding", "stream")}
    assert hits(outcome, settings(boxed(1))) == set()
    assert hits(outcome, settings(NOTHING)) == set()
    assert hits(outcome, call(name, *before, Dictionary(()))) == set()
    either = Choice(frozenset((Dictionary(((CHAIN, boxed(0)),)), NOTHING)))
    assert hits(outcome, call(name, *before, either)) == {("question", "stream-unclear")}
