from dataclasses import replace

from appsec.facts.ios import Bundle, BundleKind
from appsec.facts.secret import Secret, Sensitivity
from appsec.model.outcome import Confidence, Finding, Location, Status
from tests.apps import ios_app, lost

CHECK = "ios-secret-in-package"
AT = Location("Payload/A.app/A")
PLIST = Location("Payload/A.app/Info.plist")
SECRET = Secret(
    "aws-access-key",
    Sensitivity.SECRET,
    "AKI… (20)",
    "0123456789ab",
    (AT,),
    context={"name": "AWS access key ID", "severity": "critical"},
)
VALUES = {"what": "AWS access key ID", "value": "AKI… (20)", "digest": "0123456789ab"}


def app_with(*secrets, gaps=None, **plist):
    info = Bundle(BundleKind.APP, "Payload/A.app", "tw.example", "A", PLIST, plist)
    return ios_app(gaps or {}, info=info, secrets=secrets)


def test_a_proven_secret_is_a_finding(outcome):
    result = outcome(CHECK, app_with(SECRET))
    assert (result.status, list(result.seen)) == (
        Status.FOUND,
        [Finding("secret", (AT,), VALUES, ("what", "digest"))],
    )


def test_one_that_is_not_sure_is_a_question(outcome):
    result = outcome(CHECK, app_with(replace(SECRET, confidence=Confidence.MEDIUM)))
    assert [one.key for one in result.seen] == ["possible"]


def test_a_public_key_of_the_plist_is_asked_elsewhere(outcome):
    told = {"name": "Google API key", "key": "GMSApiKey"}
    key = replace(SECRET, sensitivity=Sensitivity.PUBLIC, context=told)
    assert outcome(CHECK, app_with(key, GMSApiKey="x")).status is Status.CLEAN
    assert outcome(CHECK, app_with(key)).status is Status.QUESTION


def test_unknown_when_texts_are_lost(outcome):
    app = app_with(gaps={"secrets": lost("secrets")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
