import pytest

from appsec.facts.values import UNKNOWN, Constant, FieldRead, New, OneOf
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import CALLER, body, code, site

CHECK = "android-accepting-hostname-verifier"
BASE = ("javax.net.ssl.HostnameVerifier", "verify")
OWN = "tw.example.app.Names"
AT = Location("classes.dex", f"{OWN}.verify")
CALL = Location("classes.dex", CALLER)
SETS = "javax.net.ssl.HttpsURLConnection.setHostnameVerifier"
APACHE = "org.apache.http.conn.ssl.SSLSocketFactory"
VALUES = {"class": OWN}


def verifying(*bodies, given=None):
    call = site(SETS, given or New(OWN), parameters=("javax.net.ssl.HostnameVerifier",))
    return android_app(code=code(call, bodies={BASE: bodies}), manifest=manifest())


def answering(*returned, **more):
    return body(f"{OWN}.verify", *returned, returns="boolean", **more)


@pytest.mark.parametrize("answer", [Constant(1), Constant(True)])
def test_always_yes_in_use_is_found(outcome, answer):
    seen = list(outcome(CHECK, verifying(answering(answer))).seen)
    assert seen == [Finding("accepts-all", AT, VALUES)]


def test_without_a_use_it_is_a_question(outcome):
    seen = list(outcome(CHECK, verifying(answering(Constant(1)), given=UNKNOWN)).seen)
    assert seen == [Question("accepts-all-unused", AT, VALUES)]


@pytest.mark.parametrize(
    "answer", [UNKNOWN, OneOf(frozenset((Constant(0), Constant(1)))), Constant(0)]
)
def test_another_answer_is_a_question_of_how(outcome, answer):
    seen = list(outcome(CHECK, verifying(answering(answer))).seen)
    assert seen == [Question("own-check", AT, VALUES)]


@pytest.mark.parametrize(
    "given",
    [
        FieldRead(APACHE, "ALLOW_ALL_HOSTNAME_VERIFIER", "x", True),
        FieldRead("org.apache.http.conn.ssl.NoopHostnameVerifier", "INSTANCE", "x", True),
        New("org.apache.http.conn.ssl.AllowAllHostnameVerifier"),
    ],
)
def test_what_libraries_offer_for_it_is_found(outcome, given):
    assert list(outcome(CHECK, verifying(given=given)).seen) == [Finding("allow-all", CALL)]


def test_the_strict_one_is_clean(outcome):
    given = FieldRead(APACHE, "STRICT_HOSTNAME_VERIFIER", "x", True)
    assert outcome(CHECK, verifying(given=given)).status is Status.CLEAN


@pytest.mark.parametrize("origin", [Origin.LIBRARY, Origin.UNREACHED])
def test_elsewhere_it_is_one_question(outcome, origin):
    result = outcome(CHECK, verifying(answering(Constant(1), origin=origin)))
    assert list(result.seen) == [
        Question("accepts-all-elsewhere", (AT,), {"count": "1"}, origin=origin)
    ]


def test_a_base_counts_not_where_the_class_that_is_used_says_no(outcome):
    strict = f"{OWN}Strict"
    no = body(f"{strict}.verify", Constant(0), returns="boolean")
    app = verifying(answering(Constant(1)), no, given=New(strict))
    app.code.below = {OWN: (strict,)}
    assert Question("accepts-all-unused", AT, VALUES) in outcome(CHECK, app).seen


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(
        CHECK, android_app(code=code(), manifest=manifest(), gaps={"code": lost("code")})
    )
    assert result.status is Status.UNKNOWN
