"""Links that become the page of a web view."""

import pytest

from appsec.facts.ios_code import Argument
from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, ClassObject, Words, body, call, native_code, result

CHECK = "ios-page-from-outside"
LOAD = "-[WKWebView loadRequest:]"
OPEN = "-[App application:openURL:options:]"
LINK = Argument(3)
QUERY = result("-[? query]", LINK)
ENTRY = body("-[App scene:openURLContexts:]")


def request(url):
    return result("+[NSURLRequest requestWithURL:]", ClassObject("NSURLRequest"), url)


def url(text):
    return result("+[NSURL URLWithString:]", ClassObject("NSURL"), text)


def hits(outcome, *sites, bodies=()):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites, bodies=bodies)))
    return [(type(one).__name__, one.key) for one in done.seen]


def test_part_of_a_link(outcome):
    page = request(url(QUERY))
    assert hits(outcome, call(LOAD, page, caller=OPEN)) == [("Finding", "flows")]
    library = call(LOAD, page, caller=OPEN, origin=Origin.LIBRARY)
    assert hits(outcome, library) == [("Question", "flows-elsewhere")]


@pytest.mark.parametrize("around", ["-[? isEqualToString:]", "-[? host]", "-[App isAllowed:]"])
def test_a_look_at_it_makes_it_a_question(outcome, around):
    site = call(LOAD, request(url(QUERY)), caller=OPEN, around=(around,))
    assert hits(outcome, site) == [("Question", "may-flow")]


@pytest.mark.parametrize(
    "caller, page",
    [
        (OPEN, request(LINK)),
        (OPEN, request(url(result("-[? absoluteString]", LINK)))),
        ("-[App scene:continueUserActivity:]", request(result("-[? webpageURL]", LINK))),
    ],
)
def test_the_link_itself_is_a_question(outcome, caller, page):
    assert hits(outcome, call(LOAD, page, caller=caller)) == [("Question", "may-flow")]


def test_other_arguments_and_methods_are_not_links(outcome):
    other = request(url(result("-[? query]", Argument(2))))
    assert hits(outcome, call(LOAD, other, caller=OPEN)) == []
    assert hits(outcome, call(LOAD, request(url(QUERY)), caller="-[App open:with:]")) == []


def test_pages_not_told_where_the_app_takes_links(outcome):
    sites = [call(LOAD, NOTHING), call(LOAD, request(url(Argument(2))), address=0x2000)]
    assert hits(outcome, *sites, bodies=[ENTRY]) == [("Question", "not-told")]
    assert hits(outcome, *sites) == []
    own = call(LOAD, request(url(Words("https://example.tw/"))))
    assert hits(outcome, own, bodies=[ENTRY]) == []
