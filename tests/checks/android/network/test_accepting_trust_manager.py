import pytest

from appsec.facts.values import UNKNOWN, Array, Constant, New
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import body, code, named, site

CHECK = "android-accepting-trust-manager"
BASE = ("javax.net.ssl.X509TrustManager", "checkServerTrusted")
OWN = "tw.example.app.Trust"
AT = Location("classes.dex", f"{OWN}.checkServerTrusted")
INIT = "javax.net.ssl.SSLContext.init"
PARAMETERS = ("javax.net.ssl.KeyManager[]", "javax.net.ssl.TrustManager[]", "x")
GIVEN = Array("javax.net.ssl.TrustManager[]", (New(OWN),))
VALUES = {"class": OWN}


def trusting(*bodies, given=GIVEN):
    sites = (site(INIT, Constant(None), given, UNKNOWN, parameters=PARAMETERS),)
    return android_app(code=code(*sites, bodies={BASE: bodies}), manifest=manifest())


def checking(**more):
    return body(f"{OWN}.checkServerTrusted", **more)


@pytest.mark.parametrize("calls", [(), ("android.util.Log.d", "java.lang.String.valueOf")])
def test_a_manager_that_cannot_refuse_and_is_used_is_found(outcome, calls):
    seen = list(outcome(CHECK, trusting(checking(calls=calls))).seen)
    assert seen == [Finding("accepts-all", AT, VALUES)]


def test_what_an_obfuscator_renamed_is_a_use_as_well(outcome):
    kinds = ("javax.net.ssl.SSLSocketFactory", "javax.net.ssl.X509TrustManager")
    renamed = site("a.b.c", UNKNOWN, New(OWN), parameters=kinds)
    app = android_app(code=code(renamed, bodies={BASE: (checking(),)}), manifest=manifest())
    assert list(outcome(CHECK, app).seen) == [Finding("accepts-all", AT, VALUES)]


def test_a_method_of_the_app_is_no_use(outcome):
    own = site("tw.example.app.Net.keep", New(OWN), parameters=("javax.net.ssl.X509TrustManager",))
    known = code(own, bodies={BASE: (checking(),)})
    known.classes = (named("tw.example.app.Net"),)
    app = android_app(code=known, manifest=manifest(package="tw.example.app.uat"))
    assert list(outcome(CHECK, app).seen) == [Question("accepts-all-unused", AT, VALUES)]


def test_without_a_use_it_is_a_question(outcome):
    seen = list(outcome(CHECK, trusting(checking(), given=UNKNOWN)).seen)
    assert seen == [Question("accepts-all-unused", AT, VALUES)]


def test_looking_at_dates_only_is_a_question(outcome):
    one = checking(calls=("java.security.cert.X509Certificate.checkValidity",))
    assert list(outcome(CHECK, trusting(one)).seen) == [Question("only-dates", AT, VALUES)]


@pytest.mark.parametrize(
    "more", [{"throws": True}, {"calls": ("javax.net.ssl.X509TrustManager.checkServerTrusted",)}]
)
def test_one_that_may_refuse_is_a_question_of_how(outcome, more):
    seen = list(outcome(CHECK, trusting(checking(**more))).seen)
    assert seen == [Question("own-check", AT, VALUES)]


def test_an_overload_that_may_refuse_makes_it_a_question(outcome):
    seen = list(outcome(CHECK, trusting(checking(), checking(throws=True))).seen)
    assert seen == [Question("own-check", AT, VALUES)]


def test_the_insecure_factory_of_android_is_found(outcome):
    call = site("android.net.SSLCertificateSocketFactory.getInsecure", static=True)
    app = android_app(code=code(call), manifest=manifest())
    assert list(outcome(CHECK, app).seen) == [Finding("insecure-factory", call.at)]


@pytest.mark.parametrize("origin", [Origin.LIBRARY, Origin.UNREACHED])
def test_elsewhere_it_is_one_question(outcome, origin):
    result = outcome(CHECK, trusting(checking(origin=origin)))
    assert list(result.seen) == [
        Question("accepts-all-elsewhere", (AT,), {"count": "1"}, origin=origin)
    ]


def test_a_library_that_checks_is_quiet(outcome):
    one = checking(origin=Origin.LIBRARY, throws=True)
    assert outcome(CHECK, trusting(one)).status is Status.CLEAN


def test_a_base_that_accepts_counts_not_where_the_class_that_is_used_refuses(outcome):
    below = f"{OWN}Strict"
    refusing = body(f"{below}.checkServerTrusted", throws=True)
    given = Array("javax.net.ssl.TrustManager[]", (New(below),))
    app = trusting(checking(), refusing, given=given)
    app.code.below = {OWN: (below,)}
    there = Location("classes.dex", f"{below}.checkServerTrusted")
    assert list(outcome(CHECK, app).seen) == [
        Question("accepts-all-unused", AT, VALUES),
        Question("own-check", there, {"class": below}),
    ]


def test_a_class_that_inherits_what_accepts_is_a_use(outcome):
    app = trusting(checking(), given=Array("javax.net.ssl.TrustManager[]", (New(f"{OWN}Two"),)))
    app.code.below = {OWN: (f"{OWN}Two",)}
    assert list(outcome(CHECK, app).seen) == [Finding("accepts-all", AT, VALUES)]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(
        CHECK, android_app(code=code(), manifest=manifest(), gaps={"code": lost("code")})
    )
    assert result.status is Status.UNKNOWN
