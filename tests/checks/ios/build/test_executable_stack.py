from appsec.model.outcome import Evidence, Location, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import HELPER, binary, executable, part

CHECK = "ios-executable-stack"


def test_shown_for_stack_and_heap(outcome):
    given = (binary(part(stack_executable=True), part("i386", heap_executable=True)),)
    result = outcome(CHECK, ios_app(binaries=given))
    place = Location(executable())
    assert list(result.seen) == [
        Evidence(
            key,
            place,
            {"binary": executable(), "architectures": architecture},
            identity=("binary",),
        )
        for key, architecture in (("stack", "arm64"), ("heap", "i386"))
    ]


def test_quiet_for_plain_executables_and_for_libraries(outcome):
    library = binary(part(file_type="dylib", stack_executable=True), path=HELPER)
    result = outcome(CHECK, ios_app(binaries=(binary(part()), library)))
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_unknown_when_a_binary_could_not_be_read(outcome):
    app = ios_app(binaries=(), gaps={"binaries": lost("binaries")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
