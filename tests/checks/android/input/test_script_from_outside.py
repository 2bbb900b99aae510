from dataclasses import replace

import pytest

from appsec.facts.values import UNKNOWN, Parameter
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import code, site, text
from tests.outside import CALLER, EXTRA, OPEN, TYPED, joined

CHECK = "android-script-from-outside"
RUNS = "android.webkit.WebView.evaluateJavascript"
LOADS = "android.webkit.WebView.loadUrl"
AT = Location("classes.dex", CALLER)


def running(api, value, **more):
    call = site(api, value, UNKNOWN, **({"caller": CALLER} | more))
    return android_app(code=code(call), manifest=manifest(components=(OPEN,)))


@pytest.mark.parametrize(
    ("api", "value"),
    [(LOADS, joined("javascript:show('", EXTRA)), (RUNS, joined("show('", TYPED)), (RUNS, EXTRA)],
)
def test_text_from_outside_in_a_script_is_found(outcome, api, value):
    assert list(outcome(CHECK, running(api, value)).seen) == [Finding("flows", AT)]


def test_a_result_of_another_app_is_a_question(outcome):
    caller = f"{OPEN.name}.onActivityResult"
    extra = replace(EXTRA, arguments=(Parameter(2, "android.content.Intent"), text("x")))
    seen = list(outcome(CHECK, running(RUNS, extra, caller=caller)).seen)
    assert seen == [Question("may-flow", Location("classes.dex", caller))]


@pytest.mark.parametrize(
    ("api", "value"),
    [(RUNS, text("f()")), (LOADS, joined("https://a.tw/?", EXTRA)), (RUNS, joined("f(", UNKNOWN))],
)
def test_constants_and_addresses_are_clean(outcome, api, value):
    assert outcome(CHECK, running(api, value)).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    app = running(RUNS, TYPED, origin=Origin.UNREACHED)
    assert list(outcome(CHECK, app).seen) == [
        Question("flows-elsewhere", (AT,), {"count": "1"}, origin=Origin.UNREACHED)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(
        CHECK, android_app(code=code(), manifest=manifest(), gaps={"code": lost("code")})
    )
    assert result.status is Status.UNKNOWN
