from appsec.model.outcome import Evidence, Location, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import HELPER, binary, executable, part

CHECK = "ios-not-pie"


def test_shown_with_the_architectures_that_lack_it(outcome):
    given = (binary(part(), part("armv7", pie=False), part("arm64e", pie=False)),)
    result = outcome(CHECK, ios_app(binaries=given))
    values = {"binary": executable(), "architectures": "arm64e, armv7"}
    expected = [
        Evidence("fixed-address", Location(executable()), values, identity=("binary",)),
    ]
    assert (result.status, list(result.seen)) == (Status.CLEAN, expected)


def test_quiet_for_pie_and_for_libraries(outcome):
    library = binary(part(file_type="dylib", pie=False), path=HELPER)
    result = outcome(CHECK, ios_app(binaries=(binary(part()), library)))
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_unknown_when_a_binary_could_not_be_read(outcome):
    app = ios_app(binaries=(), gaps={"binaries": lost("binaries")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
