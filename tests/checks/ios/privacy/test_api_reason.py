import pytest

from appsec.facts.ios_privacy import AccessedApi
from appsec.model.outcome import Evidence, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import manifest

CHECK = "ios-api-reason"


@pytest.mark.parametrize(
    ("api", "told"),
    [
        (AccessedApi("UserDefaults", ()), "UserDefaults (-)"),
        (AccessedApi("UserDefaults", ("CA92.1", "0000.1")), "UserDefaults (0000.1)"),
        (AccessedApi("UserDefaults", ("C617.1",)), "UserDefaults (C617.1)"),
        (AccessedApi("Unknown", ("CA92.1",)), "Unknown (CA92.1)"),
    ],
)
def test_shows_what_has_no_reason_of_apples(outcome, api, told):
    given = manifest(accessed=(api,))
    expected = Evidence("no-reason", given.at, {"by": "Parcel.app", "apis": told}, ("by",))
    assert list(outcome(CHECK, ios_app(privacy_manifests=(given,))).seen) == [expected]


def test_quiet_for_a_reason_of_apples(outcome):
    given = manifest(accessed=(AccessedApi("FileTimestamp", ("C617.1", "DDA9.1")),))
    assert outcome(CHECK, ios_app(privacy_manifests=(given,))).status is Status.CLEAN


def test_unknown_when_a_manifest_could_not_be_read(outcome):
    gap = lost("privacy_manifests")
    app = ios_app(privacy_manifests=(), gaps={"privacy_manifests": gap})
    assert outcome(CHECK, app).status is Status.UNKNOWN
