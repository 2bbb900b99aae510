"""Requests to http:// addresses, held against App Transport Security."""

import pytest

from appsec.facts.ios import TransportDomain, TransportSecurity
from appsec.model.outcome import Location, Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, ClassObject, Words, call, native_code, result

CHECK = "ios-cleartext-request"
TASK = "-[NSURLSession dataTaskWithURL:completionHandler:]"
REQUEST = "+[NSURLRequest requestWithURL:]"
PLIST = Location("Payload/Demo.app/Info.plist")


def url(text, selector="URLWithString:"):
    return result(f"+[NSURL {selector}]", ClassObject("NSURL"), Words(text))


def security(bundle="Payload/Demo.app", domains=(), loads=False):
    return TransportSecurity(bundle, loads, True, False, False, tuple(domains), PLIST)


def domain(name, http, below=False):
    return TransportDomain(name, below, http, "TLSv1.2", True, PLIST)


def hits(outcome, *sites, ats=()):
    app = ios_app(native_code=native_code(*sites), transport_security=tuple(ats) or (security(),))
    done = outcome(CHECK, app)
    return {(type(one).__name__, one.key, one.values.get("host")) for one in done.seen}


LOOSE = (security(loads=True),)


def test_let_through(outcome):
    site = call(TASK, url("http://api.example.tw/a"))
    assert hits(outcome, site, ats=LOOSE) == {("Finding", "in-clear", "api.example.tw")}
    assert hits(outcome, site) == {("Question", "forbidden", "api.example.tw")}


@pytest.mark.parametrize(
    "domains, loads, key",
    [
        ([domain("api.example.tw", True)], False, "in-clear"),
        ([domain("example.tw", True, below=True)], False, "in-clear"),
        ([domain("example.tw", True)], False, "forbidden"),
        ([domain("example.tw", False, below=True)], True, "forbidden"),
        (
            [domain("example.tw", True, below=True), domain("api.example.tw", False)],
            False,
            "forbidden",
        ),
    ],
)
def test_what_is_said_of_the_domain(outcome, domains, loads, key):
    site = call(TASK, url("http://api.example.tw/a"))
    found = hits(outcome, site, ats=[security(domains=domains, loads=loads)])
    assert {one[1] for one in found} == {key}


def test_settings_are_those_of_the_bundle_around(outcome):
    site = call(TASK, url("http://api.example.tw/a"))
    other = security("Payload/Demo.app/PlugIns/Share.appex", loads=True)
    assert {one[1] for one in hits(outcome, site, ats=[security(), other])} == {"forbidden"}


def test_parts_of_an_address(outcome):
    made = result("+[NSString stringWithFormat:]", NOTHING, Words("http://%@/login"))
    site = call(REQUEST, result("+[NSURL URLWithString:]", NOTHING, made))
    assert hits(outcome, site, ats=LOOSE) == {("Finding", "in-clear", "?")}
    joined = result("-[NSString stringByAppendingString:]", Words("http://a.tw/"), NOTHING)
    site = call(REQUEST, result("+[NSURL URLWithString:]", NOTHING, joined))
    assert hits(outcome, site, ats=LOOSE) == {("Finding", "in-clear", "a.tw")}


@pytest.mark.parametrize(
    ("form", "host"),
    [("%@", "10.0.0.2"), ("%@?password=%@", "10.0.0.2"), ("%d", None), ("", None)],
)
def test_an_address_that_a_format_begins_with(outcome, form, host):
    kind = ClassObject("NSString")
    made = result("+[NSString stringWithFormat:]", kind, Words(form), Words("http://10.0.0.2:8000"))
    encoded = result("-[NSString stringByAddingPercentEncodingWithAllowedCharacters:]", made)
    address = result("+[NSURL URLWithString:]", ClassObject("NSURL"), encoded)
    found = {("Finding", "in-clear", host)} if host else set()
    assert hits(outcome, call(REQUEST, address), ats=LOOSE) == found


@pytest.mark.parametrize(
    "text", ["https://example.tw", "http://localhost:8080/", "http://127.0.0.1/", "ftp://a.tw", ""]
)
def test_quiet(outcome, text):
    assert hits(outcome, call(TASK, url(text)), ats=LOOSE) == set()
    assert hits(outcome, call(TASK, NOTHING), ats=LOOSE) == set()


def test_pages_are_another_check(outcome):
    site = call(REQUEST, url("http://a.tw/"), around=("-[WKWebView loadRequest:]",))
    assert hits(outcome, site, ats=LOOSE) == set()


def test_swift_addresses_are_asked_about(outcome):
    site = call("Foundation.URL.init", Words("http://example.tw/x"))
    assert hits(outcome, site, ats=LOOSE) == {("Question", "address", "example.tw")}
    assert hits(outcome, call("Foundation.URL.init", Words("https://a.tw"))) == set()


def test_libraries_are_one_question(outcome):
    site = call(TASK, url("http://a.tw/"), origin=Origin.LIBRARY)
    assert hits(outcome, site, ats=LOOSE) == {("Question", "in-clear-elsewhere", None)}
