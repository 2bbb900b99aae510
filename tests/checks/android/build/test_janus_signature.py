import pytest

from appsec.facts.signing import Flaw
from appsec.model.outcome import Cause, Finding, Gap, Location, Status
from tests.apps import acceptance, android_app, signature, signing

CHECK = "android-janus-signature"
V1 = ("v1", None)
V2 = ("v2", None)


def run(outcome, told, **ranges):
    return outcome(CHECK, android_app(signing=told, acceptance=acceptance(**ranges)))


@pytest.mark.parametrize("flaw", [None, Flaw.NEEDS_V2])
def test_v1_alone_on_android_7_and_8(flaw, outcome):
    told = signing(signature("v1"))
    result = run(outcome, told, to_6=V1, from_7=V1, from_9=("v1", flaw), from_13=("v1", flaw))
    place = Location("APK Signing Block", "v1", "signer 1")
    assert (result.status, list(result.seen)) == (Status.FOUND, [Finding("v1-only", (place,))])


def test_v3_does_not_help_where_only_v1_and_v2_are_known(outcome):
    told = signing(signature("v1"), signature("v3"))
    result = run(outcome, told, from_7=V1, from_9=("v3", None), from_13=("v3", None))
    place = Location("APK Signing Block", "v1", "signer 1")
    assert (result.status, list(result.seen)) == (Status.FOUND, [Finding("v1-until-8", (place,))])


def test_v2_beside_v1_is_enough_whatever_android_6_does(outcome):
    told = signing(signature("v1"), signature("v2"))
    result = run(outcome, told, to_6=V1, from_7=V2, from_9=V2, from_13=V2)
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_v1_alone_is_fine_for_an_app_from_android_9_on(outcome):
    result = run(outcome, signing(signature("v1")), from_9=V1, from_13=V1)
    assert (result.status, result.seen) == (Status.CLEAN, ())


@pytest.mark.parametrize("cause", list(Cause))
def test_unknown_when_nothing_is_signed_or_it_does_not_hold(cause, outcome):
    gap = Gap("acceptance", cause, "unsigned-apk", {})
    app = android_app(
        signing=signing(), acceptance=acceptance(from_7=None), gaps={"acceptance": gap}
    )
    assert outcome(CHECK, app).status is Status.UNKNOWN
