import pytest

from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import APP, HELPER, bundle, in_plist

CHECK = "ios-file-sharing"
SHARING = "UIFileSharingEnabled"
IN_PLACE = "LSSupportsOpeningDocumentsInPlace"
BROWSER = "UISupportsDocumentBrowser"


@pytest.mark.parametrize(
    ("plist", "key"),
    [
        ({SHARING: True, IN_PLACE: True}, "in-files"),
        ({f"{SHARING}~ipad": True, IN_PLACE: "YES"}, "in-files"),
        ({BROWSER: True}, "in-files"),
        ({SHARING: True, IN_PLACE: False}, "from-computer"),
        ({SHARING: 1}, "from-computer"),
        ({IN_PLACE: True}, "in-place"),
    ],
)
def test_question_by_who_can_see_the_files(outcome, plist, key):
    result = outcome(CHECK, ios_app(bundles=(bundle(**plist),)))
    places = tuple(in_plist(name) for name in sorted(plist) if plist[name])
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [Question(key, places, {"bundle": APP}, identity=("bundle",))],
    )


@pytest.mark.parametrize(
    "plist", [{}, {SHARING: False, IN_PLACE: False}, {SHARING: "NO", IN_PLACE: 0}]
)
def test_clean_when_off(outcome, plist):
    assert outcome(CHECK, ios_app(bundles=(bundle(**plist),))).status is Status.CLEAN


def test_quiet_for_frameworks(outcome):
    given = (bundle(), bundle(HELPER, **{SHARING: True}))
    assert outcome(CHECK, ios_app(bundles=given)).status is Status.CLEAN


def test_unknown_when_a_bundle_could_not_be_read(outcome):
    app = ios_app(bundles=(bundle(),), gaps={"bundles": lost("bundles")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
