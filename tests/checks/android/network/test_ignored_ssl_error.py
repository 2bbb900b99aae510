from dataclasses import replace

import pytest

from appsec.facts.values import UNKNOWN, New
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import FakeCode, body, code, method, named, site

CHECK = "android-ignored-ssl-error"
BASE = ("android.webkit.WebViewClient", "onReceivedSslError")
OWN = "tw.example.app.Client"
AT = Location("classes.dex", f"{OWN}.onReceivedSslError")
SETS = "android.webkit.WebView.setWebViewClient"
PROCEED = "android.webkit.SslErrorHandler.proceed"
CANCEL = "android.webkit.SslErrorHandler.cancel"
VALUES = {"class": OWN}


def showing(*calls, given=None, origin=Origin.APP, more=()):
    one = body(f"{OWN}.onReceivedSslError", calls=calls, origin=origin)
    call = site(SETS, given or New(OWN), parameters=(BASE[0],))
    return android_app(code=code(call, *more, bodies={BASE: (one,)}), manifest=manifest())


def test_a_client_that_always_goes_on_is_found(outcome):
    assert list(outcome(CHECK, showing(PROCEED)).seen) == [Finding("goes-on", AT, VALUES)]


def test_without_a_use_it_is_a_question(outcome):
    seen = list(outcome(CHECK, showing(PROCEED, given=UNKNOWN)).seen)
    assert seen == [Question("goes-on-unused", AT, VALUES)]


@pytest.mark.parametrize("other", [CANCEL, "android.webkit.WebViewClient.onReceivedSslError"])
def test_one_that_also_refuses_is_a_question(outcome, other):
    seen = list(outcome(CHECK, showing(PROCEED, other)).seen)
    assert seen == [Question("goes-on-at-times", AT, VALUES)]


def test_one_that_asks_something_is_a_question(outcome):
    asks = method("java.lang.String.contains", returns="boolean")
    one = body(f"{OWN}.onReceivedSslError", calls=(PROCEED,))
    given = code(bodies={BASE: (replace(one, calls=(*one.calls, asks)),)})
    seen = list(outcome(CHECK, android_app(code=given, manifest=manifest())).seen)
    assert seen == [Question("goes-on-at-times", AT, VALUES)]


def test_going_on_from_a_dialog_is_a_question(outcome):
    caller = "tw.example.app.Client$1.onClick"
    seen = list(outcome(CHECK, showing(more=(site(PROCEED, caller=caller),))).seen)
    at = Location("classes.dex", caller)
    assert seen == [Question("goes-on-at-times", at, {"class": "tw.example.app.Client$1"})]


def test_cancelling_is_clean(outcome):
    assert outcome(CHECK, showing(CANCEL)).status is Status.CLEAN


@pytest.mark.parametrize("origin", [Origin.LIBRARY, Origin.UNREACHED])
def test_elsewhere_it_is_one_question(outcome, origin):
    assert list(outcome(CHECK, showing(PROCEED, origin=origin)).seen) == [
        Question("goes-on-elsewhere", (AT,), {"count": "1"}, origin=origin)
    ]


def test_a_web_view_of_the_app_is_one(outcome):
    one = body(f"{OWN}.onReceivedSslError", calls=(PROCEED,))
    call = site("tw.example.app.Web.setWebViewClient", New(OWN), parameters=(BASE[0],))
    found = FakeCode({SETS: [call], f"({BASE[0]})": [call]}, {BASE: (one,)})
    found.classes = (named("tw.example.app.Web"),)
    app = android_app(code=found, manifest=manifest())
    assert list(outcome(CHECK, app).seen) == [Finding("goes-on", AT, VALUES)]


def test_a_base_counts_not_where_the_class_that_is_used_cancels(outcome):
    app = showing(PROCEED, given=New(f"{OWN}Strict"))
    app.code.below = {OWN: (f"{OWN}Strict",)}
    strict = body(f"{OWN}Strict.onReceivedSslError", calls=(CANCEL,))
    app.code.bodies = {BASE: (*app.code.bodies[BASE], strict)}
    assert list(outcome(CHECK, app).seen) == [Question("goes-on-unused", AT, VALUES)]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(
        CHECK, android_app(code=code(), manifest=manifest(), gaps={"code": lost("code")})
    )
    assert result.status is Status.UNKNOWN
