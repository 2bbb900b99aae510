from appsec.model.declaration_rows import DeclaredDomain
from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.declared import NOT_GIVEN, declaration, told
from tests.checks.ios.given import HELPER, bundle, domain, manifest, security
from tests.ios_code import native_code

CHECK = "ios-undeclared-page"
FACTS = {
    "bundles": (),
    "entitlements": (),
    "expo_updates": (),
    "native_code": native_code(),
    "info": bundle(WKAppBoundDomains=["pay.example.net"]),
    "transport_security": (security(domains=(domain("api.example.tw"),)),),
    "privacy_manifests": (manifest(HELPER, tracking_domains=("ads.example.net",)),),
}


def test_what_is_not_declared_is_told(outcome):
    result = outcome(CHECK, ios_app(**FACTS, declaration=declaration()))
    assert told(result) == [(Question, "undeclared", {"names": "pay.example.net", "count": "1"})]


def test_what_is_declared_is_clean(outcome):
    given = declaration(domains=(DeclaredDomain(host="pay.example.net"),))
    result = outcome(CHECK, ios_app(**FACTS, declaration=given))
    assert (result.status, told(result)) == (Status.CLEAN, [])


def test_unknown_without_a_declaration_or_with_a_gap(outcome):
    without = outcome(CHECK, ios_app(**FACTS, declaration=NOT_GIVEN))
    gaps = {"info": lost("info")}
    damaged = outcome(
        CHECK,
        ios_app(
            gaps,
            **FACTS,
            declaration=declaration(domains=(DeclaredDomain(host="pay.example.net"),)),
        ),
    )
    assert (without.status, damaged.status) == (Status.UNKNOWN, Status.UNKNOWN)
