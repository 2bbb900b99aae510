import pytest

from appsec.facts.ios_profile import ProfileKind
from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import APP, entitlements, profile

CHECK = "ios-development-build"
DEBUG = {"get-task-allow": True}


def app(kind=ProfileKind.AD_HOC, signed=None, gaps=None):
    return ios_app(
        entitlements=(entitlements(values=signed or {}),),
        profiles=(profile(kind),),
        gaps=gaps,
    )


def test_asks_about_a_development_profile_without_get_task_allow(outcome):
    given = profile(ProfileKind.DEVELOPMENT)
    values = {"bundle": APP, "profile": "Parcel"}
    result = outcome(CHECK, app(ProfileKind.DEVELOPMENT))
    assert list(result.seen) == [Question("profile", given.at, values, identity=("bundle",))]


@pytest.mark.parametrize("kind", [ProfileKind.STORE, ProfileKind.AD_HOC, ProfileKind.ENTERPRISE])
def test_quiet_for_a_build_for_distribution(outcome, kind):
    result = outcome(CHECK, app(kind))
    assert result.status is Status.CLEAN


def test_quiet_where_get_task_allow_is_asked_about_already(outcome):
    assert outcome(CHECK, app(ProfileKind.DEVELOPMENT, DEBUG)).status is Status.CLEAN


@pytest.mark.parametrize("fact", ["profiles", "entitlements"])
def test_unknown_when_something_could_not_be_read(outcome, fact):
    assert outcome(CHECK, app(gaps={fact: lost(fact)})).status is Status.UNKNOWN
