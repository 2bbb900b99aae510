from dataclasses import replace

import pytest

from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import bundle, entitled, entitlements, executable

CHECK = "ios-foreign-app-group"
KEY = "com.apple.security.application-groups"


def app(groups, identifier="tw.example.parcel", gaps=None):
    info = replace(bundle(), identifier=identifier)
    return ios_app(info=info, entitlements=(entitlements(values={KEY: groups}),), gaps=gaps)


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        (["group.tw.other.x", "group.tw.example.parcel"], "group.tw.other.x"),
        (["group.tw.examples.x"], "group.tw.examples.x"),
        (["*"], "*"),
        ("group.other", "group.other"),
    ],
)
def test_asks_about_a_group_of_another_name(outcome, groups, told):
    values = {"binary": executable(), "groups": told}
    expected = Question("foreign", entitled(KEY), values, identity=("binary", "groups"))
    assert list(outcome(CHECK, app(groups)).seen) == [expected]


@pytest.mark.parametrize(
    ("groups", "identifier"),
    [
        ([], "tw.example.parcel"),
        (["group.tw.example"], "tw.example.parcel"),
        (["group.tw.example.shared", "group.TW.Example.x"], "tw.example.parcel"),
        (["TEAM.tw.example.x"], "tw.example.parcel"),
        (["group.tw.com.example.x"], "tw.com.example.parcel"),
        (["group.com.example.x"], "com.example.parcel"),
    ],
)
def test_quiet_for_groups_of_the_vendor(outcome, groups, identifier):
    assert outcome(CHECK, app(groups, identifier)).status is Status.CLEAN


def test_a_second_label_that_only_says_the_kind_names_no_vendor(outcome):
    result = outcome(CHECK, app(["group.tw.com.other.x"], "tw.com.example.parcel"))
    assert result.status is Status.QUESTION


@pytest.mark.parametrize("fact", ["info", "entitlements"])
def test_unknown_when_something_could_not_be_read(outcome, fact):
    assert outcome(CHECK, app([], gaps={fact: lost(fact)})).status is Status.UNKNOWN
