import pytest

from appsec.model.declaration_rows import DeclaredSdk, DeviceResource
from appsec.model.outcome import Finding, Location, Status
from tests.apps import android_app
from tests.checks.declared import NOT_GIVEN, declaration, told

CHECK = "android-vague-purpose"


def resource(purpose):
    return declaration(device_resources=(DeviceResource(permission="CAMERA", purpose=purpose),))


@pytest.mark.parametrize(
    "purpose",
    [
        "提供更好的服務",
        "App 功能需要。",
        "提升服務品質及使用者體驗",
        "To improve the service",
        "無",
        "…",
    ],
)
def test_words_that_fit_any_app_are_no_purpose(outcome, purpose):
    result = outcome(CHECK, android_app(declaration=resource(purpose)))
    assert told(result) == [(Finding, "vague", {"name": "CAMERA", "purpose": purpose})]
    assert result.seen[0].at == Location("appsec-declaration.yaml", "device_resources.0")


def test_an_empty_purpose_is_missing(outcome):
    result = outcome(CHECK, android_app(declaration=resource(" ")))
    assert told(result) == [(Finding, "empty", {"name": "CAMERA"})]


@pytest.mark.parametrize(
    "purpose", ["掃描取件條碼", "提供服務：掃描取件條碼", "to scan the code at the locker"]
)
def test_a_concrete_purpose_is_clean(outcome, purpose):
    assert outcome(CHECK, android_app(declaration=resource(purpose))).status is Status.CLEAN


def test_libraries_need_one_too_and_empty_rows_do_not(outcome):
    given = declaration(
        device_resources=(DeviceResource(),), sdks=(DeclaredSdk(name="Scanner"), DeclaredSdk())
    )
    result = outcome(CHECK, android_app(declaration=given))
    assert told(result) == [(Finding, "empty", {"name": "Scanner"})]


def test_unknown_without_a_declaration(outcome):
    assert outcome(CHECK, android_app(declaration=NOT_GIVEN)).status is Status.UNKNOWN
