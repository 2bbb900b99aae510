from appsec.model.declaration_rows import DeclaredSdk
from appsec.model.outcome import Finding, Question, Status
from tests.apps import ios_app, lost
from tests.checks.declared import NOT_GIVEN, declaration, told
from tests.checks.ios.given import HELPER, bundle, collected, manifest

CHECK = "ios-undeclared-sdk"
FACTS = {
    "info": bundle(),
    "bundles": (bundle(), bundle(HELPER)),
    "privacy_manifests": (manifest(HELPER, collected=(collected("Name", "AppFunctionality"),)),),
}


def test_what_is_not_declared_is_told(outcome):
    result = outcome(CHECK, ios_app(**FACTS, declaration=declaration()))
    assert told(result) == [(Finding, "collecting", {"name": "Helper"})]


def test_what_is_declared_is_clean(outcome):
    given = declaration(sdks=(DeclaredSdk(name="Helper"),))
    result = outcome(CHECK, ios_app(**FACTS, declaration=given))
    assert (result.status, told(result)) == (Status.CLEAN, [])


def test_a_framework_that_tells_of_no_data_is_a_question(outcome):
    given = {**FACTS, "privacy_manifests": ()}
    result = outcome(CHECK, ios_app(**given, declaration=declaration()))
    assert told(result) == [(Question, "unlisted", {"name": "Helper"})]


def test_unknown_without_a_declaration_or_with_a_gap(outcome):
    without = outcome(CHECK, ios_app(**FACTS, declaration=NOT_GIVEN))
    gaps = {"privacy_manifests": lost("privacy_manifests")}
    damaged = outcome(
        CHECK, ios_app(gaps, **FACTS, declaration=declaration(sdks=(DeclaredSdk(name="Helper"),)))
    )
    assert (without.status, damaged.status) == (Status.UNKNOWN, Status.UNKNOWN)
