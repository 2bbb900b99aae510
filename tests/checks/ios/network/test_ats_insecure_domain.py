import pytest

from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import APP, domain, security

CHECK = "ios-ats-insecure-domain"


def app(*names, **changes):
    domains = tuple(domain(name, allows_http=True, **changes) for name in names)
    return ios_app(transport_security=(security(domains=domains),))


def question(key, *names):
    return Question(
        key, tuple(domain(name).at for name in names), {"bundle": APP, "domains": ", ".join(names)}
    )


def test_one_question_for_all_domains_of_a_reach(outcome):
    result = outcome(CHECK, app("a.example.tw", "printer.local", "b.example.tw", "192.168.1.1"))
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [
            question("for-domain", "a.example.tw", "b.example.tw"),
            question("for-local-network", "printer.local", "192.168.1.1"),
        ],
    )


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("8.8.8.8", "for-domain"),
        ("0.0.0.0/0", "for-domain"),
        ("2001:4860:4860::8888", "for-domain"),
        ("192.168.0.0/8", "for-domain"),
        ("notlocal", "for-local-network"),
        ("example.notlocal", "for-domain"),
        ("local.example.tw", "for-domain"),
        ("10.0.0.0/8", "for-local-network"),
        ("172.31.255.1", "for-local-network"),
        ("172.32.0.1", "for-domain"),
        ("fe80::1", "for-local-network"),
        ("Printer.LOCAL.", "for-local-network"),
    ],
)
def test_reach_of_a_name(outcome, name, key):
    assert list(outcome(CHECK, app(name)).seen) == [question(key, name)]


def test_a_bare_name_with_its_subdomains_is_a_part_of_the_internet(outcome):
    result = outcome(CHECK, app("tw", includes_subdomains=True))
    assert list(result.seen) == [question("for-domain", "tw")]


@pytest.mark.parametrize("name", ["localhost", "LocalHost.", "api.localhost", "127.0.0.1", "::1"])
def test_quiet_for_the_device_itself(outcome, name):
    assert outcome(CHECK, app(name)).status is Status.CLEAN


def test_clean_when_the_exception_keeps_https(outcome):
    given = security(domains=(domain("example.tw", includes_subdomains=True),))
    assert outcome(CHECK, ios_app(transport_security=(given,))).status is Status.CLEAN


def test_unknown_when_the_settings_have_a_gap(outcome):
    gap = lost("transport_security")
    app = ios_app(transport_security=(security(),), gaps={"transport_security": gap})
    assert outcome(CHECK, app).status is Status.UNKNOWN
