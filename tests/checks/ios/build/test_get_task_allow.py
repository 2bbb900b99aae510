import pytest

from appsec.facts.ios_profile import ProfileKind
from appsec.model.outcome import Finding, Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import APP, SHARE, entitled, entitlements, executable, profile

CHECK = "ios-get-task-allow"
KEY = "get-task-allow"
BOTH = (entitlements(values={KEY: True}), entitlements(SHARE, {KEY: True}))


def finding(path=APP):
    return Finding("allowed", entitled(KEY, path), {"binary": executable(path)})


@pytest.mark.parametrize(
    "kinds", [(), (ProfileKind.STORE,), (ProfileKind.AD_HOC,), (ProfileKind.ENTERPRISE,)]
)
def test_found_for_each_executable_that_allows_it(outcome, kinds):
    profiles = tuple(profile(kind, path) for kind in kinds for path in (APP, SHARE))
    result = outcome(CHECK, ios_app(entitlements=BOTH, profiles=profiles))
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
    result = outcome(CHECK, ios_app(entitlements=BOTH, profiles=profiles))
    values = {"binaries": f"{executable()}, {executable(SHARE)}"}
    asked = Question(key, (entitled(KEY), entitled(KEY, SHARE)), values)
    assert (result.status, list(result.seen)) == (Status.QUESTION, [asked])


def test_a_profile_speaks_for_its_own_bundle_only(outcome):
    profiles = (profile(ProfileKind.DEVELOPMENT),)
    result = outcome(CHECK, ios_app(entitlements=BOTH, profiles=profiles))
    values = {"binaries": executable()}
    assert list(result.seen) == [
        finding(SHARE),
        Question("development-build", (entitled(KEY),), values),
    ]


@pytest.mark.parametrize("values", [{}, {KEY: False}])
@pytest.mark.parametrize("kind", list(ProfileKind))
def test_clean_when_false_or_absent(outcome, values, kind):
    given = (entitlements(values=values),)
    app = ios_app(entitlements=given, profiles=(profile(kind),))
    assert outcome(CHECK, app).status is Status.CLEAN


@pytest.mark.parametrize("fact", ["entitlements", "profiles"])
def test_unknown_when_something_could_not_be_read(outcome, fact):
    gap = lost(fact)
    result = outcome(CHECK, ios_app(entitlements=(), profiles=(), gaps={fact: gap}))
    assert (result.status, result.gaps) == (Status.UNKNOWN, (gap,))


def test_found_although_another_signature_could_not_be_read(outcome):
    gap = lost("entitlements")
    app = ios_app(entitlements=BOTH[:1], profiles=(), gaps={"entitlements": gap})
    result = outcome(CHECK, app)
    assert (result.status, result.gaps) == (Status.FOUND, (gap,))


def test_unknown_without_entitlements(outcome):
    assert outcome(CHECK, ios_app(profiles=())).status is Status.UNKNOWN
