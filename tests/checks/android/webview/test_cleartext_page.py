import pytest

from appsec.facts.android import Anchor, NetworkConfig, TrafficRule
from appsec.facts.values import Built, OneOf, Parameter
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import AT as MANIFEST
from tests.apps import android_app, lost
from tests.code import CALLER, code, site, text

CHECK = "android-cleartext-page"
LOADS = "android.webkit.WebView.loadUrl"
AT = Location("classes.dex", CALLER)


def config(base, **domains):
    def rule(names, allowed):
        return TrafficRule(names, allowed, (Anchor.SYSTEM,), MANIFEST)

    some = tuple(rule((name.replace("_", "."),), value) for name, value in domains.items())
    return NetworkConfig(rule((), base), some)


def asking(value, rules=None, **more):
    return android_app(code=code(site(LOADS, value, **more)), network_config=rules or config(True))


def test_an_address_in_clear_that_is_permitted_is_found(outcome):
    seen = list(outcome(CHECK, asking(text("http://api.example.tw/x"))).seen)
    assert seen == [Finding("in-clear", AT, {"host": "api.example.tw"})]


def test_a_host_that_the_run_decides_is_found_where_all_are_permitted(outcome):
    value = Built((text("http://"), Parameter(0, "java.lang.String"), text("/login")))
    assert list(outcome(CHECK, asking(value)).seen) == [Finding("in-clear", AT, {"host": "?"})]


@pytest.mark.parametrize(
    ("rules", "kind", "key"),
    [
        (config(False), Question, "forbidden"),
        (config(False, api_example_tw=True), Finding, "in-clear"),
        (config(True, api_example_tw=False), Question, "forbidden"),
        (config(False, example_tw=True), Question, "forbidden"),
    ],
)
def test_the_rule_for_the_host_decides(outcome, rules, kind, key):
    seen = list(outcome(CHECK, asking(text("HTTP://api.example.tw:80"), rules)).seen)
    assert seen == [kind(key, AT, {"host": "api.example.tw"})]


@pytest.mark.parametrize(
    "value",
    [
        text("https://api.example.tw/"),
        text("http://127.0.0.1:8080/"),
        text("http://localhost"),
        text("file:///android_asset/a.html"),
        Parameter(0, "java.lang.String"),
        OneOf(frozenset((text("https://a.tw"), text("about:blank")))),
    ],
)
def test_other_addresses_are_clean(outcome, value):
    assert outcome(CHECK, asking(value)).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    app = asking(text("http://a.tw/"), origin=Origin.LIBRARY)
    assert list(outcome(CHECK, app).seen) == [
        Question("in-clear-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(
        CHECK, android_app(code=code(), network_config=config(True), gaps={"code": lost("code")})
    )
    assert result.status is Status.UNKNOWN
