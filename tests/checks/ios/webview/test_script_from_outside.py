"""Links that become a script."""

import pytest

from appsec.facts.ios_code import Argument
from tests.apps import ios_app
from tests.ios_code import Words, call, native_code, result

CHECK = "ios-script-from-outside"
OPEN = "-[App application:handleOpenURL:]"
SCRIPT = result("+[NSString stringWithFormat:]", Words("show('%@')"), Argument(3))
RUNS = [
    "-[WKWebView evaluateJavaScript:completionHandler:]",
    "-[UIWebView stringByEvaluatingJavaScriptFromString:]",
    "-[JSContext evaluateScript:]",
]


def hits(outcome, site):
    done = outcome(CHECK, ios_app(native_code=native_code(site)))
    return [(type(one).__name__, one.key) for one in done.seen]


@pytest.mark.parametrize("name", RUNS)
def test_links_in_scripts(outcome, name):
    assert hits(outcome, call(name, SCRIPT, caller=OPEN)) == [("Finding", "flows")]
    looked = call(name, SCRIPT, caller=OPEN, around=("-[? hasPrefix:]",))
    assert hits(outcome, looked) == [("Question", "may-flow")]


@pytest.mark.parametrize("name", RUNS)
def test_own_scripts(outcome, name):
    assert hits(outcome, call(name, Words("start()"), caller=OPEN)) == []
    assert hits(outcome, call(name, SCRIPT)) == []
