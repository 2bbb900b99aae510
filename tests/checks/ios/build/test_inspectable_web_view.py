import pytest

from appsec.model.outcome import Location, Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import HELPER, build, executable

CHECK = "ios-inspectable-web-view"
SETS = frozenset({"viewDidLoad", "setInspectable:"})


def test_asked_once_for_the_build(outcome):
    given = (build(), build(HELPER, selectors=SETS), build(HELPER, selectors=SETS))
    result = outcome(CHECK, ios_app(builds=given, code=()))
    helper = executable(HELPER)
    expected = [Question("set", (Location(helper),), {"binaries": helper})]
    assert (result.status, list(result.seen)) == (Status.QUESTION, expected)


def test_clean_without_the_call(outcome):
    assert outcome(CHECK, ios_app(builds=(build(),), code=())).status is Status.CLEAN


@pytest.mark.parametrize("fact", ["builds", "code"])
def test_unknown_when_code_could_not_be_read(fact, outcome):
    app = ios_app(builds=(build(selectors=None),), code=(), gaps={fact: lost(fact)})
    assert outcome(CHECK, app).status is Status.UNKNOWN
