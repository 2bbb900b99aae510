import pytest

from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import APP, domain, security

CHECK = "ios-ats-weak-tls"


def app(*domains):
    return ios_app(transport_security=(security(domains=domains),))


def test_one_question_for_old_versions_and_one_for_forward_secrecy(outcome):
    old = domain("old.example.tw", minimum_tls="TLSv1.0")
    both = domain("both.example.tw", minimum_tls="TLSv1.1", forward_secrecy=False)
    result = outcome(CHECK, app(old, both))
    named = "old.example.tw (TLSv1.0), both.example.tw (TLSv1.1)"
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [
            Question("old-version", (old.at, both.at), {"bundle": APP, "domains": named}),
            Question(
                "no-forward-secrecy", (both.at,), {"bundle": APP, "domains": "both.example.tw"}
            ),
        ],
    )


@pytest.mark.parametrize("version", ["", "SSLv3", "TLSv1"])
def test_a_version_that_nobody_knows_is_a_question(outcome, version):
    result = outcome(CHECK, app(domain("example.tw", minimum_tls=version)))
    assert [seen.key for seen in result.seen] == ["old-version"]


@pytest.mark.parametrize("version", ["TLSv1.2", "TLSv1.3"])
def test_clean_when_the_limit_is_not_lowered(outcome, version):
    given = domain("example.tw", minimum_tls=version, allows_http=True)
    assert outcome(CHECK, app(given)).status is Status.CLEAN


def test_unknown_when_the_settings_have_a_gap(outcome):
    gap = lost("transport_security")
    app = ios_app(transport_security=(security(),), gaps={"transport_security": gap})
    assert outcome(CHECK, app).status is Status.UNKNOWN
