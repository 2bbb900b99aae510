import pytest

from appsec.model.outcome import Location, Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import HELPER, build, bundle, collected, executable, manifest

CHECK = "ios-tracking"
KEY = "NSUserTrackingUsageDescription"


def app(*manifests, gaps=None, builds=(), **plist):
    facts = {"info": bundle(**plist), "privacy_manifests": manifests}
    return ios_app(**facts, builds=builds, code=(), gaps=gaps)


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


@pytest.mark.parametrize(
    "uses",
    [
        {"imports": frozenset({"_OBJC_CLASS_$_ASIdentifierManager"})},
        {"selectors": frozenset({"advertisingIdentifier"})},
    ],
)
def test_the_advertising_identifier_in_an_app_that_cannot_ask(outcome, uses):
    given = (build(), build(HELPER, **uses))
    helper = executable(HELPER)
    expected = Question("identifier", (Location(helper),), {"binaries": helper})
    assert list(outcome(CHECK, app(builds=given)).seen) == [expected]
    assert outcome(CHECK, app(builds=given, **{KEY: "x"})).status is Status.CLEAN


@pytest.mark.parametrize("fact", ["builds", "code"])
def test_unknown_when_code_could_not_be_read(outcome, fact):
    result = outcome(CHECK, app(builds=(build(selectors=None),), gaps={fact: lost(fact)}))
    assert result.status is Status.UNKNOWN


def test_unknown_when_a_manifest_could_not_be_read(outcome):
    gap = lost("privacy_manifests")
    result = outcome(CHECK, app(gaps={"privacy_manifests": gap}))
    assert result.status is Status.UNKNOWN
