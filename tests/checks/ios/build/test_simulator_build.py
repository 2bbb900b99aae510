import pytest

from appsec.model.outcome import Location, Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import HELPER, SHARE, build, bundle, executable, in_plist

CHECK = "ios-simulator-build"
PLATFORMS = "CFBundleSupportedPlatforms"


def test_asked_once_for_all_that_shows_it(outcome):
    given = (
        build(simulator=True),
        build(simulator=True, architecture="x86_64"),
        build(),
        build(SHARE, simulator=True),
    )
    info = bundle(**{PLATFORMS: ["iPhoneSimulator"]})
    result = outcome(CHECK, ios_app(builds=given, info=info))
    places = Location(executable()), Location(executable(SHARE)), in_plist(PLATFORMS)
    values = {
        "files": ", ".join(place.file for place in places),
        "signs": "arm64, iPhoneSimulator, x86_64",
    }
    expected = [Question("simulator", places, values, identity=("files",))]
    assert (result.status, list(result.seen)) == (Status.QUESTION, expected)


@pytest.mark.parametrize("key", [PLATFORMS, f"{PLATFORMS}~ipad"])
def test_asked_where_the_info_plist_alone_says_so(outcome, key):
    info = bundle(**{key: ["iPhoneSimulator"]})
    values = {"files": info.at.file, "signs": "iPhoneSimulator"}
    expected = Question("simulator", (in_plist(key),), values, identity=("files",))
    assert list(outcome(CHECK, ios_app(builds=(build(),), info=info)).seen) == [expected]


def test_clean_for_devices_and_for_parts_of_libraries(outcome):
    given = (build(), build(HELPER, simulator=True, architecture="x86_64"))
    info = bundle(**{PLATFORMS: ["iPhoneOS"]})
    assert outcome(CHECK, ios_app(builds=given, info=info)).status is Status.CLEAN


@pytest.mark.parametrize("fact", ["builds", "info"])
def test_unknown_when_something_could_not_be_read(outcome, fact):
    app = ios_app(builds=(), info=bundle(), gaps={fact: lost(fact)})
    assert outcome(CHECK, app).status is Status.UNKNOWN
