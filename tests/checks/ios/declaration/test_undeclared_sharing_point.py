from appsec.model.declaration_rows import SharingPoint
from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.declared import NOT_GIVEN, declaration, told
from tests.checks.ios.given import bundle, entitlements

CHECK = "ios-undeclared-sharing-point"
FACTS = {
    "bundles": (bundle(CFBundleURLTypes=[{"CFBundleURLSchemes": ["parcel"]}, "odd"]),),
    "entitlements": (
        entitlements(
            values={
                "com.apple.developer.associated-domains": [
                    "applinks:www.example.tw?mode=developer"
                ],
                "com.apple.security.application-groups": ["group.tw.example"],
            }
        ),
    ),
}


def test_what_is_not_declared_is_told(outcome):
    result = outcome(CHECK, ios_app(**FACTS, declaration=declaration()))
    assert told(result) == [
        (
            Question,
            "undeclared",
            {
                "names": "url_scheme parcel, app_link www.example.tw, app_group group.tw.example",
                "count": "3",
            },
        )
    ]


def test_what_is_declared_is_clean(outcome):
    given = declaration(
        sharing_points=(
            SharingPoint("url_scheme", "parcel"),
            SharingPoint("app_link", "www.example.tw"),
            SharingPoint("app_group", "group.tw.example"),
        )
    )
    result = outcome(CHECK, ios_app(**FACTS, declaration=given))
    assert (result.status, told(result)) == (Status.CLEAN, [])


def test_unknown_without_a_declaration_or_with_a_gap(outcome):
    without = outcome(CHECK, ios_app(**FACTS, declaration=NOT_GIVEN))
    gaps = {"entitlements": lost("entitlements")}
    damaged = outcome(
        CHECK,
        ios_app(
            gaps,
            **FACTS,
            declaration=declaration(
                sharing_points=(
                    SharingPoint("url_scheme", "parcel"),
                    SharingPoint("app_link", "www.example.tw"),
                    SharingPoint("app_group", "group.tw.example"),
                )
            ),
        ),
    )
    assert (without.status, damaged.status) == (Status.UNKNOWN, Status.UNKNOWN)
