from appsec.model.declaration_rows import PublicKey
from appsec.model.outcome import Evidence, Question, Status
from tests.apps import ios_app, lost
from tests.checks.declared import NOT_GIVEN, declaration, told
from tests.checks.ios.given import bundle

CHECK = "ios-undeclared-public-key"
FACTS = {"info": bundle(FacebookClientToken="0" * 32, Other="text")}


def test_what_is_not_declared_is_told(outcome):
    result = outcome(CHECK, ios_app(**FACTS, declaration=declaration()))
    assert told(result) == [
        (
            Question,
            "unexplained",
            {"names": "Info.plist FacebookClientToken (Facebook client token)"},
        )
    ]


def test_what_is_declared_is_clean(outcome):
    given = declaration(
        public_keys=(PublicKey(location="Info.plist FacebookClientToken", why_public="用戶端識別"),)
    )
    result = outcome(CHECK, ios_app(**FACTS, declaration=given))
    assert (result.status, told(result)) == (
        Status.CLEAN,
        [
            (
                Evidence,
                "explained",
                {"names": "Info.plist FacebookClientToken (Facebook client token)"},
            )
        ],
    )


def test_a_key_without_a_reason_is_not_explained(outcome):
    given = declaration(public_keys=(PublicKey(location="Info.plist FacebookClientToken"),))
    assert outcome(CHECK, ios_app(**FACTS, declaration=given)).status is Status.QUESTION


def test_unknown_without_a_declaration_or_with_a_gap(outcome):
    without = outcome(CHECK, ios_app(**FACTS, declaration=NOT_GIVEN))
    gaps = {"info": lost("info")}
    damaged = outcome(
        CHECK,
        ios_app(
            gaps,
            **FACTS,
            declaration=declaration(
                public_keys=(
                    PublicKey(location="Info.plist FacebookClientToken", why_public="用戶端識別"),
                )
            ),
        ),
    )
    assert (without.status, damaged.status) == (Status.UNKNOWN, Status.UNKNOWN)
