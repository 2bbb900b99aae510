from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import HELPER, collected, manifest

CHECK = "ios-collected-data"


def test_one_question_for_the_whole_list(outcome):
    given = (
        manifest(collected=(collected("Name", "AppFunctionality"),)),
        manifest(
            HELPER, collected=(collected("DeviceID", "Analytics"), collected("CrashData", "x"))
        ),
    )
    values = {"collected": "Parcel.app: Name; Helper.framework: CrashData, DeviceID"}
    expected = Question("collected", tuple(one.at for one in given), values)
    result = outcome(CHECK, ios_app(privacy_manifests=given))
    assert (result.status, list(result.seen)) == (Status.QUESTION, [expected])


def test_one_more_for_what_has_no_purpose(outcome):
    given = manifest(collected=(collected("Name"), collected("UserID", "Analytics")))
    result = outcome(CHECK, ios_app(privacy_manifests=(given,)))
    values = {"by": "Parcel.app", "kinds": "Name"}
    assert list(result.seen)[1:] == [Question("no-purpose", (given.at,), values)]


def test_quiet_when_nothing_is_collected(outcome):
    app = ios_app(privacy_manifests=(manifest(), manifest(HELPER)))
    assert outcome(CHECK, app).status is Status.CLEAN


def test_unknown_when_a_manifest_could_not_be_read(outcome):
    gap = lost("privacy_manifests")
    app = ios_app(privacy_manifests=(), gaps={"privacy_manifests": gap})
    assert outcome(CHECK, app).status is Status.UNKNOWN
