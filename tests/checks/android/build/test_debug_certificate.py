from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Cause, Location, Question, Status
from tests.apps import android_app, lost, signature, signing

CHECK = "android-debug-certificate"
DEBUG = "CN=Android Debug, O=Android, C=US"
TESTKEY = "a40da80a59d170caa950cf15c18c454d47a39b26989d8b640ecd745ba71bf5dc"


def at(scheme):
    return Location("APK Signing Block", scheme, "signer 1")


def test_a_debug_certificate_is_one_question_for_all_schemes(outcome):
    told = signing(signature("v2", subject=DEBUG), signature("v3", subject=DEBUG))
    result = outcome(CHECK, android_app(signing=told))
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [Question("debug", (at("v2"), at("v3")), {"subject": DEBUG})],
    )


def test_a_key_that_everybody_has_is_another(outcome):
    told = signing(signature("v2", sha256=TESTKEY))
    result = outcome(CHECK, android_app(signing=told))
    assert list(result.seen) == [
        Question("public-key", (at("v2"),), {"subject": "CN=Release, C=TW"})
    ]


def test_a_release_certificate_and_no_signature_are_silent(outcome):
    for told in (signing(signature()), signing()):
        result = outcome(CHECK, android_app(signing=told))
        assert (result.status, result.seen) == (Status.CLEAN, ())


def test_a_name_that_only_looks_like_it_is_silent(outcome):
    told = signing(signature(subject="CN=Android Debugging, O=Android Debug"))
    assert outcome(CHECK, android_app(signing=told)).status is Status.CLEAN


def test_unknown_when_a_signer_cannot_be_read(outcome):
    app = android_app(signing=signing(), gaps={"signing": lost("signing")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
    gone = android_app(signing=FactUnavailable(Cause.LOST, "out-of-memory", {"fact": "signing"}))
    assert outcome(CHECK, gone).status is Status.UNKNOWN
