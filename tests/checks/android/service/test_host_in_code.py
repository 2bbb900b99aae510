import pytest

from appsec.facts.values import UNKNOWN, Built, New
from appsec.model.outcome import Evidence, Location, Origin, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, site, text

CHECK = "android-host-in-code"
AT = Location("classes.dex", CALLER)
OPENS, LOADS = "java.net.URL.openConnection", "android.webkit.WebView.loadUrl"
ASKS = "okhttp3.Request$Builder.url"


def app(*sites):
    return android_app(code=code(*sites))


def test_hosts_of_requests_and_pages_are_shown_apart(outcome):
    url = New("java.net.URL", (text("https://a.example.tw/x"),))
    given = app(
        site(OPENS, receiver=url),
        site(ASKS, text("https://b.example.tw")),
        site(ASKS, Built((text("https://b.example.tw/id/"), UNKNOWN))),
        site(LOADS, text("HTTPS://www.example.tw:443/")),
    )
    assert list(outcome(CHECK, given).seen) == [
        Evidence("connects", (AT,), {"hosts": "a.example.tw, b.example.tw"}),
        Evidence("shows", (AT,), {"hosts": "www.example.tw"}),
    ]


@pytest.mark.parametrize(
    "value",
    [
        UNKNOWN,
        text("https://localhost/"),
        text("https://10.0.2.2/"),
        text("file:///android_asset/a.html"),
        Built((text("https://api.exam"), UNKNOWN)),
        Built((text("https://"), UNKNOWN, text("/a"))),
    ],
)
def test_other_addresses_are_clean(outcome, value):
    assert outcome(CHECK, app(site(LOADS, value))).status is Status.CLEAN


def test_libraries_stay_quiet(outcome):
    one = site(ASKS, text("https://b.example.tw"), origin=Origin.LIBRARY)
    assert outcome(CHECK, app(one)).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    one = android_app(code=code(), gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
