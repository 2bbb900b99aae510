import pytest

from appsec.facts.values import Returned
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import code, method, site, text
from tests.outside import CALLER, EXTRA, OPEN, TYPED, joined

CHECK = "android-page-from-outside"
LOADS = "android.webkit.WebView.loadUrl"
ASKS = method("java.lang.String.equals", "java.lang.Object", returns="boolean")
AT = Location("classes.dex", CALLER)


def loading(value, components=(OPEN,), **more):
    call = site(LOADS, value, **({"caller": CALLER} | more))
    return android_app(code=code(call), manifest=manifest(components=components))


def test_an_address_that_the_user_types_is_told_apart(outcome):
    assert list(outcome(CHECK, loading(TYPED)).seen) == [Finding("typed", AT)]


@pytest.mark.parametrize("value", [EXTRA, joined("https://", EXTRA)])
def test_an_address_from_outside_is_found(outcome, value):
    assert list(outcome(CHECK, loading(value)).seen) == [Finding("flows", AT)]


def test_after_a_look_at_it_it_is_a_question(outcome):
    seen = list(outcome(CHECK, loading(EXTRA, around=(ASKS,))).seen)
    assert seen == [Question("may-flow", AT)]


def test_where_no_other_app_may_come_it_is_a_question(outcome):
    assert list(outcome(CHECK, loading(EXTRA, components=())).seen) == [Question("may-flow", AT)]


def test_a_page_in_shared_storage_is_a_question(outcome):
    shared = Returned(method("android.os.Environment.getExternalStorageDirectory"), ())
    seen = list(outcome(CHECK, loading(joined("file://", shared))).seen)
    assert seen == [Question("shared-file", AT)]


@pytest.mark.parametrize(
    "value",
    [
        text("https://a.tw/"),
        joined("https://a.tw/search?q=", EXTRA),
        joined("javascript:f(", EXTRA),
    ],
)
def test_a_site_of_its_own_is_clean(outcome, value):
    assert outcome(CHECK, loading(value)).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    app = loading(TYPED, origin=Origin.LIBRARY)
    assert list(outcome(CHECK, app).seen) == [
        Question("flows-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(
        CHECK, android_app(code=code(), manifest=manifest(), gaps={"code": lost("code")})
    )
    assert result.status is Status.UNKNOWN
