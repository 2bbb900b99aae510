import pytest

from appsec.facts.android import Anchor, NetworkConfig, TrafficRule
from appsec.facts.resources import Localised, StringResource
from appsec.model.declaration_rows import DeclaredDomain
from appsec.model.outcome import Question, Status
from tests.apps import AT, android_app, lost, manifest
from tests.checks.declared import NOT_GIVEN, declaration, told
from tests.code import code, site, text

CHECK = "android-undeclared-domain"
PAGE = "android.webkit.WebView.loadUrl"


def rule(*domains, **more):
    return TrafficRule(domains, False, (Anchor.SYSTEM,), AT, **more)


FACTS = {
    "manifest": manifest(),
    "network_config": NetworkConfig(base=rule(), domains=(rule("api.example.tw", "localhost"),)),
    "strings": (StringResource("page", AT, (Localised("https://www.example.tw/x"),)),),
    "code": code(site(PAGE, text("https://pay.example.net/card"))),
}


def test_what_is_not_declared_is_told(outcome):
    result = outcome(CHECK, android_app(**FACTS, declaration=declaration()))
    assert told(result) == [
        (
            Question,
            "undeclared",
            {"names": "api.example.tw, pay.example.net, www.example.tw", "count": "3"},
        )
    ]


def test_what_is_declared_is_clean(outcome):
    given = declaration(
        domains=(DeclaredDomain(host="*.example.tw"), DeclaredDomain(host="pay.example.net"))
    )
    result = outcome(CHECK, android_app(**FACTS, declaration=given))
    assert (result.status, told(result)) == (Status.CLEAN, [])


@pytest.mark.parametrize("host", ["example.tw", "*.tw", "*", "api.example.tw.example.net"])
def test_a_host_stands_for_itself_and_a_star_for_no_country(outcome, host):
    given = declaration(domains=(DeclaredDomain(host=host),))
    (seen,) = outcome(CHECK, android_app(**FACTS, declaration=given)).seen
    assert seen.values["count"] == "3"


@pytest.mark.parametrize("url", ["https://", "https://%s/x", "about:blank", "https://localhost/x"])
def test_what_is_no_host_elsewhere_is_none(outcome, url):
    facts = {**FACTS, "code": code(site(PAGE, text(url)))}
    (seen,) = outcome(CHECK, android_app(**facts, declaration=declaration())).seen
    assert seen.values["names"] == "api.example.tw, www.example.tw"


def test_unknown_without_a_declaration_or_with_a_gap(outcome):
    without = outcome(CHECK, android_app(**FACTS, declaration=NOT_GIVEN))
    gaps = {"code": lost("code")}
    damaged = outcome(
        CHECK,
        android_app(
            gaps,
            **FACTS,
            declaration=declaration(
                domains=(
                    DeclaredDomain(host="*.example.tw"),
                    DeclaredDomain(host="pay.example.net"),
                )
            ),
        ),
    )
    assert (without.status, damaged.status) == (Status.UNKNOWN, Status.UNKNOWN)
