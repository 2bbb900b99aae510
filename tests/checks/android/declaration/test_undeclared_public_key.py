from appsec.facts.resources import Localised, StringResource
from appsec.model.declaration_rows import PublicKey
from appsec.model.outcome import Evidence, Question, Status
from tests.apps import AT, android_app, lost, manifest
from tests.checks.declared import NOT_GIVEN, declaration, told

CHECK = "android-undeclared-public-key"
KEY = "AIzaSy" + "0" * 33
FACTS = {
    "manifest": manifest(),
    "strings": (
        StringResource("google_api_key", AT, (Localised(KEY),)),
        StringResource("hello", AT, (Localised("AIza"),)),
    ),
}


def test_what_is_not_declared_is_told(outcome):
    result = outcome(CHECK, android_app(**FACTS, declaration=declaration()))
    assert told(result) == [
        (Question, "unexplained", {"names": "@string/google_api_key (Google API key)"})
    ]


def test_what_is_declared_is_clean(outcome):
    given = declaration(
        public_keys=(PublicKey(location="@string/google_api_key", why_public="用戶端金鑰"),)
    )
    result = outcome(CHECK, android_app(**FACTS, declaration=given))
    assert (result.status, told(result)) == (
        Status.CLEAN,
        [(Evidence, "explained", {"names": "@string/google_api_key (Google API key)"})],
    )


def test_a_key_without_a_reason_is_not_explained(outcome):
    given = declaration(public_keys=(PublicKey(location="@string/google_api_key"),))
    assert outcome(CHECK, android_app(**FACTS, declaration=given)).status is Status.QUESTION


def test_unknown_without_a_declaration_or_with_a_gap(outcome):
    without = outcome(CHECK, android_app(**FACTS, declaration=NOT_GIVEN))
    gaps = {"strings": lost("strings")}
    damaged = outcome(
        CHECK,
        android_app(
            gaps,
            **FACTS,
            declaration=declaration(
                public_keys=(PublicKey(location="@string/google_api_key", why_public="用戶端金鑰"),)
            ),
        ),
    )
    assert (without.status, damaged.status) == (Status.UNKNOWN, Status.UNKNOWN)
