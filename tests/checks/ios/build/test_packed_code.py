import pytest

from appsec.facts.ios_binary import Section
from appsec.model.outcome import Location, Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import build, executable

CHECK = "ios-packed-code"
PACKED = Section("__TEXT", "__packed", 8192, 7.98, True)


def test_asked_once_for_a_binary(outcome):
    given = (build(sections=(PACKED,)), build(sections=(PACKED,), architecture="armv7"))
    result = outcome(CHECK, ios_app(builds=given, code=()))
    values = {"binary": executable(), "sections": "__TEXT,__packed"}
    expected = [Question("packed", Location(executable()), values, identity=("binary",))]
    assert (result.status, list(result.seen)) == (Status.QUESTION, expected)


@pytest.mark.parametrize(
    "section",
    [
        Section("__TEXT", "__text", 900_000, 6.6, True),
        Section("__TEXT", "__const", 900_000, 7.99, False),
        Section("__TEXT", "__stubs", 1024, 7.8, True),
    ],
    ids=["compiled", "data", "small"],
)
def test_clean(section, outcome):
    app = ios_app(builds=(build(sections=(section,)),), code=())
    assert outcome(CHECK, app).status is Status.CLEAN


def test_unknown_behind_the_encryption_of_the_store(outcome):
    app = ios_app(builds=(build(),), code=(), gaps={"code": lost("code")})
    assert outcome(CHECK, app).status is Status.UNKNOWN


def test_unknown_when_a_binary_could_not_be_read(outcome):
    app = ios_app(builds=(), code=(), gaps={"builds": lost("builds")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
