from appsec.model.declaration_form import Identifiers
from appsec.model.outcome import Finding, Status
from tests.apps import ios_app, lost
from tests.checks.declared import NOT_GIVEN, declaration, told
from tests.checks.ios.given import build, entitlements

CHECK = "ios-undeclared-identifier"
FACTS = {
    "entitlements": (entitlements(values={"aps-environment": "production"}),),
    "builds": (build(selectors=frozenset({"identifierForVendor"})),),
    "code": ("Payload/Parcel.app/Parcel",),
}


def test_what_is_not_declared_is_told(outcome):
    result = outcome(CHECK, ios_app(**FACTS, declaration=declaration()))
    assert told(result) == [
        (Finding, "undeclared", {"name": "push token"}),
        (Finding, "undeclared", {"name": "IDFV"}),
    ]


def test_what_is_declared_is_clean(outcome):
    given = declaration(
        identifiers=Identifiers(push_token="到貨通知；推播服務", idfv="統計；自有伺服器")
    )
    result = outcome(CHECK, ios_app(**FACTS, declaration=given))
    assert (result.status, told(result)) == (Status.CLEAN, [])


def test_unknown_without_a_declaration_or_with_a_gap(outcome):
    without = outcome(CHECK, ios_app(**FACTS, declaration=NOT_GIVEN))
    gaps = {"code": lost("code")}
    damaged = outcome(
        CHECK,
        ios_app(
            gaps,
            **FACTS,
            declaration=declaration(
                identifiers=Identifiers(push_token="到貨通知；推播服務", idfv="統計；自有伺服器")
            ),
        ),
    )
    assert (without.status, damaged.status) == (Status.UNKNOWN, Status.UNKNOWN)
