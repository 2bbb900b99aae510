import pytest

from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import APP, SHARE, domain, in_plist, security

CHECK = "ios-ats-arbitrary-loads"
KEY = "NSAppTransportSecurity"


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({"arbitrary_loads": True}, ["for-all"]),
        ({"in_web_content": True}, ["in-web-content"]),
        ({"for_media": True}, ["for-media"]),
        ({"in_web_content": True, "for_media": True}, ["in-web-content", "for-media"]),
    ],
)
def test_question_for_each_permission(outcome, changes, keys):
    result = outcome(CHECK, ios_app(transport_security=(security(**changes),)))
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [Question(key, in_plist(KEY), {"bundle": APP}) for key in keys],
    )


def test_question_for_each_bundle(outcome):
    given = (security(arbitrary_loads=True), security(SHARE, arbitrary_loads=True))
    result = outcome(CHECK, ios_app(transport_security=given))
    assert list(result.seen) == [
        Question("for-all", in_plist(KEY, path), {"bundle": path}) for path in (APP, SHARE)
    ]


def test_quiet_for_local_networking_and_single_domains(outcome):
    given = security(local_networking=True, domains=(domain("example.tw", allows_http=True),))
    assert outcome(CHECK, ios_app(transport_security=(given,))).status is Status.CLEAN


def test_unknown_when_the_settings_have_a_gap(outcome):
    gap = lost("transport_security")
    app = ios_app(transport_security=(security(),), gaps={"transport_security": gap})
    assert outcome(CHECK, app).status is Status.UNKNOWN
