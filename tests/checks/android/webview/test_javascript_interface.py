from appsec.facts.values import UNKNOWN, New
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, site, text

CHECK = "android-javascript-interface"
OFFERS = "android.webkit.WebView.addJavascriptInterface"
AT = Location("classes.dex", CALLER)
OTHER = Location("classes.dex", "tw.example.app.Shop.open")


def offering(*values, **more):
    sites = [site(OFFERS, one, text("app"), **more) for one in values]
    return android_app(code=code(*sites))


def test_all_that_is_offered_is_one_question(outcome):
    sites = (
        site(OFFERS, New("tw.example.app.B"), text("b")),
        site(OFFERS, New("tw.example.app.A"), text("a"), caller=OTHER.member),
    )
    seen = list(outcome(CHECK, android_app(code=code(*sites))).seen)
    assert seen == [
        Question("offered", (AT, OTHER), {"classes": "tw.example.app.A, tw.example.app.B"})
    ]


def test_an_object_of_unknown_class_counts(outcome):
    assert list(outcome(CHECK, offering(UNKNOWN)).seen) == [
        Question("offered", (AT,), {"classes": "?"})
    ]


def test_nothing_offered_is_clean(outcome):
    assert outcome(CHECK, offering()).status is Status.CLEAN


def test_the_bridges_of_libraries_are_quiet(outcome):
    app = offering(New("com.ads.Bridge"), origin=Origin.LIBRARY)
    assert outcome(CHECK, app).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
