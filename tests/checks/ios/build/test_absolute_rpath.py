from appsec.model.outcome import Evidence, Location, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import build, executable

CHECK = "ios-absolute-rpath"


def test_shown_with_the_paths_of_every_slice(outcome):
    given = (build(rpaths=("/Users/ci/b", "@rpath")), build(rpaths=("/opt/a",)))
    result = outcome(CHECK, ios_app(builds=given))
    values = {"binary": executable(), "paths": "/Users/ci/b, /opt/a"}
    expected = [Evidence("outside", Location(executable()), values, identity=("binary",))]
    assert (result.status, list(result.seen)) == (Status.CLEAN, expected)


def test_quiet_for_the_app_and_the_system(outcome):
    paths = ("@loader_path/Frameworks", "/usr/lib/swift", "/System/Library/Frameworks")
    result = outcome(CHECK, ios_app(builds=(build(rpaths=paths), build(rpaths=()))))
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_unknown_when_a_binary_could_not_be_read(outcome):
    app = ios_app(builds=(), gaps={"builds": lost("builds")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
