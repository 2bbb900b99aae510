import pytest

from appsec.facts.ios_binary import SignedBy
from appsec.facts.ios_profile import ProfileKind
from appsec.model.outcome import Finding, Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import (
    APP,
    SHARE,
    entitled,
    entitlements,
    executable,
    profile,
    signature,
)

CHECK = "ios-get-task-allow"
KEY = "get-task-allow"
SIGNED = (signature(), signature(SHARE))
BOTH = (entitlements(values={KEY: True}), entitlements(SHARE, {KEY: True}))


def finding(path=APP):
    return Finding("allowed", entitled(KEY, path), {"binary": executable(path)})


@pytest.mark.parametrize(
    "kinds", [(), (ProfileKind.STORE,), (ProfileKind.AD_HOC,), (ProfileKind.ENTERPRISE,)]
)
def test_found_for_each_executable_that_allows_it(outcome, kinds):
    profiles = tuple(profile(kind, path) for kind in kinds for path in (APP, SHARE))
    result = outcome(CHECK, ios_app(entitlements=BOTH, profiles=profiles, signatures=SIGNED))
    assert (result.status, list(result.seen)) == (Status.FOUND, [finding(), finding(SHARE)])


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (ProfileKind.DEVELOPMENT, "development-build"),
        (ProfileKind.UNREADABLE, "unknown-profile"),
    ],
)
def test_one_question_when_it_is_true_by_nature_or_may_be(outcome, kind, key):
    profiles = (profile(kind), profile(kind, SHARE))
    result = outcome(CHECK, ios_app(entitlements=BOTH, profiles=profiles, signatures=SIGNED))
    values = {"binaries": f"{executable()}, {executable(SHARE)}"}
    asked = Question(key, (entitled(KEY), entitled(KEY, SHARE)), values)
    assert (result.status, list(result.seen)) == (Status.QUESTION, [asked])


def test_a_bundle_without_a_profile_is_under_that_of_the_nearest_around_it(outcome):
    profiles = (profile(ProfileKind.DEVELOPMENT),)
    result = outcome(CHECK, ios_app(entitlements=BOTH, profiles=profiles, signatures=SIGNED))
    values = {"binaries": f"{executable()}, {executable(SHARE)}"}
    asked = Question("development-build", (entitled(KEY), entitled(KEY, SHARE)), values)
    assert list(result.seen) == [asked]


def test_a_profile_of_its_own_comes_first_and_speaks_for_nothing_around_it(outcome):
    profiles = (profile(ProfileKind.STORE), profile(ProfileKind.DEVELOPMENT, SHARE))
    result = outcome(CHECK, ios_app(entitlements=BOTH, profiles=profiles, signatures=SIGNED))
    asked = Question("development-build", (entitled(KEY, SHARE),), {"binaries": executable(SHARE)})
    assert list(result.seen) == [finding(), asked]


@pytest.mark.parametrize("signer", [SignedBy.AD_HOC, SignedBy.NOBODY])
def test_asked_where_no_certificate_signed_the_build(outcome, signer):
    """No device runs it: it will be signed once more, and then with other entitlements."""
    signed = (signature(signer=signer), signature(SHARE, signer=signer))
    result = outcome(CHECK, ios_app(entitlements=BOTH, profiles=(), signatures=signed))
    values = {"binaries": f"{executable()}, {executable(SHARE)}"}
    asked = Question("no-certificate", (entitled(KEY), entitled(KEY, SHARE)), values)
    assert (result.status, list(result.seen)) == (Status.QUESTION, [asked])


def test_found_where_one_architecture_is_signed_by_a_certificate(outcome):
    signed = (signature(), signature(architecture="armv7", signer=SignedBy.AD_HOC))
    app = ios_app(entitlements=BOTH[:1], profiles=(), signatures=signed)
    assert list(outcome(CHECK, app).seen) == [finding()]


@pytest.mark.parametrize("values", [{}, {KEY: False}])
@pytest.mark.parametrize("kind", list(ProfileKind))
def test_clean_when_false_or_absent(outcome, values, kind):
    given = (entitlements(values=values),)
    app = ios_app(entitlements=given, profiles=(profile(kind),), signatures=SIGNED)
    assert outcome(CHECK, app).status is Status.CLEAN


@pytest.mark.parametrize("fact", ["entitlements", "profiles"])
def test_unknown_when_something_could_not_be_read(outcome, fact):
    gap = lost(fact)
    result = outcome(
        CHECK, ios_app(entitlements=(), profiles=(), signatures=SIGNED, gaps={fact: gap})
    )
    assert (result.status, result.gaps) == (Status.UNKNOWN, (gap,))


def test_found_although_another_signature_could_not_be_read(outcome):
    gap = lost("entitlements")
    app = ios_app(entitlements=BOTH[:1], profiles=(), signatures=SIGNED, gaps={"entitlements": gap})
    result = outcome(CHECK, app)
    assert (result.status, result.gaps) == (Status.FOUND, (gap,))


def test_unknown_without_entitlements(outcome):
    assert outcome(CHECK, ios_app(profiles=(), signatures=SIGNED)).status is Status.UNKNOWN
