import pytest

from appsec.facts.android import UsesPermission
from appsec.model.declaration_rows import DeviceResource
from appsec.model.outcome import Finding, Status
from tests.apps import AT, android_app, lost, manifest
from tests.checks.declared import NOT_GIVEN, declaration, told

CHECK = "android-undeclared-permission"
FACTS = {
    "manifest": manifest(
        uses_permissions=tuple(
            UsesPermission(f"android.permission.{one}", AT) for one in ("CAMERA", "INTERNET")
        )
    )
}


def test_what_is_not_declared_is_told(outcome):
    result = outcome(CHECK, android_app(**FACTS, declaration=declaration()))
    assert told(result) == [(Finding, "undeclared", {"name": "android.permission.CAMERA"})]


@pytest.mark.parametrize("name", ["android.permission.CAMERA", "CAMERA", " camera "])
def test_what_is_declared_is_clean(outcome, name):
    given = declaration(device_resources=(DeviceResource(permission=name),))
    result = outcome(CHECK, android_app(**FACTS, declaration=given))
    assert (result.status, told(result)) == (Status.CLEAN, [])


def test_unknown_without_a_declaration_or_with_a_gap(outcome):
    without = outcome(CHECK, android_app(**FACTS, declaration=NOT_GIVEN))
    gaps = {"manifest": lost("manifest")}
    damaged = outcome(
        CHECK,
        android_app(
            gaps,
            **FACTS,
            declaration=declaration(
                device_resources=(DeviceResource(permission="android.permission.CAMERA"),)
            ),
        ),
    )
    assert (without.status, damaged.status) == (Status.UNKNOWN, Status.UNKNOWN)
