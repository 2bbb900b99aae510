from dataclasses import replace

import pytest

from appsec.facts.android import Anchor, NetworkConfig, TrafficRule
from appsec.facts.values import UNKNOWN, Built, New, OneOf, Parameter, Returned
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import AT as MANIFEST
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site, text

CHECK = "android-cleartext-request"
OPENS = "java.net.URL.openConnection"
AT = Location("classes.dex", CALLER)


def config(base, **domains):
    def rule(names, allowed):
        return TrafficRule(names, allowed, (Anchor.SYSTEM,), MANIFEST)

    some = tuple(rule((name.replace("_", "."),), value) for name, value in domains.items())
    return NetworkConfig(rule((), base), some)


def asking(value, rules=None, **more):
    return android_app(
        code=code(site(OPENS, receiver=New("java.net.URL", (value,)), **more)),
        network_config=rules or config(True),
    )


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


def test_a_client_of_a_library_is_asked_likewise(outcome):
    call = site("okhttp3.Request$Builder.url", text("http://a.tw/"), parameters=("x",))
    app = android_app(code=code(call), network_config=config(True))
    assert list(outcome(CHECK, app).seen) == [Finding("in-clear", AT, {"host": "a.tw"})]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(
        CHECK, android_app(code=code(), network_config=config(True), gaps={"code": lost("code")})
    )
    assert result.status is Status.UNKNOWN


VOLLEY = "com.android.volley.toolbox.StringRequest.<init>"
STRING, LISTENER = "java.lang.String", "com.android.volley.Response$Listener"


@pytest.mark.parametrize(
    ("types", "values"),
    [
        (("int", STRING, LISTENER), (UNKNOWN, text("http://a.example.tw/"), UNKNOWN)),
        ((STRING, LISTENER), (text("http://a.example.tw/"), UNKNOWN)),
    ],
)
def test_the_address_is_the_first_text(outcome, types, values):
    given = code(site(VOLLEY, *values, types=types))
    seen = list(outcome(CHECK, android_app(code=given, network_config=config(True))).seen)
    assert seen == [Finding("in-clear", AT, {"host": "a.example.tw"})]


def test_a_download_in_clear_is_found(outcome):
    parsed = Returned(method("android.net.Uri.parse", STRING, returns="android.net.Uri"), ())
    parsed = replace(parsed, arguments=(text("http://a.example.tw/b.pdf"),))
    given = code(site("android.app.DownloadManager$Request.<init>", parsed))
    seen = list(outcome(CHECK, android_app(code=given, network_config=config(True))).seen)
    assert seen == [Finding("in-clear", AT, {"host": "a.example.tw"})]


@pytest.mark.parametrize(("scheme", "status"), [("http", "question"), ("https", "clean")])
def test_a_scheme_that_is_set_apart_is_a_question(outcome, scheme, status):
    given = code(site("okhttp3.HttpUrl$Builder.scheme", text(scheme)))
    result = outcome(CHECK, android_app(code=given, network_config=config(True)))
    assert result.status is Status(status)
    expected = [] if scheme == "https" else [Question("scheme", AT)]
    assert list(result.seen) == expected


@pytest.mark.parametrize(("address", "status"), [("ws://a.tw/", "found"), ("wss://a.tw/", "clean")])
def test_web_sockets_are_requests_too(outcome, address, status):
    given = code(site("okhttp3.Request$Builder.url", text(address)))
    app = android_app(code=given, network_config=config(True))
    assert outcome(CHECK, app).status is Status(status)
