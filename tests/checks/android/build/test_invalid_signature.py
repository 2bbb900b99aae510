import pytest

from appsec.facts.signing import Flaw
from appsec.model.outcome import Evidence, Location, Question, Status
from tests.apps import acceptance, android_app, lost, signature, signing

CHECK = "android-invalid-signature"
V1 = ("v1", None)
V2 = ("v2", None)


def run(outcome, told, **ranges):
    return outcome(CHECK, android_app(signing=told, acceptance=acceptance(**ranges)))


@pytest.mark.parametrize(
    ("flaw", "key"),
    [
        (Flaw.DIGEST, "altered"),
        (Flaw.UNLISTED, "altered"),
        (Flaw.STRIPPED, "stripped"),
        (Flaw.SIGNATURE, "not-by-key"),
        (Flaw.KEY_MISMATCH, "not-by-key"),
        (Flaw.LINEAGE, "not-by-key"),
        (Flaw.MALFORMED, "damaged"),
        (Flaw.SDK_RANGE, "damaged"),
    ],
)
def test_what_android_refuses_is_one_question_for_each_cause(flaw, key, outcome):
    bad = ("v2", flaw)
    told = signing(signature("v1"), signature("v2", flaw))
    result = run(outcome, told, to_6=V1, from_7=bad, from_9=bad, from_13=bad)
    place = Location("APK Signing Block", "v2", flaw)
    wanted = Question(key, (place,), {"androids": "7-8, 9-12, ≥ 13"})
    assert (result.status, list(result.seen)) == (Status.QUESTION, [wanted])


def test_v1_alone_for_a_new_target(outcome):
    late = ("v1", Flaw.NEEDS_V2)
    told = signing(signature("v1"))
    result = run(outcome, told, from_7=V1, from_9=late, from_13=late)
    place = Location("APK Signing Block", "v1", "")
    assert list(result.seen) == [Question("needs-v2", (place,), {"androids": "9-12, ≥ 13"})]


def test_no_v1_for_versions_that_know_nothing_else(outcome):
    result = run(outcome, signing(signature("v2")), to_6=None, from_7=V2)
    place = Location("APK Signing Block", "v2", "")
    assert list(result.seen) == [Question("not-signed-for-6", (place,), {"androids": "≤ 6"})]


def test_v3_alone_for_versions_that_look_at_v1_or_v2(outcome):
    v3 = ("v3", None)
    place = Location("APK Signing Block", "v3", "")
    result = run(outcome, signing(signature("v3")), from_7=None, from_9=v3, from_13=v3)
    assert list(result.seen) == [Question("not-signed-for-8", (place,), {"androids": "7-8"})]
    result = run(outcome, signing(signature("v3")), to_6=None, from_7=None, from_9=v3)
    assert list(result.seen) == [Question("not-signed-for-8", (place,), {"androids": "≤ 6, 7-8"})]


def test_v31_alone_for_older_versions(outcome):
    told = signing(signature("v3.1"))
    (seen,) = run(outcome, told, from_9=None, from_13=("v3.1", None)).seen
    assert (seen.key, seen.values) == ("not-signed-for-12", {"androids": "9-12"})


def test_not_being_signed_is_normal(outcome):
    result = run(outcome, signing(), from_7=None, from_9=None)
    assert list(result.seen) == [Evidence("unsigned", Location("META-INF/MANIFEST.MF"))]


def test_a_flaw_that_no_version_looks_at_is_shown(outcome):
    told = signing(signature("v1", Flaw.DIGEST), signature("v2"), signature("v4", Flaw.DIGEST))
    result = run(outcome, told, from_7=V2, from_9=V2, from_13=V2)
    assert list(result.seen) == [
        Evidence("unused", Location("APK Signing Block", s), {"scheme": s}) for s in ("v1", "v4")
    ]


def test_a_sound_signature_is_silent(outcome):
    result = run(outcome, signing(signature("v1"), signature("v2")), to_6=V1, from_7=V2, from_9=V2)
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_unknown_when_it_cannot_be_told(outcome):
    app = android_app(
        signing=signing(signature("v2")),
        acceptance=acceptance(from_7=V2),
        gaps={"acceptance": lost("acceptance")},
    )
    assert outcome(CHECK, app).status is Status.UNKNOWN
