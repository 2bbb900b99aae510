from dataclasses import replace

import pytest

from appsec.facts.android import Manifest
from appsec.facts.keys import KeyFile, KeyForm
from appsec.facts.secret import Secret, Sensitivity
from appsec.model.outcome import Confidence, Finding, Location, Origin, Status
from tests.apps import android_app, lost

CHECK = "android-secret-in-package"
AT = Location("classes.dex", "tw.example.app.Pay.sign")
SECRET = Secret(
    "payment-hash-key",
    Sensitivity.SECRET,
    "ab… (16)",
    "0123456789ab",
    (AT,),
    context={"name": "HashKey", "severity": "critical", "medium": "code"},
)
VALUES = {"what": "HashKey", "value": "ab… (16)", "digest": "0123456789ab"}
IDENTITY = ("what", "digest")


def seen(outcome, *secrets, keys=(), manifest=None, strings=()):
    facts = {"secrets": secrets, "key_files": keys, "strings": strings}
    app = android_app(manifest=manifest or Manifest("a.b", "1", "1", 24, 34, AT), **facts)
    return outcome(CHECK, app)


def test_a_proven_secret_is_a_finding(outcome):
    result = seen(outcome, SECRET)
    assert (result.status, list(result.seen)) == (
        Status.FOUND,
        [Finding("secret", (AT,), VALUES, IDENTITY)],
    )


def test_one_of_less_weight_is_a_finding_of_its_own_key(outcome):
    less = replace(SECRET, context=dict(SECRET.context) | {"severity": "high"})
    assert [one.key for one in seen(outcome, less).findings] == ["credential"]


@pytest.mark.parametrize(
    "change",
    [
        {"confidence": Confidence.MEDIUM},
        {"origin": Origin.LIBRARY},
        {"origin": Origin.UNREACHED},
    ],
)
def test_what_is_not_sure_is_a_question(outcome, change):
    result = seen(outcome, replace(SECRET, **change))
    assert [(one.key, one.values) for one in result.questions] == [("possible", VALUES)]
    assert not result.findings


def test_the_rest_is_one_question_for_each_rule(outcome):
    test = replace(SECRET, rule="ecpay-test-parameters", sensitivity=Sensitivity.TEST)
    other = replace(test, digest="ba9876543210", redacted="cd… (16)")
    person = replace(SECRET, rule="roc-id", sensitivity=Sensitivity.PERSONAL)
    left = Secret(
        "database", Sensitivity.LEFTOVER, "", "", (Location("assets/a.db"),), context={"name": "db"}
    )
    result = seen(outcome, test, other, person, left)
    both = {
        "what": "HashKey",
        "values": "ab… (16), cd… (16)",
        "digests": "0123456789ab ba9876543210",
    }
    assert result.status is Status.QUESTION
    assert {one.key: one.values for one in result.seen} == {
        "test": both,
        "roc-id": {"what": "HashKey", "values": "ab… (16)", "digests": "0123456789ab"},
        "leftover": {"what": "db", "files": "assets/a.db"},
    }


def test_keys_that_other_checks_tell_are_left_out(outcome):
    file = Location("assets/a.pem")
    key = replace(SECRET, rule="private-key", at=(file,))
    held = (KeyFile(KeyForm.PLAIN, "RSA 2048", Location("assets/a.pem", "private key 1")),)
    assert seen(outcome, key, keys=held).status is Status.CLEAN
    assert seen(outcome, replace(key, at=(AT,)), keys=held).status is Status.FOUND


def test_public_keys_that_are_asked_elsewhere_are_left_out(outcome):
    manifest = Manifest(
        "a.b", "1", "1", 24, 34, AT, meta_data={"com.google.android.geo.API_KEY": "x"}
    )
    told = {"name": "Google API key", "key": "com.google.android.geo.API_KEY.value"}
    key = replace(SECRET, rule="google-api-key", sensitivity=Sensitivity.PUBLIC, context=told)
    assert seen(outcome, key, manifest=manifest).status is Status.CLEAN
    elsewhere = replace(key, context={"name": "Google API key"})
    assert [one.key for one in seen(outcome, elsewhere, manifest=manifest).questions] == ["public"]


def test_unknown_when_texts_are_lost(outcome):
    app = android_app(
        {"secrets": lost("secrets")},
        manifest=Manifest("a.b", "1", "1", 24, 34, AT),
        secrets=(),
        key_files=(),
        strings=(),
    )
    assert outcome(CHECK, app).status is Status.UNKNOWN
