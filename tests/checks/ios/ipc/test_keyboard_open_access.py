import pytest

from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import HELPER, SHARE, bundle, in_plist

CHECK = "ios-keyboard-open-access"
KEYBOARD = "com.apple.keyboard-service"


def app(attributes, point=KEYBOARD, path=SHARE, gaps=None):
    extension = {"NSExtensionPointIdentifier": point}
    if attributes is not None:
        extension["NSExtensionAttributes"] = attributes
    return ios_app(bundles=(bundle(path, NSExtension=extension),), gaps=gaps)


@pytest.mark.parametrize(
    "attributes", [{"RequestsOpenAccess": True}, {"RequestsOpenAccess": 1}, "odd"]
)
def test_asks_about_open_access(outcome, attributes):
    place = in_plist("NSExtension:NSExtensionAttributes:RequestsOpenAccess", SHARE)
    expected = Question("open-access", place, {"bundle": SHARE})
    assert list(outcome(CHECK, app(attributes)).seen) == [expected]


@pytest.mark.parametrize(
    "given",
    [
        app({"RequestsOpenAccess": False}),
        app({}),
        app(None),
        app({"RequestsOpenAccess": True}, "com.apple.share-services"),
        app({"RequestsOpenAccess": True}, path=HELPER),
        ios_app(bundles=(bundle(SHARE),)),
    ],
)
def test_quiet_for_other_keyboards_and_extensions(outcome, given):
    assert outcome(CHECK, given).status is Status.CLEAN


def test_unknown_when_a_bundle_could_not_be_read(outcome):
    result = outcome(CHECK, app({}, gaps={"bundles": lost("bundles")}))
    assert result.status is Status.UNKNOWN
