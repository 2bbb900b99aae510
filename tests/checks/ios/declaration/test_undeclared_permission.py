import pytest

from appsec.model.declaration_rows import DeviceResource
from appsec.model.outcome import Finding, Question, Status
from tests.apps import ios_app, lost
from tests.checks.declared import NOT_GIVEN, declaration, told
from tests.checks.ios.given import build, bundle, entitlements

CHECK = "ios-undeclared-permission"
FACTS = {
    "bundles": (bundle(NSCameraUsageDescription="掃描條碼"),),
    "builds": (build(imports=frozenset({"_OBJC_CLASS_$_AVCaptureDevice"})),),
    "entitlements": (entitlements(values={"com.apple.developer.siri": True}),),
}


def test_what_is_not_declared_is_told(outcome):
    result = outcome(CHECK, ios_app(**FACTS, declaration=declaration()))
    assert told(result) == [
        (Finding, "undeclared", {"name": "NSCameraUsageDescription"}),
        (Finding, "undeclared", {"name": "com.apple.developer.siri"}),
    ]


def test_a_description_that_no_code_goes_with_is_a_question(outcome):
    given = FACTS | {"builds": (build(),), "entitlements": ()}
    result = outcome(CHECK, ios_app(**given, declaration=declaration()))
    assert told(result) == [(Question, "described", {"name": "NSCameraUsageDescription"})]


@pytest.mark.parametrize("name", ["NSCameraUsageDescription", "nscamerausagedescription "])
def test_what_is_declared_is_clean(outcome, name):
    given = declaration(
        device_resources=(
            DeviceResource(permission=name),
            DeviceResource(permission="com.apple.developer.siri"),
        )
    )
    result = outcome(CHECK, ios_app(**FACTS, declaration=given))
    assert (result.status, told(result)) == (Status.CLEAN, [])


def test_unknown_without_a_declaration_or_with_a_gap(outcome):
    without = outcome(CHECK, ios_app(**FACTS, declaration=NOT_GIVEN))
    gaps = {"bundles": lost("bundles")}
    damaged = outcome(
        CHECK,
        ios_app(
            gaps,
            **FACTS,
            declaration=declaration(
                device_resources=(
                    DeviceResource(permission="NSCameraUsageDescription"),
                    DeviceResource(permission="com.apple.developer.siri"),
                )
            ),
        ),
    )
    assert (without.status, damaged.status) == (Status.UNKNOWN, Status.UNKNOWN)
