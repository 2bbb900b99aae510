"""Pages from http:// addresses, held against App Transport Security."""

import pytest

from appsec.facts.ios import TransportSecurity
from appsec.model.outcome import Location
from tests.apps import ios_app
from tests.ios_code import NOTHING, ClassObject, Words, call, native_code, result

CHECK = "ios-cleartext-page"
LOAD = "-[WKWebView loadRequest:]"


def request(text):
    url = result("+[NSURL URLWithString:]", ClassObject("NSURL"), Words(text))
    return result("+[NSURLRequest requestWithURL:]", ClassObject("NSURLRequest"), url)


def hits(outcome, site, loads=False, in_page=False):
    at = Location("Payload/Demo.app/Info.plist")
    ats = (TransportSecurity("Payload/Demo.app", loads, in_page, False, False, (), at),)
    done = outcome(CHECK, ios_app(native_code=native_code(site), transport_security=ats))
    return [(type(one).__name__, one.key, one.values["host"]) for one in done.seen]


def test_pages_that_are_let_through(outcome):
    site = call(LOAD, request("http://example.tw"))
    assert hits(outcome, site, in_page=True) == [("Finding", "in-clear", "example.tw")]
    assert hits(outcome, site, loads=True) == [("Finding", "in-clear", "example.tw")]
    assert hits(outcome, site) == [("Question", "forbidden", "example.tw")]


@pytest.mark.parametrize("page", [request("https://example.tw"), request(""), NOTHING])
def test_others_stay_quiet(outcome, page):
    assert hits(outcome, call(LOAD, page), loads=True) == []
