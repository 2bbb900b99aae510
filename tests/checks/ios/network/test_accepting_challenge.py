"""Delegates that accept any certificate, used or not; those that judge; those that are not told."""

import pytest

from appsec.facts.ios_code import BLOCK, Argument, Block, Choice
from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import (
    NOTHING,
    ClassObject,
    Number,
    Symbol,
    body,
    call,
    native_class,
    native_code,
    result,
)

CHECK = "ios-accepting-challenge"
SESSION = "URLSession:didReceiveChallenge:completionHandler:"
CREDENTIAL = result("+[NSURLCredential credentialForTrust:]", ClassObject("NSURLCredential"))
ACCEPT = call(BLOCK, Number(0), CREDENTIAL, receiver=Argument(4))
REFUSE = call(BLOCK, Number(2), Number(0), receiver=Argument(4))
DEFAULT = call(BLOCK, Number(1), Number(0), receiver=Argument(4))
READS = (
    call("-[? protectionSpace]"),
    call("-[? serverTrust]"),
    call("+[NSURLCredential credentialForTrust:]"),
    call("objc_release"),
)
JUDGES = call("SecTrustEvaluateWithError")
NEW = result("+[Net new]", ClassObject("Net"))
ALLOCATED = result("-[Net init]", result("+[Net alloc]", ClassObject("Net")))


def given(delegate, caller="-[App start]"):
    name = "+[NSURLSession sessionWithConfiguration:delegate:delegateQueue:]"
    return call(name, NOTHING, delegate, Number(0), caller=caller)


def hits(outcome, *calls, sites=(), selector=SESSION, owner="Net", defined=(), origin=Origin.APP):
    method = body(f"-[{owner} {selector}]", NOTHING, calls=calls, origin=origin)
    code = native_code(*sites, bodies=[method], defined=defined)
    done = outcome(CHECK, ios_app(native_code=code))
    return {(type(one).__name__.lower(), one.key) for one in done.seen}


@pytest.mark.parametrize("delegate", [NEW, ALLOCATED])
def test_accepting_and_used(outcome, delegate):
    sites = [given(delegate)]
    assert hits(outcome, *READS, ACCEPT, sites=sites) == {("finding", "accepts-all")}
    assert hits(outcome, *READS, ACCEPT, DEFAULT, sites=sites) == {("finding", "accepts-all")}


def test_self_as_delegate(outcome):
    sites = [given(Argument(0), caller="-[Net open]")]
    assert hits(outcome, *READS, ACCEPT, sites=sites) == {("finding", "accepts-all")}
    sites = [given(Argument(0), caller="+[Net open]")]
    assert hits(outcome, *READS, ACCEPT, sites=sites) == {("question", "accepts-all-unused")}


def test_a_class_below_is_used(outcome):
    below = [native_class("Sub", "Net")]
    sites = [given(result("+[Sub new]", ClassObject("Sub")))]
    found = hits(outcome, *READS, ACCEPT, sites=sites, defined=below)
    assert found == {("finding", "accepts-all")}


def test_not_seen_in_use(outcome):
    assert hits(outcome, *READS, ACCEPT) == {("question", "accepts-all-unused")}
    other = [given(result("+[Other new]", ClassObject("Other"))), given(NOTHING)]
    assert hits(outcome, *READS, ACCEPT, sites=other) == {("question", "accepts-all-unused")}


def test_host_is_read(outcome):
    seen = hits(outcome, *READS, call("-[? host]"), ACCEPT, sites=[given(NEW)])
    assert seen == {("question", "accepts-for-hosts")}


def test_judging(outcome):
    sites = [given(NEW)]
    judged = hits(outcome, *READS, JUDGES, ACCEPT, REFUSE, sites=sites)
    assert judged == {("evidence", "evaluates")}
    assert hits(outcome, *READS, JUDGES, ACCEPT, sites=sites) == {("question", "ignored")}
    either = call(BLOCK, Choice(frozenset((Number(0), Number(2)))), CREDENTIAL)
    assert hits(outcome, *READS, JUDGES, either, sites=sites) == {("evidence", "evaluates")}


@pytest.mark.parametrize("answers", [(ACCEPT, DEFAULT), (call(BLOCK, NOTHING, CREDENTIAL),), ()])
def test_judged_but_never_refused_is_a_question(outcome, answers):
    seen = hits(outcome, *READS, JUDGES, *answers, sites=[given(NEW)])
    assert seen == {("question", "own-check")}


def test_other_credentials_are_not_the_servers(outcome):
    login = result("+[NSURLCredential credentialWithUser:password:persistence:]", NOTHING)
    answer = call(BLOCK, Number(0), login)
    assert hits(outcome, *READS, answer, sites=[given(NEW)]) == {("question", "own-check")}


@pytest.mark.parametrize(
    "calls",
    [
        (*READS, call("-[Net isPinned:]"), ACCEPT),
        (*READS, call("SecCertificateCopyData"), ACCEPT, REFUSE),
        (call("Demo.Net.answer"),),
        (call(BLOCK, NOTHING, CREDENTIAL),),
        (),
    ],
)
def test_what_is_not_told_is_a_question(outcome, calls):
    assert hits(outcome, *calls, sites=[given(NEW)]) == {("question", "own-check")}


def test_old_connections(outcome):
    selector = "connection:willSendRequestForAuthenticationChallenge:"
    answer = call("-[? useCredential:forAuthenticationChallenge:]", CREDENTIAL, NOTHING)
    name = "-[NSURLConnection initWithRequest:delegate:]"
    sites = [call(name, NOTHING, Argument(0), caller="-[Net open]")]
    found = hits(outcome, *READS, answer, sites=sites, selector=selector)
    assert found == {("finding", "accepts-all")}
    cancel = call("-[? cancelAuthenticationChallenge:]")
    found = hits(outcome, *READS, JUDGES, answer, cancel, sites=sites, selector=selector)
    assert found == {("evidence", "evaluates")}


def test_a_library_is_asked_about_only_if_it_accepts(outcome):
    lib = Origin.LIBRARY
    found = hits(outcome, *READS, ACCEPT, sites=[given(NEW)], origin=lib)
    assert found == {("question", "accepts-all-elsewhere")}
    assert hits(outcome, *READS, ACCEPT, origin=lib) == {
        ("question", "accepts-all-unused-elsewhere")
    }
    assert hits(outcome, call("Pins.check"), origin=lib) == set()
    assert hits(outcome, *READS, JUDGES, ACCEPT, REFUSE, origin=lib) == set()


def test_no_delegate_is_no_hit(outcome):
    site = given(Symbol("NSURLAuthenticationMethodServerTrust"))
    assert outcome(CHECK, ios_app(native_code=native_code(site))).seen == ()


@pytest.mark.parametrize("other", [NOTHING, Argument(0), Argument(3), Block(0x4000)])
def test_another_block_may_judge(outcome, other):
    """A block or function that is not the handler, or of which nobody knows what it is."""
    judge = call(BLOCK, Argument(3), receiver=other)
    found = hits(outcome, *READS, judge, ACCEPT, sites=[given(NEW)])
    assert found == {("question", "own-check")}


def test_a_swift_class_hands_a_function_on_that_calls_the_handler(outcome):
    accept = call(BLOCK, Number(0), CREDENTIAL, receiver=Block(0x4000))
    runtime = call("swift_getObjectType")
    made = given(result("Desk.Net.init"))
    found = hits(outcome, *READS, runtime, accept, sites=[made], owner="Desk.Net")
    assert found == {("finding", "accepts-all")}
    unknown = call(BLOCK, Number(0), CREDENTIAL, receiver=NOTHING)
    found = hits(outcome, *READS, unknown, sites=[made], owner="Desk.Net")
    assert found == {("question", "own-check")}


def test_self_as_delegate_in_swift(outcome):
    sites = [given(Argument(20), caller="Desk.Net.open")]
    found = hits(outcome, *READS, ACCEPT, sites=sites, owner="Desk.Net")
    assert found == {("finding", "accepts-all")}
    sites = [given(Argument(20), caller="-[Desk.Net open]")]
    found = hits(outcome, *READS, ACCEPT, sites=sites, owner="Desk.Net")
    assert found == {("question", "accepts-all-unused")}
