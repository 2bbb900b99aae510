from appsec.model.outcome import Location, Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import HELPER, build, executable

CHECK = "ios-simulator-build"


def test_asked_once_for_an_executable(outcome):
    given = (build(simulator=True), build(simulator=True, architecture="x86_64"), build())
    result = outcome(CHECK, ios_app(builds=given))
    values = {"binary": executable(), "architectures": "arm64, x86_64"}
    expected = [Question("simulator", Location(executable()), values, identity=("binary",))]
    assert (result.status, list(result.seen)) == (Status.QUESTION, expected)


def test_clean_for_devices_and_for_parts_of_libraries(outcome):
    given = (build(), build(HELPER, simulator=True, architecture="x86_64"))
    assert outcome(CHECK, ios_app(builds=given)).status is Status.CLEAN


def test_unknown_when_a_binary_could_not_be_read(outcome):
    app = ios_app(builds=(), gaps={"builds": lost("builds")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
