import pytest

from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import APP, HELPER, bundle, in_plist

CHECK = "ios-url-scheme"
KEY = "CFBundleURLTypes"
USUAL = [
    "com.googleusercontent.apps.123-abc",
    "app-1-123456-ios-0a1b2c",
    "fb1234567890",
    "FB1234567890beta",
    "line3rdp.tw.example.parcel",
    "msauth.tw.example.parcel",
    "twitterkit-abc",
    "db-abc123",
]


def types(*groups):
    return [{"CFBundleTypeRole": "Editor", "CFBundleURLSchemes": list(group)} for group in groups]


def question(*schemes):
    return Question("own-schemes", in_plist(KEY), {"bundle": APP, "schemes": ", ".join(schemes)})


def test_one_question_lists_all_own_schemes(outcome):
    given = bundle(CFBundleURLTypes=types(["parcel", "fb123"], ["tw.example.parcel", "parcel"]))
    result = outcome(CHECK, ios_app(bundles=(given,)))
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [question("parcel", "tw.example.parcel")],
    )


@pytest.mark.parametrize("scheme", ["fbparcel", "fb", "line", "db", "msauthx", "xfb123"])
def test_a_scheme_that_only_resembles_a_usual_one_is_listed(outcome, scheme):
    given = bundle(CFBundleURLTypes=types([scheme]))
    assert list(outcome(CHECK, ios_app(bundles=(given,))).seen) == [question(scheme)]


def test_types_for_some_devices_and_of_odd_shape_are_read(outcome):
    given = bundle(**{f"{KEY}~ipad": {"CFBundleURLSchemes": "parcel"}, KEY: ["odd", {}]})
    assert list(outcome(CHECK, ios_app(bundles=(given,))).seen) == [question("parcel")]


def test_quiet_for_usual_redirects_and_frameworks(outcome):
    given = (
        bundle(CFBundleURLTypes=types(USUAL)),
        bundle(HELPER, CFBundleURLTypes=types(["helper"])),
    )
    assert outcome(CHECK, ios_app(bundles=given)).status is Status.CLEAN


def test_unknown_when_a_bundle_could_not_be_read(outcome):
    app = ios_app(bundles=(bundle(),), gaps={"bundles": lost("bundles")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
