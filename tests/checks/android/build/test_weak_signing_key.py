import pytest

from appsec.model.outcome import Evidence, Location, Question, Status
from tests.apps import android_app, lost, signature, signing

CHECK = "android-weak-signing-key"


def at(scheme):
    return Location("APK Signing Block", scheme, "signer 1")


@pytest.mark.parametrize(
    ("kind", "bits"), [("RSA", 1024), ("RSA", 2047), ("DSA", 1024), ("EC", 192)]
)
def test_a_short_key_is_one_question(kind, bits, outcome):
    schemes = [signature(s, key_kind=kind, key_bits=bits) for s in ("v1", "v2")]
    result = outcome(CHECK, android_app(signing=signing(*schemes)))
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [Question("short-key", (at("v1"), at("v2")), {"key": f"{kind} {bits}"})],
    )


def test_old_hashes_are_advice(outcome):
    told = signing(signature("v1", digest="SHA-1", hash_name="MD5"))
    result = outcome(CHECK, android_app(signing=told))
    assert (result.status, list(result.seen)) == (
        Status.CLEAN,
        [
            Evidence("old-certificate-hash", (at("v1"),), {"hash": "MD5"}),
            Evidence("old-digest", (at("v1"),), {"hash": "SHA-1"}),
        ],
    )


@pytest.mark.parametrize(("kind", "bits"), [("RSA", 2048), ("EC", 256), ("EC", 0), ("ED25519", 0)])
def test_usual_keys_are_silent(kind, bits, outcome):
    told = signing(signature(key_kind=kind, key_bits=bits))
    result = outcome(CHECK, android_app(signing=told))
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_unknown_when_a_signer_cannot_be_read(outcome):
    app = android_app(signing=signing(), gaps={"signing": lost("signing")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
