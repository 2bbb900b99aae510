from appsec.facts.values import UNKNOWN, New, Returned
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site, text

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


LISTENS = "androidx.webkit.WebViewCompat.addWebMessageListener"


def listening(allowed, **more):
    listed = Returned(
        method("java.util.Collections.singleton", "java.lang.Object", returns="java.util.Set"),
        (allowed,),
    )
    one = site(LISTENS, UNKNOWN, text("app"), listed, UNKNOWN, static=True, **more)
    return android_app(code=code(one))


def test_messages_from_any_origin_are_a_question(outcome):
    seen = list(outcome(CHECK, listening(text("*"))).seen)
    assert seen == [Question("any-origin", (AT,), {"count": "1"})]


def test_listed_origins_and_libraries_are_clean(outcome):
    listed = listening(text("https://*.example.tw"))
    assert outcome(CHECK, listed).status is Status.CLEAN
    library = listening(text("*"), origin=Origin.LIBRARY)
    assert outcome(CHECK, library).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
