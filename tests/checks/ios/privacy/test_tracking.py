import pytest

from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import HELPER, bundle, collected, manifest

CHECK = "ios-tracking"
KEY = "NSUserTrackingUsageDescription"


def app(*manifests, gaps=None, **plist):
    return ios_app(info=bundle(**plist), privacy_manifests=manifests, gaps=gaps)


@pytest.mark.parametrize(
    ("plist", "key"),
    [({}, "without-request"), ({KEY: "x"}, "declared"), ({f"{KEY}~ipad": "x"}, "declared")],
)
def test_one_question_for_all_that_track(outcome, plist, key):
    given = (
        manifest(tracking=True),
        manifest(HELPER, tracking_domains=("t.example", "a.example")),
    )
    values = {"by": "Parcel.app, Helper.framework", "domains": "a.example, t.example"}
    expected = Question(key, tuple(one.at for one in given), values, ("by",))
    assert list(outcome(CHECK, app(*given, **plist)).seen) == [expected]


def test_data_used_for_tracking_counts(outcome):
    given = manifest(collected=(collected("DeviceID", "Analytics", tracking=True),))
    result = outcome(CHECK, app(given))
    assert [one.values["domains"] for one in result.seen] == ["-"]


def test_quiet_when_nothing_tracks(outcome):
    given = manifest(collected=(collected("EmailAddress", "AppFunctionality"),))
    assert outcome(CHECK, app(given, manifest(HELPER))).status is Status.CLEAN
    assert outcome(CHECK, app()).status is Status.CLEAN


def test_unknown_when_a_manifest_could_not_be_read(outcome):
    gap = lost("privacy_manifests")
    result = outcome(CHECK, app(gaps={"privacy_manifests": gap}))
    assert result.status is Status.UNKNOWN
