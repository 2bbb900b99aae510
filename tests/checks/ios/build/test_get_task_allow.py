import pytest

from appsec.model.outcome import Finding, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import SHARE, entitled, entitlements, executable

CHECK = "ios-get-task-allow"
KEY = "get-task-allow"


def test_found_for_each_executable_that_allows_it(outcome):
    given = (entitlements(values={KEY: True}), entitlements(SHARE, {KEY: True}))
    result = outcome(CHECK, ios_app(entitlements=given))
    assert (result.status, list(result.seen)) == (
        Status.FOUND,
        [
            Finding("allowed", entitled(KEY), {"binary": executable()}),
            Finding("allowed", entitled(KEY, SHARE), {"binary": executable(SHARE)}),
        ],
    )


@pytest.mark.parametrize("values", [{}, {KEY: False}])
def test_clean_when_false_or_absent(outcome, values):
    given = (entitlements(values=values),)
    assert outcome(CHECK, ios_app(entitlements=given)).status is Status.CLEAN


def test_unknown_when_a_signature_could_not_be_read(outcome):
    gap = lost("entitlements")
    result = outcome(CHECK, ios_app(entitlements=(), gaps={"entitlements": gap}))
    assert (result.status, result.gaps) == (Status.UNKNOWN, (gap,))


def test_found_although_another_signature_could_not_be_read(outcome):
    given = (entitlements(values={KEY: True}),)
    gap = lost("entitlements")
    result = outcome(CHECK, ios_app(entitlements=given, gaps={"entitlements": gap}))
    assert (result.status, result.gaps) == (Status.FOUND, (gap,))


def test_unknown_without_entitlements(outcome):
    assert outcome(CHECK, ios_app()).status is Status.UNKNOWN
